using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>
/// Scan positions whose frames hold no measurement for a UDF, for single results of it, or for single entries of these; marked by all
/// workers.
/// </summary>
internal sealed class UnmeasuredPositions
{
    private readonly bool[] _scan;
    private readonly IReadOnlyList<ResultPart> _parts;
    private readonly bool[]?[] _marks;   // of each part; null: nowhere

    /// <summary>Begins with no position marked, or with all of them.</summary>
    /// <param name="positions">Scan positions.</param>
    /// <param name="isMasked">Whether every pixel that the UDF reads is masked.</param>
    /// <param name="parts">Results, and entries of results, that are made of fewer pixels.</param>
    /// <param name="hasMask">Whether pixels are masked, so that a part of which none counts is not measured anywhere.</param>
    public UnmeasuredPositions(long positions, bool isMasked, IReadOnlyList<ResultPart> parts, bool hasMask)
    {
        _scan = Filled(positions, isMasked);
        _parts = parts;
        _marks = [.. parts.Select(part => hasMask && part.Measured.Count == 0 ? Filled(positions, isMarked: true) : null)];
    }

    /// <summary>Marks a position for all results.</summary>
    public void Mark(long position) => _scan[position] = true;

    /// <summary>Marks a position for one of the parts.</summary>
    public void Mark(long position, int part) =>
        LazyInitializer.EnsureInitialized(ref _marks[part], () => new bool[_scan.Length])[position] = true;

    /// <summary>Kinds of marks: for all results, and for each part.</summary>
    public int Kinds => 1 + _parts.Count;

    /// <summary>The marked positions of some frames: for all results, then for each part.</summary>
    public long[][] Marked(IReadOnlyList<FrameRange> runs) =>
        [.. _marks.Prepend(_scan).Select(marks => marks is null ? [] : runs.SelectMany(run => Places(marks, run)).ToArray())];

    /// <summary>Marks what <see cref="Marked"/> gave elsewhere.</summary>
    public void Mark(long[][] marked)
    {
        foreach (var position in marked[0])
            Mark(position);
        for (var part = 0; part < _parts.Count; part++)
        {
            foreach (var position in marked[part + 1])
                Mark(position, part);
        }
    }

    /// <summary>Of the positions that went in, those whose frames hold a measurement.</summary>
    public bool[] Measured(bool[] merged) => Except(merged, _scan);

    /// <summary>The same for each result that lacks more than others.</summary>
    public Dictionary<string, bool[]> MeasuredResults(bool[] merged)
    {
        var measured = Measured(merged);
        var results = new Dictionary<string, bool[]>(StringComparer.Ordinal);
        for (var part = 0; part < _parts.Count; part++)
        {
            if (_parts[part].Entry is null && _marks[part] is { } marks)
                results[_parts[part].Name] = Except(measured, marks);
        }

        return results;
    }

    /// <summary>Entries of a result that lack more than its positions, each with the positions.</summary>
    public List<(int Entry, bool[] Unmeasured)> Entries(string result)
    {
        var entries = new List<(int, bool[])>();
        for (var part = 0; part < _parts.Count; part++)
        {
            if (_parts[part] is { Entry: { } entry } own && own.Name == result && _marks[part] is { } marks)
                entries.Add((entry, marks));
        }

        return entries;
    }

    /// <summary>
    /// Of the positions that went in, those that hold a measurement for one entry of a result; null: it lacks no more than the result.
    /// </summary>
    public bool[]? MeasuredEntry(bool[] merged, string result, int entry)
    {
        var found = Entries(result).Find(own => own.Entry == entry).Unmeasured;
        return found is null ? null : Except(Measured(merged), found);
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

    private static IEnumerable<long> Places(bool[] marks, FrameRange run) =>
        Enumerable.Range(0, run.Count).Where(i => marks[run.Start + i]).Select(i => run.Start + i);

    private static bool[] Filled(long positions, bool isMarked)
    {
        var marks = new bool[positions];
        Array.Fill(marks, isMarked);
        return marks;
    }
}
