using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>Two images in one, f32 of f32 images, else f64: their mean, difference or ratio. A ratio by zero is no number.</summary>
/// <param name="Combination">How they are combined.</param>
/// <param name="First">The first image.</param>
/// <param name="Second">The second, over the same scan.</param>
public sealed record CombinedNode(ImageCombination Combination, SignalNode First, SignalNode Second) : SignalNode
{
    /// <summary>Two images, combined as a text says: mean, difference or ratio.</summary>
    /// <exception cref="FormatException">It says something else.</exception>
    public static CombinedNode Named(string combination, SignalNode first, SignalNode second) => new(CombinedImage.Parse(combination), first, second);

    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var (first, second) = (await cache.GetAsync(First, cancellationToken).ConfigureAwait(false), await cache.GetAsync(Second, cancellationToken).ConfigureAwait(false));
        if (first.Shape != second.Shape)
            throw new ArgumentException($"Images over {first.Shape} and {second.Shape} cannot be combined.");
        var values = CombinedImage.Of(Combination, first.ToDoubles(), second.ToDoubles());
        return ResultArray.OfReals(Combination.ToString().ToLowerInvariant(), ResultKind.Scan, CombinedImage.TypeOf(first.ElementType, second.ElementType), first.Shape, values);
    }
}
