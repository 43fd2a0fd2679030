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

    private readonly ConcurrentDictionary<(DetectorRegion Region, bool IsTransposed, PixelSet? Masked), (int[], int[], float[])> _sparse = new();

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

    /// <summary>Weights for one region that are not 0, in compressed sparse rows: a row for each real mask.</summary>
    /// <param name="region">Region of the detector.</param>
    /// <param name="isTransposed">A row for each pixel of the region instead (compressed sparse columns).</param>
    /// <param name="masked">Pixels that weigh nothing. Null: none.</param>
    /// <returns>Where each row begins, and last where all end; the pixel (or mask) of each weight; the weights.</returns>
    public (int[] Starts, int[] Places, float[] Weights) Sparse(DetectorRegion region, bool isTransposed = false, PixelSet? masked = null) =>
        _sparse.GetOrAdd((region, isTransposed, masked), key => Compress(For(key.Region, key.IsTransposed, key.Masked), key.IsTransposed ? key.Region.Pixels : RealCount));

    /// <summary>Share of weights that are not 0.</summary>
    public double Density(DetectorRegion region, PixelSet? masked = null) =>
        (double)Sparse(region, masked: masked).Weights.Length / Math.Max((long)RealCount * region.Pixels, 1);

    private static (int[], int[], float[]) Compress(float[] weights, int rows)
    {
        var width = rows == 0 ? 0 : weights.Length / rows;
        var starts = new int[rows + 1];
        List<int> places = [];
        List<float> kept = [];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < width; i++)
            {
                if (weights[(row * width) + i] == 0)
                    continue;
                places.Add(i);
                kept.Add(weights[(row * width) + i]);
            }

            starts[row + 1] = places.Count;
        }

        return (starts, [.. places], [.. kept]);
    }

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
