using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>The frames of a stage that gives other positions than the source before it.</summary>
/// <param name="inner">Frames of the source before.</param>
/// <param name="whole">Positions of the stage whose frames are all among some of the source.</param>
/// <param name="touched">Positions of the stage of which some frame, or all there could be, are among some of the source, or that no frame
/// belongs to.</param>
/// <param name="count">Positions of the stage.</param>
internal sealed class MappedGrowth(IGrowth inner, Func<FrameSet, FrameSet> whole, Func<FrameSet, FrameSet> touched, long count) : IGrowth
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
        var arrived = whole(before.Arrived);
        var mapped = before with
        {
            Arrived = arrived,
            Readable = before.Readable.Equals(before.Arrived) ? arrived : whole(before.Readable),
            Lost = before.End is null ? touched(before.Lost) : FrameSet.First(count).Except(arrived),
            Total = count,
        };
        _last = mapped;
        return mapped;
    }
}
