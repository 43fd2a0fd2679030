using System.Numerics;
using System.Runtime.CompilerServices;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Kernels.Sparse;

/// <summary>What mean and variance of every pixel over sparse frames need; pixels that are not stored count as zeros.</summary>
public static unsafe class CsrVariance
{
    /// <summary>
    /// Adds frames to exact sums and sums of squares; zeros add nothing. <see cref="PixelVariance.Deviation"/> makes variances of them.
    /// </summary>
    /// <typeparam name="T">byte or ushort.</typeparam>
    /// <param name="frames">The frames.</param>
    /// <param name="sums">Σx, one per pixel.</param>
    /// <param name="squares">Σx², one per pixel.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or the type is another.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddExact<T>(in CsrFrames<T> frames, Span<ulong> sums, Span<ulong> squares)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (typeof(T) != typeof(byte) && typeof(T) != typeof(ushort))
            throw new ArgumentException($"Squares of {typeof(T).Name} are not summed exactly: only those of byte and ushort.");
        Check(frames.Pixels, sums.Length, squares.Length);
        (int from, int count) = frames.Used.GetOffsetAndLength(frames.Values.Length);
        fixed (T* values = frames.Values)
        fixed (int* columns = frames.Columns)
        fixed (ulong* sum = sums)
        fixed (ulong* square = squares)
        {
            for (int i = from; i < from + count; i++)
            {
                ulong value = ulong.CreateTruncating(values[i]);
                sum[columns[i]] += value;
                square[columns[i]] += value * value;
            }
        }
    }

    /// <summary>
    /// Sums and sums of squared deviations of these frames alone; <see cref="PixelVariance.Merge"/> adds them to those of others.
    /// </summary>
    /// <remarks>Two passes over the stored values: deviations from the mean, then mean² for every zero that is not stored.</remarks>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="frames">The frames.</param>
    /// <param name="sums">Σx, one per pixel; overwritten.</param>
    /// <param name="deviations">Σ(x − mean)², one per pixel; overwritten.</param>
    /// <param name="stored">How often each pixel is stored; overwritten.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfTile<T>(in CsrFrames<T> frames, Span<double> sums, Span<double> deviations, Span<int> stored)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Check(frames.Pixels, sums.Length, deviations.Length);
        Check(frames.Pixels, sums.Length, stored.Length);
        sums.Clear();
        deviations.Clear();
        stored.Clear();
        if (frames.Count == 0)
            return;
        (int from, int count) = frames.Used.GetOffsetAndLength(frames.Values.Length);
        double one = 1.0 / frames.Count;
        fixed (T* values = frames.Values)
        fixed (int* columns = frames.Columns)
        fixed (double* sum = sums)
        fixed (double* deviation = deviations)
        fixed (int* times = stored)
        {
            for (int i = from; i < from + count; i++)
            {
                sum[columns[i]] += double.CreateTruncating(values[i]);
                times[columns[i]]++;
            }
            for (int i = from; i < from + count; i++)
            {
                double distance = double.CreateTruncating(values[i]) - (sum[columns[i]] * one);
                deviation[columns[i]] += distance * distance;
            }
            for (int i = 0; i < frames.Pixels; i++)
            {
                double mean = sum[i] * one;
                deviation[i] += mean * mean * (frames.Count - times[i]);
            }
        }
    }

    private static void Check(int pixels, int sums, int others)
    {
        if (sums != pixels || others != pixels)
            throw new ArgumentException($"{pixels} pixels but {sums} and {others} results.", nameof(pixels));
    }
}
