using Ronchi.Engine;

namespace Ronchi.Signals.Nodes;

/// <summary>The image of a virtual detector: for each scan position the sum over its pixels, exact in integers.</summary>
/// <param name="Detector">The detector as it is written in commands: <c>disk:96,96,30</c>, <c>bf</c>, …</param>
public sealed record VirtualImageNode(string Detector) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var weights = RegionOf(Detector, cache.Scan, cache.Scan.Scan.Shape.Detector);
        return (await cache.Scan.VirtualImagesAsync([weights], partial: null, cancellationToken).ConfigureAwait(false))[0];
    }
}
