using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Sums of pixels with an f32 or f64 weight each: products and sums in f64.</summary>
/// <remarks>
/// Lanes add in another order than a plain loop: expect 1e-13 of Σ|weight · pixel|. A NaN pixel spoils the sum even under weight 0.
/// </remarks>
public static unsafe class WeightedSum
{
    private const int Chunk = 512;

    /// <summary>Σ weight · pixel.</summary>
    /// <param name="pixels">One frame or a stretch of one.</param>
    /// <param name="weights">As many weights.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Of<T>(ReadOnlySpan<T> pixels, ReadOnlySpan<float> weights)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        double sum = 0;
        Add(pixels, weights, new Span<double>(ref sum));
        return sum;
    }

    /// <summary>Adds Σ weight · pixel for several sets of weights; each pixel is converted once.</summary>
    /// <param name="pixels">One frame.</param>
    /// <param name="weights">One set after another, each of as many weights as there are pixels.</param>
    /// <param name="sums">One per set; added to.</param>
    /// <exception cref="ArgumentException">There are not as many sets as sums.</exception>
    public static void Add<T>(ReadOnlySpan<T> pixels, ReadOnlySpan<float> weights, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long excluded = 0;
        Add<T, float, ExcludeNothing>(pixels, weights, default, sums, ref excluded);
    }

    /// <summary>
    /// As <see cref="Add{T}(ReadOnlySpan{T}, ReadOnlySpan{float}, Span{double})"/>, taking pixels that hold <paramref name="noData"/> for
    /// zero.
    /// </summary>
    /// <inheritdoc cref="Add{T}(ReadOnlySpan{T}, ReadOnlySpan{float}, Span{double})"/>
    /// <param name="pixels">One frame.</param>
    /// <param name="weights">One set after another, each of as many weights as there are pixels.</param>
    /// <param name="noData">The value that is no measurement, usually the type's maximum.</param>
    /// <param name="sums">One per set; added to.</param>
    /// <returns>Pixels that hold it, whatever their weights.</returns>
    public static long AddValid<T>(ReadOnlySpan<T> pixels, ReadOnlySpan<float> weights, T noData, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long excluded = 0;
        Add<T, float, ExcludeNoData>(pixels, weights, noData, sums, ref excluded);
        return excluded;
    }

    /// <inheritdoc cref="Add{T}(ReadOnlySpan{T}, ReadOnlySpan{float}, Span{double})"/>
    public static void Add<T>(ReadOnlySpan<T> pixels, ReadOnlySpan<double> weights, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long excluded = 0;
        Add<T, double, ExcludeNothing>(pixels, weights, default, sums, ref excluded);
    }

    /// <inheritdoc cref="AddValid{T}(ReadOnlySpan{T}, ReadOnlySpan{float}, T, Span{double})"/>
    public static long AddValid<T>(ReadOnlySpan<T> pixels, ReadOnlySpan<double> weights, T noData, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long excluded = 0;
        Add<T, double, ExcludeNoData>(pixels, weights, noData, sums, ref excluded);
        return excluded;
    }

    private static void Add<T, TWeight, TExclusion>(
        ReadOnlySpan<T> pixels, ReadOnlySpan<TWeight> weights, T noData, Span<double> sums, ref long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged
        where TExclusion : struct, IExclusion
    {
        if ((long)pixels.Length * sums.Length != weights.Length)
            throw new ArgumentException(
                $"{sums.Length} sums over {pixels.Length} pixels need as many weights each, not {weights.Length} in all.", nameof(weights));
        double* values = stackalloc double[Chunk];
        fixed (T* from = pixels)
        fixed (TWeight* weight = weights)
        {
            for (int i = 0; i < pixels.Length; i += Chunk)
            {
                int count = Math.Min(Chunk, pixels.Length - i);
                excluded += PixelDoubles.Convert<T, TExclusion>(from + i, count, noData, values);
                for (int k = 0; k < sums.Length; k++)
                {
                    TWeight* own = weight + ((long)k * pixels.Length) + i;
                    sums[k] += typeof(TWeight) == typeof(float)
                        ? PixelDoubles.Dot(values, (float*)own, count)
                        : PixelDoubles.Dot(values, (double*)own, count);
                }
            }
        }
    }
}
