namespace Ronchi.Engine;

/// <summary>Scan positions whose frames hold no measurement for a UDF, or for single results of it; marked by all workers.</summary>
internal sealed class UnmeasuredPositions
{
    private readonly bool[] _scan;
    private readonly (string Result, bool[] Scan)[] _parts;

    /// <summary>Begins with no position marked, or with all of them.</summary>
    /// <param name="positions">Scan positions.</param>
    /// <param name="isMasked">Whether every pixel that the UDF reads is masked.</param>
    /// <param name="parts">Results that are made of fewer pixels, and whether all of these are masked.</param>
    public UnmeasuredPositions(long positions, bool isMasked, IEnumerable<(string Result, bool IsMasked)> parts)
    {
        _scan = Filled(positions, isMasked);
        _parts = [.. parts.Select(part => (part.Result, Filled(positions, part.IsMasked)))];
    }

    /// <summary>Marks a position for all results.</summary>
    public void Mark(long position) => _scan[position] = true;

    /// <summary>Marks a position for one of the results that are made of fewer pixels.</summary>
    public void Mark(long position, int part) => _parts[part].Scan[position] = true;

    /// <summary>Of the positions that went in, those whose frames hold a measurement.</summary>
    public bool[] Measured(bool[] merged) => Except(merged, _scan);

    /// <summary>The same for each result that lacks more than others.</summary>
    public Dictionary<string, bool[]> MeasuredResults(bool[] merged)
    {
        var measured = Measured(merged);
        return _parts.Where(static part => part.Scan.AsSpan().Contains(true)).ToDictionary(static part => part.Result, part => Except(measured, part.Scan));
    }

    private static bool[] Except(bool[] positions, bool[] marked)
    {
        if (!marked.AsSpan().Contains(true))
            return positions;
        var rest = (bool[])positions.Clone();
        for (var i = 0; i < rest.Length; i++)
            rest[i] &= !marked[i];
        return rest;
    }

    private static bool[] Filled(long positions, bool isMarked)
    {
        var marks = new bool[positions];
        Array.Fill(marks, isMarked);
        return marks;
    }
}
