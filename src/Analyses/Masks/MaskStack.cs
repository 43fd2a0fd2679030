using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Masks;

/// <summary>
/// Masks that are multiplied with every frame: made when they are first needed, once for all workers, and laid out for each detector region
/// once.
/// </summary>
public sealed class MaskStack
{
    private readonly Lazy<(double[]? Real, Complex[]? Complex)> _weights;
    private readonly Lazy<ImmutableArray<PixelSet>> _supports;
    private readonly Layouts<float> _singles = new();
    private readonly Layouts<double> _doubles = new();

    private MaskStack(int count, Func<(double[]?, Complex[]?)> make)
    {
        Count = count;
        _weights = new(make, LazyThreadSafetyMode.ExecutionAndPublication);
        _supports = new(() => [.. Enumerable.Range(0, count).Select(SupportOf)]);
    }

    /// <summary>How many masks.</summary>
    public int Count { get; }

    /// <summary>Whether the weights are complex.</summary>
    public bool IsComplex => _weights.Value.Complex is not null;

    /// <summary>Real masks.</summary>
    /// <param name="factories">Each makes the weights of one mask, flat; called at most once.</param>
    /// <exception cref="ArgumentException">There is no mask.</exception>
    public static MaskStack Of(params IReadOnlyList<Func<float[]>> factories) =>
        Require(factories.Count) ?? new(factories.Count, () => (Array.ConvertAll(Join(factories), static weight => (double)weight), null));

    /// <summary>Real masks of f64 weights. They are rounded to f32 where results are f32 (<see cref="ApplyMasks"/>).</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{Func{float[]}})"/>
    public static MaskStack OfDoubles(params IReadOnlyList<Func<double[]>> factories) =>
        Require(factories.Count) ?? new(factories.Count, () => (Join(factories), null));

    /// <summary>Complex masks.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{Func{float[]}})"/>
    public static MaskStack OfComplex(params IReadOnlyList<Func<Complex[]>> factories) =>
        Require(factories.Count) ?? new(factories.Count, () => (null, Join(factories)));

    /// <summary>Real masks that <see cref="For"/> gives: <see cref="Count"/>, or twice as many for complex ones.</summary>
    public int RealCount => IsComplex ? 2 * Count : Count;

    /// <summary>
    /// Weights for one region: mask after mask, each region row-major; complex ones as twice as many masks, real and imaginary part in
    /// turn.
    /// </summary>
    /// <param name="region">Region of the detector.</param>
    /// <param name="isTransposed">Pixel after pixel instead, each with the weights of all masks.</param>
    /// <param name="masked">Pixels that weigh nothing. Null: none.</param>
    /// <exception cref="ArgumentException">A mask does not have the detector's pixels.</exception>
    public float[] For(DetectorRegion region, bool isTransposed = false, PixelSet? masked = null) =>
        For<float>(region, isTransposed, masked);

    /// <summary>Weights for one region that are not 0, in compressed sparse rows: a row for each real mask.</summary>
    /// <param name="region">Region of the detector.</param>
    /// <param name="isTransposed">A row for each pixel of the region instead (compressed sparse columns).</param>
    /// <param name="masked">Pixels that weigh nothing. Null: none.</param>
    /// <returns>Where each row begins, and last where all end; the pixel (or mask) of each weight; the weights.</returns>
    public (int[] Starts, int[] Places, float[] Weights) Sparse(
        DetectorRegion region, bool isTransposed = false, PixelSet? masked = null) =>
        Sparse<float>(region, isTransposed, masked);

    /// <summary>Share of weights that are not 0.</summary>
    public double Density(DetectorRegion region, PixelSet? masked = null) =>
        (double)Sparse(region, masked: masked).Weights.Length / Math.Max((long)RealCount * region.Pixels, 1);

    /// <summary>For each mask the pixels that have a weight.</summary>
    internal ImmutableArray<PixelSet> Supports => _supports.Value;

