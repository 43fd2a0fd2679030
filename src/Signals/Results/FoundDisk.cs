namespace Ronchi.Signals;

/// <summary>The bright-field disk that a run had to look for, so that what it used is said and kept.</summary>
public static class FoundDisk
{
    /// <summary>Centre and radius as they were used, in detector pixels, by name; empty: nothing was looked for.</summary>
    public static IReadOnlyDictionary<string, double> Numbers((double Row, double Column, double Radius)? used) =>
        used is (var row, var column, var radius)
            ? new Dictionary<string, double> { ["center_row"] = row, ["center_column"] = column, ["radius"] = radius }
            : new Dictionary<string, double>();
}
