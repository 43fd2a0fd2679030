using System.Collections.Immutable;

namespace Ronchi.Frames;

/// <summary>Some frames of a scan, as ascending runs that do not touch. Immutable, and equal by content.</summary>
public sealed class FrameSet : IEquatable<FrameSet>
{
    private FrameSet(ImmutableArray<FrameRange> runs)
    {
        Runs = runs;
        foreach (var run in runs)
            Count += run.Count;
    }

    /// <summary>No frame.</summary>
    public static FrameSet None { get; } = new([]);

    /// <summary>The runs, ascending; none is empty, and between two lies at least one frame.</summary>
    public ImmutableArray<FrameRange> Runs { get; }

    /// <summary>Number of frames.</summary>
    public long Count { get; }

    /// <summary>Whether there is no frame.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Flat index behind the last frame; 0 when there is none.</summary>
    public long End => Runs.IsEmpty ? 0 : Runs[^1].End;

    /// <summary>The first frames of a scan.</summary>
    /// <param name="count">How many.</param>
    public static FrameSet First(long count) => Of(Split(0, count));

    /// <summary>Frames given as runs, in any order; runs may overlap.</summary>
    public static FrameSet Of(params IEnumerable<FrameRange> runs)
    {
        var joined = ImmutableArray.CreateBuilder<FrameRange>();
        foreach (var run in runs.Where(static run => run.Count > 0).OrderBy(static run => run.Start))
            Join(joined, run.Start, run.End);
        return joined.Count == 0 ? None : new(joined.ToImmutable());
    }

    /// <summary>Whether a frame is among them.</summary>
    public bool Contains(long frame) => Contains(new FrameRange(frame, 1));

    /// <summary>Whether all frames of a range are among them.</summary>
    public bool Contains(FrameRange frames)
    {
        if (frames.Count == 0)
            return true;
        int low = 0, high = Runs.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Runs[middle].End <= frames.Start)
                low = middle + 1;
            else
                high = middle;
        }

        return low < Runs.Length && Runs[low].Start <= frames.Start && frames.End <= Runs[low].End;
    }

    /// <summary>These frames and those of a range.</summary>
    public FrameSet With(FrameRange frames) => Union(Of(frames));

    /// <summary>Frames of either.</summary>
    public FrameSet Union(FrameSet other) => Combine(other, static (isHere, isThere) => isHere || isThere);

    /// <summary>Frames of both.</summary>
    public FrameSet Intersect(FrameSet other) => Combine(other, static (isHere, isThere) => isHere && isThere);

    /// <summary>Frames of these that are not among others.</summary>
    public FrameSet Except(FrameSet other) => Combine(other, static (isHere, isThere) => isHere && !isThere);

    /// <inheritdoc/>
    public bool Equals(FrameSet? other) => other is not null && Runs.AsSpan().SequenceEqual(other.Runs.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FrameSet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Runs.Length, End);

    /// <summary>The runs: <c>0…11, 14</c>.</summary>
    public override string ToString() =>
        IsEmpty ? "none" : string.Join(", ", Runs.Select(static run => run.Count == 1 ? $"{run.Start}" : $"{run.Start}…{run.End - 1}"));

    // Between two borders of runs nothing changes.
    private FrameSet Combine(FrameSet other, Func<bool, bool, bool> keeps)
    {
        ArgumentNullException.ThrowIfNull(other);
        var kept = ImmutableArray.CreateBuilder<FrameRange>();
        int here = 0, there = 0;
        for (var at = long.MinValue; here < Runs.Length || there < other.Runs.Length;)
        {
            var (isHere, hereEnd) = Look(Runs, here, at);
            var (isThere, thereEnd) = Look(other.Runs, there, at);
            var end = Math.Min(hereEnd, thereEnd);
            if (keeps(isHere, isThere))
                Join(kept, at, end);
            at = end;
            here += here < Runs.Length && Runs[here].End == at ? 1 : 0;
            there += there < other.Runs.Length && other.Runs[there].End == at ? 1 : 0;
        }

        return kept.Count == 0 ? None : new(kept.ToImmutable());
    }

    // Whether a place lies in the next run, and where that changes.
    private static (bool IsIn, long End) Look(ImmutableArray<FrameRange> runs, int next, long at) =>
        next == runs.Length ? (false, long.MaxValue)
        : at < runs[next].Start ? (false, runs[next].Start)
        : (true, runs[next].End);

    private static void Join(ImmutableArray<FrameRange>.Builder runs, long start, long end)
    {
        if (runs.Count > 0 && start <= runs[^1].End && end - runs[^1].Start <= int.MaxValue)
        {
            runs[^1] = runs[^1] with { Count = (int)(Math.Max(end, runs[^1].End) - runs[^1].Start) };
            return;
        }

        foreach (var run in Split(start, end - start))
            runs.Add(run);
    }

    private static IEnumerable<FrameRange> Split(long start, long count)
    {
        for (; count > 0; start += 1 << 30, count -= 1 << 30)
            yield return new(start, (int)Math.Min(count, 1 << 30));
    }
}
