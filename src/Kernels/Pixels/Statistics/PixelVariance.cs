using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Sum and sum of squared deviations of every pixel over frames: all that mean, variance and standard deviation need.</summary>
/// <remarks>
/// u8 and u16 are summed exactly, Σx and Σx² in u64: enough for 2³² frames. All other types go through <see cref="AddTile"/>:
/// a few frames at a time by their own mean, merged with
/// <see cref="Merge(long, ReadOnlySpan{double}, ReadOnlySpan{double}, long, Span{double}, Span{double})"/>, in f64 (Chan, Golub and LeVeque
/// 1983, doi:10.2307/2683386; Schubert and Gertz 2018, doi:10.1145/3221269.3223036). NaN in a pixel makes its results NaN and no others.
/// </remarks>
public static unsafe class PixelVariance
{
    internal const int FramesPerTouch = 4;

    // Two mean-and-deviation rows of f64 for so many pixels stay in the first-level cache.
    private const int Block = 512;

    /// <summary>Adds frames to exact sums and sums of squares.</summary>
    /// <typeparam name="T">byte or ushort.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="sums">Σx, one per pixel of a frame.</param>
    /// <param name="squares">Σx², one per pixel.</param>
    /// <exception cref="ArgumentException">The frames are not whole, the lengths differ, or the type is another.</exception>
    public static void AddExact<T>(ReadOnlySpan<T> frames, Span<ulong> sums, Span<ulong> squares)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (typeof(T) != typeof(byte) && typeof(T) != typeof(ushort))
            throw new ArgumentException($"Squares of {typeof(T).Name} are not summed exactly: only those of byte and ushort.");
        int count = Check(frames.Length, sums.Length, squares.Length);
        int pixels = sums.Length;
        fixed (T* first = frames)
        fixed (ulong* sum = sums)
        fixed (ulong* square = squares)
        {
            for (int from = 0; from < count; from += FramesPerTouch)
            {
                int some = Math.Min(FramesPerTouch, count - from);
                T* group = first + ((long)from * pixels);
                int done = 0;
                if (Avx512BW.IsSupported)
                    done = PixelVarianceAvx512.Add(group, some, pixels, sum, square);
                else if (Avx2.IsSupported)
                    done = PixelVarianceAvx2.Add(group, some, pixels, sum, square);
                PixelVarianceScalar.AddExact(group, some, pixels, done, sum, square);
            }
        }
    }

    /// <summary>Σ(x − mean)² from exact sums: nothing cancels, whatever the offset of the data.</summary>
    /// <param name="count">How many frames.</param>
    /// <param name="sum">Σx.</param>
    /// <param name="square">Σx².</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static double Deviation(long count, ulong sum, ulong square)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
            return 0;
        // As a rule 64 bits are enough.
        if (Math.BigMul((ulong)count, square, out ulong all) == 0 && sum <= uint.MaxValue)
            return (double)(all - (sum * sum)) / count;
        UInt128 numerator = ((UInt128)(ulong)count * square) - ((UInt128)sum * sum);
        return (double)numerator / count;
    }

    /// <summary>Adds frames to sums and sums of squared deviations in f64.</summary>
    /// <typeparam name="T">Element type; integers wider than 53 bits are rounded to f64 first.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="count">How many frames the results hold so far; raised.</param>
    /// <param name="sums">Σx, one per pixel of a frame.</param>
    /// <param name="deviations">Σ(x − mean)², one per pixel.</param>
    /// <exception cref="ArgumentException">The frames are not whole, or the lengths differ.</exception>
    public static void AddTile<T>(ReadOnlySpan<T> frames, ref long count, Span<double> sums, Span<double> deviations)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int added = Check(frames.Length, sums.Length, deviations.Length);
        int pixels = sums.Length;
        double* values = stackalloc double[FramesPerTouch * Block];
        fixed (T* first = frames)
        fixed (double* sum = sums)
        fixed (double* deviation = deviations)
        {
            for (int from = 0; from < added; from += FramesPerTouch)
            {
                int some = Math.Min(FramesPerTouch, added - from);
                for (int i = 0; i < pixels; i += Block)
                {
                    int length = Math.Min(Block, pixels - i);
                    for (int f = 0; f < some; f++)
                        PixelDoubles.Convert<T, ExcludeNothing>(
                            first + ((long)(from + f) * pixels) + i, length, default, values + (f * Block));
                    AddBlock(values, some, length, count, sum + i, deviation + i);
                }
                count += some;
            }
        }
    }

    /// <summary>Merges sums and sums of squared deviations of other frames of the same pixels into these.</summary>
    /// <remarks>With δ the difference of the means: Σ(x − mean)² = D₁ + D₂ + δ² · n₁n₂ / (n₁ + n₂).</remarks>
    /// <param name="otherCount">Frames of the others.</param>
    /// <param name="otherSums">Their Σx.</param>
    /// <param name="otherDeviations">Their Σ(x − mean)².</param>
    /// <param name="count">Frames of these.</param>
    /// <param name="sums">Their Σx; added to.</param>
    /// <param name="deviations">Their Σ(x − mean)²; added to.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Merge(
        long otherCount, ReadOnlySpan<double> otherSums, ReadOnlySpan<double> otherDeviations,
        long count, Span<double> sums, Span<double> deviations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(otherCount);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (sums.Length != deviations.Length || sums.Length != otherSums.Length || sums.Length != otherDeviations.Length)
            throw new ArgumentException(
                $"Statistics of {otherSums.Length} and {otherDeviations.Length} pixels cannot be merged into "
                + $"{sums.Length} and {deviations.Length}.",
                nameof(sums));
        if (otherCount == 0)
            return;
        if (count == 0)
        {
            otherSums.CopyTo(sums);
            otherDeviations.CopyTo(deviations);
            return;
        }
        double ours = 1.0 / count, theirs = 1.0 / otherCount, share = count * (otherCount / ((double)count + otherCount));
        for (int i = 0; i < sums.Length; i++)
        {
            double difference = (otherSums[i] * theirs) - (sums[i] * ours);
            sums[i] += otherSums[i];
            deviations[i] += otherDeviations[i] + (difference * difference * share);
        }
    }

    /// <summary>
    /// Up to eight frames of a block: their sum, then their deviations from their own mean, then the merge; all lanes alike.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(double* values, int some, int length, long count, double* sums, double* deviations)
    {
        double theirs = 1.0 / some, ours = count == 0 ? 0 : 1.0 / count, share = count * (some / ((double)count + some));
        int i = 0;
        for (; i + Vector256<double>.Count <= length; i += Vector256<double>.Count)
        {
            Vector256<double> sum = Vector256.Load(values + i);
            for (int f = 1; f < some; f++)
                sum += Vector256.Load(values + (f * Block) + i);
            Vector256<double> mean = sum * theirs, deviation = default;
            for (int f = 0; f < some; f++)
            {
                Vector256<double> distance = Vector256.Load(values + (f * Block) + i) - mean;
                deviation += distance * distance;
            }
            Vector256<double> old = Vector256.Load(sums + i), difference = mean - (old * ours);
            (old + sum).Store(sums + i);
            (Vector256.Load(deviations + i) + deviation + (difference * difference * share)).Store(deviations + i);
        }
        for (; i < length; i++)
        {
            double sum = values[i];
            for (int f = 1; f < some; f++)
                sum += values[(f * Block) + i];
            double mean = sum * theirs, deviation = 0;
            for (int f = 0; f < some; f++)
            {
                double distance = values[(f * Block) + i] - mean;
                deviation += distance * distance;
            }
            double difference = mean - (sums[i] * ours);
            sums[i] += sum;
            deviations[i] = deviations[i] + deviation + (difference * difference * share);
        }
    }

    private static int Check(int values, int pixels, int others)
    {
        if (pixels != others)
            throw new ArgumentException($"{pixels} sums but {others} sums of squares.", nameof(pixels));
        if (pixels == 0 ? values != 0 : values % pixels != 0)
            throw new ArgumentException($"{values} values do not make a whole number of frames of {pixels} pixels.", nameof(values));
        return pixels == 0 ? 0 : values / pixels;
    }
}
