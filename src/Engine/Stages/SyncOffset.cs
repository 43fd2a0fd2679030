using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>
/// Shifts frames against the scan: a positive offset skips frames at the start, a negative one puts blank positions before them.
/// </summary>
/// <remarks>
/// Positions without a frame are blank: no UDF sees them, and results mark them invalid (LiberTEM leaves them valid zeros).
/// </remarks>
public sealed class SyncOffset : SourceStage
{
    private readonly long _offset;

    /// <summary>Shifts a source.</summary>
    /// <param name="inner">The source; disposed with the stage.</param>
    /// <param name="offset">Frames to skip, or negated blank positions; its size is smaller than the number of frames.</param>
    /// <exception cref="ArgumentException">The offset leaves no frame.</exception>
    public SyncOffset(IFrameSource inner, long offset)
        : base(inner)
    {
        var frames = inner.Shape.FrameCount;
        if (offset <= -frames || offset >= frames)
            throw new ArgumentException(
                $"--sync-offset {offset} leaves none of the {Counted.Of(frames, "frame")}: choose one from {1 - frames} to {frames - 1}.",
                nameof(offset));
        _offset = offset;
        Validity = inner.Validity.WithRecorded(Shifted(FrameSet.Of(inner.Validity.Recorded(frames))).Runs, frames);
        if (inner.Growth is { } growth)
            Growth = new MappedGrowth(
                growth, inner.Shape.Scan, static scan => scan.Count, Shifted, lost => Shifted(lost).Union(Blank()));
        Info = Noting(offset > 0
            ? $"sync offset {offset}: {Ends(offset, "first", "frame")} skipped, {Ends(offset, "last", "position")} blank."
            : $"sync offset {offset}: {Ends(-offset, "first", "position")} blank, {Ends(-offset, "last", "frame")} left out.");
    }

    private static string Ends(long count, string end, string thing) =>
        $"the {end} {Counted.Of(count, thing)} {(count == 1 ? "is" : "are")}";

    /// <inheritdoc/>
    public override Validity Validity { get; }

    /// <inheritdoc/>
    public override IGrowth? Growth { get; }

    /// <inheritdoc/>
    public override SourceInfo Info { get; }

    /// <inheritdoc/>
    public override ITileReader OpenReader(TileRequest request) => new Reader(Inner.OpenReader(request), Shape.FrameCount, _offset);

    private FrameSet Shifted(FrameSet before) => FrameSet.Of(before.Runs.Select(run =>
    {
        var (start, end) = (Math.Clamp(run.Start - _offset, 0, Shape.FrameCount), Math.Clamp(run.End - _offset, 0, Shape.FrameCount));
        return new FrameRange(start, (int)(end - start));
    }));

    private FrameSet Blank() => FrameSet.First(Shape.FrameCount).Except(Shifted(FrameSet.First(Shape.FrameCount)));

    private sealed class Reader(ITileReader inner, long frames, long offset) : ITileReader
    {
        public void Seek(FrameRange range)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(range.Start, Math.Max(-offset, 0), nameof(range));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(range.End, frames - Math.Max(offset, 0), nameof(range));
            inner.Seek(new(range.Start + offset, range.Count));
        }

        public bool TrySeek(FrameRange range) => inner.TrySeek(new(range.Start + offset, range.Count));

        public bool TryRead(out Tile tile)
        {
            if (!inner.TryRead(out tile))
                return false;
            tile = tile.At(tile.Frames.Start - offset);
            return true;
        }

        public void Dispose() => inner.Dispose();
    }
}
