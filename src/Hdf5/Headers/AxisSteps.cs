namespace Ronchi.Hdf5.Headers;

/// <summary>Places along an axis at equal distances.</summary>
/// <param name="Start">The first.</param>
/// <param name="Step">From one to the next, ≥ 1.</param>
/// <param name="Count">How many.</param>
internal readonly record struct AxisSteps(long Start, long Step, long Count)
{
    /// <summary>The last place.</summary>
    public long Last => Start + ((Count - 1) * Step);

    /// <summary>Whether this lies on an axis of so many elements.</summary>
    public bool FitsIn(long length) =>
        Start >= 0 && Count >= 0 && Step >= 1 && (Count == 0 || (Count - 1 <= (long.MaxValue - Start) / Step && Last < length));

    /// <summary>Places by ranges, each with its end; null: they are not at equal distances.</summary>
    public static AxisSteps? Through(IReadOnlyCollection<(long Start, long End)> ranges)
    {
        var (first, end) = ranges.First();
        if (ranges.Count == 1)
            return new(first, 1, end - first + 1);
        long step = ranges.Skip(1).First().Start - first, before = first - step;
        bool isSingle = true, isClosed = true;
        long next = first;
        foreach (var (from, to) in ranges)
        {
            isSingle &= from == to && from == before + step;
            isClosed &= from == next;
            before = from;
            next = to + 1;
        }
        return isSingle ? new(first, step, ranges.Count) : isClosed ? new(first, 1, next - first) : null;
    }

    /// <summary>The numbers of those places that lie in a range; none: the first is behind the last.</summary>
    public (long First, long Last) In(long start, long count) => start + count <= Start
        ? (0, -1)
        : (Start >= start ? 0 : (start - Start + Step - 1) / Step, Math.Min((start + count - 1 - Start) / Step, Count - 1));
}
