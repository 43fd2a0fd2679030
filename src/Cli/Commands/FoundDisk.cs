namespace Ronchi.Cli.Commands;

/// <summary>Remembers the bright-field disk that a run had to look for, so that what was found is said and kept.</summary>
internal sealed class FoundDisk
{
    private readonly Dictionary<string, double> _numbers = [];

    /// <summary>Centre and radius in detector pixels, by name; empty: nothing was looked for.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    public (double Row, double Column, double Radius) Keep((double Row, double Column, double Radius) disk)
    {
        (_numbers["center_row"], _numbers["center_column"], _numbers["radius"]) = disk;
        return disk;
    }
}
