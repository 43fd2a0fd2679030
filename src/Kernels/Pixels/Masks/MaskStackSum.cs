using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Weighted sums of several frames under a stack of masks: the matrix product frames · weightsᵀ.</summary>
/// <remarks>
/// <para>Frames are [F × P], weights [M × P], sums [F × M], all row by row. Sums are added to, so that the parts of a frame can come one
/// after another.</para>
/// <para>
/// With f32 weights, pixels that f32 holds exactly (u8, i8, u16, i16, f32) are multiplied and added in f32 for at most 512 pixels at a
/// time, then in f64: expect 1e-6 of Σ|weight · pixel|, never more than 2e-6, and the exact sum for integer pixels under weights of 0 and
/// ±1. Wider pixels, and all pixels under f64 weights, take f64 throughout: 1e-13. A NaN pixel spoils the sum even under weight 0.
/// </para>
/// </remarks>
public static unsafe class MaskStackSum
{
    private const int Chunk = 512;

    /// <summary>Adds Σ weight · pixel for every frame and mask.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">Any number of frames, or of equal stretches of frames, one after another.</param>
    /// <param name="pixels">Pixels of each.</param>
    /// <param name="weights">Mask <c>k</c> begins at <c>k · weightStride</c>.</param>
    /// <param name="weightStride">Weights from one mask to the next; more than <paramref name="pixels"/> where the frames are
    /// stretches.</param>
    /// <param name="masks">How many masks.</param>
    /// <param name="sums">Frame by frame, one per mask.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void Add<T>(
        ReadOnlySpan<T> frames, int pixels, ReadOnlySpan<float> weights, int weightStride, int masks, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int count = Check(frames.Length, pixels, weights.Length, weightStride, masks, sums.Length);
        fixed (T* from = frames)
        fixed (float* weight = weights)
        fixed (double* to = sums)
        {
            int done = 0;
            if (PixelSingles.Hold<T>())
            {
                if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
                    done = MaskStackSumAvx512.Add(from, count, pixels, weight, weightStride, masks, to);
                else if (Avx2.IsSupported && Fma.IsSupported)
                    done = MaskStackSumAvx2.Add(from, count, pixels, weight, weightStride, masks, to);
            }
            if (done < pixels)
                AddInDoubles(from, count, pixels, done, weight, weightStride, masks, to);
        }
    }

    /// <inheritdoc cref="Add{T}(ReadOnlySpan{T}, int, ReadOnlySpan{float}, int, int, Span{double})"/>
    public static void Add<T>(
        ReadOnlySpan<T> frames, int pixels, ReadOnlySpan<double> weights, int weightStride, int masks, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int count = Check(frames.Length, pixels, weights.Length, weightStride, masks, sums.Length);
        fixed (T* from = frames)
        fixed (double* weight = weights)
        fixed (double* to = sums)
            AddInDoubles(from, count, pixels, 0, weight, weightStride, masks, to);
    }

    /// <summary>As the other forms, with weights whose type is a type parameter: float or double.</summary>
    /// <inheritdoc cref="Add{T}(ReadOnlySpan{T}, int, ReadOnlySpan{float}, int, int, Span{double})"/>
    public static void Add<T, TWeight>(
        ReadOnlySpan<T> frames, int pixels, ReadOnlySpan<TWeight> weights, int weightStride, int masks, Span<double> sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged
    {
        if (typeof(TWeight) == typeof(float))
            Add(frames, pixels, MemoryMarshal.Cast<TWeight, float>(weights), weightStride, masks, sums);
        else if (typeof(TWeight) == typeof(double))
            Add(frames, pixels, MemoryMarshal.Cast<TWeight, double>(weights), weightStride, masks, sums);
        else
            throw new ArgumentException($"Weights are float or double, not {typeof(TWeight).Name}.", nameof(weights));
    }

    /// <summary>
    /// Turns a stack of complex masks into one of twice as many real masks: mask 2k the real, 2k + 1 the imaginary part of mask k.
    /// </summary>
    /// <remarks>
    /// The sums [F × 2M] of the result are then the complex sums [F × M] with real and imaginary part side by side, as
    /// <see cref="Complex"/> lies in memory.
    /// </remarks>
    /// <typeparam name="TWeight">Type of the parts: float or double.</typeparam>
    /// <param name="complex">[M × P] pairs of real and imaginary part.</param>
    /// <param name="pixels">P.</param>
    /// <param name="weights">[2M × P].</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void SplitComplex<TWeight>(ReadOnlySpan<TWeight> complex, int pixels, Span<TWeight> weights)
        where TWeight : unmanaged, IBinaryFloatingPointIeee754<TWeight>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        if (complex.Length != weights.Length || (pixels == 0 ? complex.Length != 0 : complex.Length % (2L * pixels) != 0))
            throw new ArgumentException(
                $"{complex.Length} parts of complex masks of {pixels} pixels do not become {weights.Length} real weights.",
                nameof(weights));
        for (; !complex.IsEmpty; complex = complex[(2 * pixels)..], weights = weights[(2 * pixels)..])
        {
            for (int i = 0; i < pixels; i++)
            {
                weights[i] = complex[2 * i];
                weights[pixels + i] = complex[(2 * i) + 1];
            }
        }
    }

    /// <summary>All types by way of f64 in the first-level cache; also adds what is left behind whole vectors.</summary>
    private static void AddInDoubles<T, TWeight>(
        T* frames, int count, int pixels, int from, TWeight* weights, int weightStride, int masks, double* sums)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TWeight : unmanaged
    {
        double* values = stackalloc double[Chunk];
        for (int f = 0; f < count; f++, frames += pixels, sums += masks)
        {
            for (int i = from; i < pixels; i += Chunk)
            {
                int length = Math.Min(Chunk, pixels - i);
                PixelDoubles.Convert<T, ExcludeNothing>(frames + i, length, default, values);
                for (int k = 0; k < masks; k++)
                {
                    TWeight* weight = weights + ((long)k * weightStride) + i;
                    sums[k] += typeof(TWeight) == typeof(float)
                        ? PixelDoubles.Dot(values, (float*)weight, length)
                        : PixelDoubles.Dot(values, (double*)weight, length);
                }
            }
        }
    }

    private static int Check(int values, int pixels, int weights, int weightStride, int masks, int sums)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        ArgumentOutOfRangeException.ThrowIfNegative(masks);
        ArgumentOutOfRangeException.ThrowIfNegative(weightStride);
        if (pixels == 0 ? values != 0 : values % pixels != 0)
            throw new ArgumentException($"{values} values do not make a whole number of frames of {pixels} pixels.", nameof(values));
        if (masks > 0 && ((long)(masks - 1) * weightStride) + pixels > weights)
            throw new ArgumentException(
                $"{masks} masks {weightStride} weights apart, for {pixels} pixels each, do not fit into {weights} weights.",
                nameof(weights));
        int count = pixels == 0 ? 0 : values / pixels;
        if (pixels != 0 && (long)count * masks != sums)
            throw new ArgumentException($"{count} frames and {masks} masks need {(long)count * masks} sums, not {sums}.", nameof(sums));
        return count;
    }
}
