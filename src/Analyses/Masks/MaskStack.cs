using System.Collections.Concurrent;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Masks;

/// <summary>Masks that are multiplied with every frame: made when they are first needed, once for all workers, and laid out for each detector region once.</summary>
public sealed class MaskStack
{
    private readonly Lazy<(float[]? Real, Complex[]? Complex)> _weights;
    private readonly ConcurrentDictionary<(DetectorRegion Region, bool IsTransposed, PixelSet? Masked), float[]> _layouts = new();

    private MaskStack(int count, Func<(float[]?, Complex[]?)> make)
    {
        Count = count;
        _weights = new(make, LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>How many masks.</summary>
    public int Count { get; }

    /// <summary>Whether the weights are complex.</summary>
    public bool IsComplex => _weights.Value.Complex is not null;

    /// <summary>Real masks.</summary>
    /// <param name="factories">Each makes the weights of one mask, flat; called at most once.</param>
    /// <exception cref="ArgumentException">There is no mask.</exception>
    public static MaskStack Of(params IReadOnlyList<Func<float[]>> factories) => Require(factories.Count) ?? new(factories.Count, () => (Join(factories), null));

    /// <summary>Complex masks.</summary>
    /// <inheritdoc cref="Of"/>
    public static MaskStack OfComplex(params IReadOnlyList<Func<Complex[]>> factories) => Require(factories.Count) ?? new(factories.Count, () => (null, Join(factories)));

    /// <summary>Weights for one region: mask after mask, each region row-major; complex ones as twice as many masks, real and imaginary part in turn.</summary>
    /// <param name="region">Region of the detector.</param>
    /// <param name="isTransposed">Pixel after pixel instead, each with the weights of all masks.</param>
    /// <param name="masked">Pixels that weigh nothing. Null: none.</param>
    /// <exception cref="ArgumentException">A mask does not have the detector's pixels.</exception>
    public float[] For(DetectorRegion region, bool isTransposed = false, PixelSet? masked = null) =>
        _layouts.GetOrAdd((region, isTransposed, masked), key => Layout(key.Region, key.IsTransposed, key.Masked));

    /// <summary>Real masks that <see cref="For"/> gives: <see cref="Count"/>, or twice as many for complex ones.</summary>
    public int RealCount => IsComplex ? 2 * Count : Count;

    private static MaskStack? Require(int count) => count > 0 ? null : throw new ArgumentException("A stack holds at least one mask.");

    private static T[] Join<T>(IReadOnlyList<Func<T[]>> factories)
    {
        var masks = factories.Select(static make => make()).ToArray();
        return Array.TrueForAll(masks, mask => mask.Length == masks[0].Length)
            ? [.. masks.SelectMany(static mask => mask)]
            : throw new ArgumentException($"Masks of {string.Join(", ", masks.Select(static mask => mask.Length).Distinct())} pixels make no stack.");
    }

    private float[] Layout(DetectorRegion region, bool isTransposed, PixelSet? masked)
    {
        var (real, complex) = _weights.Value;
        var pixels = (int)region.Detector.Count;
        var length = (real?.Length ?? complex!.Length) / Count;
        if (length != pixels)
            throw new ArgumentException($"Masks of {length} pixels do not fit a detector of {region.Detector}.");
        var masks = RealCount;
        var weights = new float[masks * region.Pixels];
        var whole = new float[pixels];
        for (var mask = 0; mask < masks; mask++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                whole[pixel] = masked is not null && masked[pixel] ? 0
                    : real is not null ? real[(mask * pixels) + pixel]
                    : (float)(mask % 2 == 0 ? complex![(mask / 2 * pixels) + pixel].Real : complex![(mask / 2 * pixels) + pixel].Imaginary);
            }

            region.Gather<float>(whole, 1, weights.AsSpan(mask * region.Pixels));
        }

        return isTransposed ? Transpose(weights, masks, region.Pixels) : weights;
    }

    private static float[] Transpose(float[] weights, int masks, int pixels)
    {
        var transposed = new float[weights.Length];
        for (var mask = 0; mask < masks; mask++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
                transposed[(pixel * masks) + mask] = weights[(mask * pixels) + pixel];
        }

        return transposed;
    }
}
