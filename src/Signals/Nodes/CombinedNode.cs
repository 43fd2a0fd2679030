using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>Two images in one, in single precision: their mean, difference or ratio. A ratio by zero is no number.</summary>
/// <param name="Operation">How they are combined.</param>
/// <param name="First">The first image.</param>
/// <param name="Second">The second, over the same scan.</param>
public sealed record CombinedNode(CombinedOperation Operation, SignalNode First, SignalNode Second) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var (first, second) = (await cache.GetAsync(First, cancellationToken).ConfigureAwait(false), await cache.GetAsync(Second, cancellationToken).ConfigureAwait(false));
        var combination = Operation switch
        {
            CombinedOperation.Mean => ImageCombination.Mean,
            CombinedOperation.Difference => ImageCombination.Difference,
            _ => ImageCombination.Ratio,
        };
        float[] values = CombinedImage.Of(combination, first.Values, second.Values);
        return new(Operation.ToString().ToLowerInvariant(), ResultKind.Scan, ElementType.F32, first.Shape, values);
    }
}
