using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>The frames of a stage that gives other positions than the source before it.</summary>
/// <remarks>
/// Where nobody knows how many frames will come, the stage gives what it would give of a scan that ended with what is there so far: no
/// frame that would be left out then.
/// </remarks>
/// <param name="inner">Frames of the source before.</param>
/// <param name="room">Scan of the source before.</param>
/// <param name="countOf">Positions of the stage behind such a scan that ends with another line.</param>
/// <param name="whole">Positions of the stage whose frames are all among some of the source.</param>
/// <param name="touched">Positions of the stage of which some frame, or all there could be, are among some of the source, or that no frame
/// belongs to.</param>
internal sealed class MappedGrowth(
    IGrowth inner, Extent room, Func<Extent, long> countOf, Func<FrameSet, FrameSet> whole, Func<FrameSet, FrameSet> touched) : IGrowth
{
    private Arrivals? _last;

    /// <inheritdoc/>
    public Arrivals Now => Of(inner.Now);

    /// <inheritdoc/>
    public long? Window => inner.Window;

    /// <inheritdoc/>
    public async Task<Arrivals> WaitAsync(long version, CancellationToken cancellationToken = default) =>
        Of(await inner.WaitAsync(version, cancellationToken).ConfigureAwait(false));

    private Arrivals Of(Arrivals before)
    {
        if (_last is { } last && last.Version == before.Version)
            return last;
        var positions = FrameSet.First(countOf(before.ScanSoFar(room)));
        var arrived = whole(before.Arrived).Intersect(positions);
        var mapped = before with
        {
            Arrived = arrived,
            Readable = before.Readable.Equals(before.Arrived) ? arrived : whole(before.Readable).Intersect(positions),
            Lost = before.End is null ? touched(before.Lost).Intersect(positions) : positions.Except(arrived),
            Total = before.Total is null ? null : positions.Count,
            OfData = before.OfData,
        };
        _last = mapped;
        return mapped;
    }
}
