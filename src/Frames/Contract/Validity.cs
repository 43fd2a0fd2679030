using System.Collections.Immutable;

namespace Ronchi.Frames;

/// <summary>Which stored values are no measurement. Analyses leave them out of every sum and report how many there were.</summary>
public sealed record Validity
{
    /// <summary>Everything is a measurement.</summary>
    public static Validity Everything { get; } = new();

    /// <summary>Pixels that the detector's pixel mask marks as bad, in every frame. Null: none.</summary>
    public PixelSet? MaskedPixels { get; init; }

    /// <summary>Whether the maximum of the element type, unsigned or float, means "no data", as counting detectors store it.</summary>
    public bool MaximumIsNoData { get; init; }

    /// <summary>Flat scan index of the first frame that was recorded; those before it are blank and invalid.</summary>
    public long FirstRecorded { get; init; }

    /// <summary>
    /// Flat scan index behind the last frame that was recorded; those from there on are missing and invalid. Null: all are there.
    /// </summary>
    public long? RecordedFrames { get; init; }

    /// <summary>
    /// Runs of frames between the first and the last recorded one that are missing and invalid too, ascending, not touching: parts of a
    /// scan that were lost. Empty: none.
    /// </summary>
    public ImmutableArray<FrameRange> Missing { get; init; } = [];

    /// <summary>Whether every position of a scan was recorded.</summary>
    public bool IsComplete(long frameCount) => FirstRecorded == 0 && (RecordedFrames ?? frameCount) >= frameCount && Missing.IsEmpty;

    /// <summary>The runs of frames that were recorded, ascending.</summary>
    /// <param name="frameCount">Positions of the scan.</param>
    public IEnumerable<FrameRange> Recorded(long frameCount)
    {
        var start = FirstRecorded;
        foreach (var gap in Missing.Append(new FrameRange(Math.Min(RecordedFrames ?? frameCount, frameCount), 0)))
        {
            for (; start < gap.Start; start += int.MaxValue)
                yield return new(start, (int)Math.Min(gap.Start - start, int.MaxValue));
            start = gap.End;
        }
    }

    /// <summary>The same, but these runs of frames recorded and no others.</summary>
    /// <param name="runs">Runs of frames, ascending.</param>
    /// <param name="frameCount">Positions of the scan.</param>
    public Validity WithRecorded(IEnumerable<FrameRange> runs, long frameCount)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var missing = ImmutableArray.CreateBuilder<FrameRange>();
        long first = frameCount, end = -1;
        foreach (var run in runs.Where(static run => run.Count > 0))
        {
            if (end < 0)
                first = end = run.Start;
            for (; end < run.Start; end = missing[^1].End)
                missing.Add(new(end, (int)Math.Min(run.Start - end, int.MaxValue)));
            end = run.End;
        }

        return this with
        {
            FirstRecorded = first,
            RecordedFrames = end < 0 || end >= frameCount ? null : end,
            Missing = missing.ToImmutable(),
        };
    }

    /// <summary>Number of frames that were recorded.</summary>
    /// <param name="frameCount">Positions of the scan.</param>
    public long RecordedCount(long frameCount) =>
        Math.Max(Math.Min(RecordedFrames ?? frameCount, frameCount) - FirstRecorded - Missing.Sum(static gap => (long)gap.Count), 0);

    /// <summary>Whether a frame was recorded.</summary>
    /// <param name="frame">Flat scan index.</param>
    public bool IsRecorded(long frame)
    {
        if (frame < FirstRecorded || frame >= (RecordedFrames ?? long.MaxValue))
            return false;
        foreach (var gap in Missing)
        {
            if (frame >= gap.Start && frame < gap.End)
                return false;
        }

        return true;
    }
}