    /// <summary>As <see cref="For(DetectorRegion, bool, PixelSet?)"/>, with weights of either precision.</summary>
    internal TWeight[] For<TWeight>(DetectorRegion region, bool isTransposed, PixelSet? masked)
        where TWeight : unmanaged, INumber<TWeight>
        => Kept<TWeight>().Dense.GetOrAdd((region, isTransposed, masked), key => Layout<TWeight>(key.Region, key.IsTransposed, key.Masked));

    /// <summary>As <see cref="Sparse(DetectorRegion, bool, PixelSet?)"/>, with weights of either precision.</summary>
    internal (int[] Starts, int[] Places, TWeight[] Weights) Sparse<TWeight>(DetectorRegion region, bool isTransposed, PixelSet? masked)
        where TWeight : unmanaged, INumber<TWeight>
        => Kept<TWeight>().Sparse
            .GetOrAdd(
                (region, isTransposed, masked),
                key => Compress(For<TWeight>(key.Region, key.IsTransposed, key.Masked), key.IsTransposed ? key.Region.Pixels : RealCount));

    private Layouts<TWeight> Kept<TWeight>() => (Layouts<TWeight>)(typeof(TWeight) == typeof(float) ? (object)_singles : _doubles);

    private PixelSet SupportOf(int mask)
    {
        var (real, complex) = _weights.Value;
        var pixels = (real?.Length ?? complex!.Length) / Count;
        return PixelSet.From(
            pixels, pixel => real is not null ? real[(mask * pixels) + pixel] != 0 : complex![(mask * pixels) + pixel] != Complex.Zero);
    }

    private static (int[], int[], TWeight[]) Compress<TWeight>(TWeight[] weights, int rows)
        where TWeight : unmanaged, INumber<TWeight>
    {
        var width = rows == 0 ? 0 : weights.Length / rows;
        var starts = new int[rows + 1];
        List<int> places = [];
        List<TWeight> kept = [];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < width; i++)
            {
                if (TWeight.IsZero(weights[(row * width) + i]))
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
            : throw new ArgumentException(
                $"Masks of {string.Join(", ", masks.Select(static mask => mask.Length).Distinct())} pixels do not make a stack.");
    }

    private TWeight[] Layout<TWeight>(DetectorRegion region, bool isTransposed, PixelSet? masked)
        where TWeight : unmanaged, INumber<TWeight>
    {
        var (real, complex) = _weights.Value;
        var pixels = (int)region.Detector.Count;
        var length = (real?.Length ?? complex!.Length) / Count;
        if (length != pixels)
            throw new ArgumentException($"Masks of {length} pixels do not fit a detector of {region.Detector}.");
        var masks = RealCount;
        var weights = new TWeight[masks * region.Pixels];
        var whole = new TWeight[pixels];
        for (var mask = 0; mask < masks; mask++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                whole[pixel] = TWeight.CreateTruncating(masked is not null && masked[pixel] ? 0
                    : real is not null ? real[(mask * pixels) + pixel]
                    : mask % 2 == 0 ? complex![(mask / 2 * pixels) + pixel].Real : complex![(mask / 2 * pixels) + pixel].Imaginary);
            }

            region.Gather<TWeight>(whole, 1, weights.AsSpan(mask * region.Pixels));
        }

        return isTransposed ? Transpose(weights, masks, region.Pixels) : weights;
    }

    private static TWeight[] Transpose<TWeight>(TWeight[] weights, int masks, int pixels)
    {
        var transposed = new TWeight[weights.Length];
        for (var mask = 0; mask < masks; mask++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
                transposed[(pixel * masks) + mask] = weights[(mask * pixels) + pixel];
        }

        return transposed;
    }

    private sealed class Layouts<TWeight>
    {
        public ConcurrentDictionary<(DetectorRegion Region, bool IsTransposed, PixelSet? Masked), TWeight[]> Dense { get; } = new();

        public ConcurrentDictionary<(DetectorRegion Region, bool IsTransposed,
            PixelSet? Masked), (int[], int[], TWeight[])> Sparse { get; } =
            new();
    }
}
