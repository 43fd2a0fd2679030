using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Bins;

/// <summary>Sums and squares of the pixels in each bin, frame by frame.</summary>
public static unsafe class BinnedMoments
{
    /// <summary>Below this many frames the scalar loop is as fast.</summary>
    private const int FewFrames = 4;

    /// <summary>Adds Σx and Σx² of each bin of each frame, exactly.</summary>
    /// <typeparam name="T">byte or ushort.</typeparam>
    /// <param name="frames">Any number of frames, one after another; sixteen at a time are fastest.</param>
    /// <param name="bins">The bin of each pixel.</param>
    /// <param name="sums">Frame by frame, one for each bin.</param>
    /// <param name="squares">Frame by frame, one for each bin.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or the type is another.</exception>
    public static void AddExact<T>(ReadOnlySpan<T> frames, DetectorBins bins, Span<ulong> sums, Span<ulong> squares)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) != typeof(byte) && typeof(T) != typeof(ushort))
            throw new ArgumentException($"Squares of {typeof(T).Name} are not summed exactly here: only those of byte and ushort.");
        int count = Check(frames.Length, bins, sums.Length);
        if (squares.Length != sums.Length)
            throw new ArgumentException($"{squares.Length} squares do not fit {sums.Length} sums.", nameof(squares));
        fixed (T* from = frames)
        fixed (ulong* sum = sums)
        fixed (ulong* square = squares)
        {
            int done = 0;
            if (Avx512BW.IsSupported)
            {
                for (; count - done >= FewFrames; done += Math.Min(BinnedMomentsAvx512.Frames, count - done))
                    BinnedMomentsAvx512.Add(
                        from + ((long)done * bins.Pixels), Math.Min(BinnedMomentsAvx512.Frames, count - done),
                        bins, sum + ((long)done * bins.Count), square + ((long)done * bins.Count));
            }

            for (; done < count; done++)
                AddScalar(from + ((long)done * bins.Pixels), 0, bins, sum + ((long)done * bins.Count), square + ((long)done * bins.Count));
        }
    }

    /// <summary>Adds Σx of each bin of each frame.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact modulo 2⁶⁴), double for floats (1e-13 of
    /// Σ|x|).</typeparam>
    /// <param name="frames">Any number of frames, one after another.</param>
    /// <param name="bins">The bin of each pixel.</param>
    /// <param name="sums">Frame by frame, one for each bin.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void Add<T, TSum>(ReadOnlySpan<T> frames, DetectorBins bins, Span<TSum> sums)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        int count = Check(frames.Length, bins, sums.Length);
        for (int f = 0; f < count; f++)
        {
            var frame = frames.Slice(f * bins.Pixels, bins.Pixels);
            var sum = sums.Slice(f * bins.Count, bins.Count);
            for (int i = 0; i < frame.Length; i++)
            {
                int slot = bins.Slots[i];
                if (slot < sum.Length)
                    sum[slot] += TSum.CreateTruncating(frame[i]);
            }
        }
    }

    /// <summary>Adds Σx of each bin of one frame, without values equal to <paramref name="noData"/>.</summary>
    /// <inheritdoc cref="Add{T, TSum}"/>
    /// <param name="frame">One frame.</param>
    /// <param name="bins">The bin of each pixel.</param>
    /// <param name="sums">One for each bin.</param>
    /// <param name="noData">The value that is no measurement.</param>
    /// <param name="leftOut">One for each bin: counts the values that were left out.</param>
    public static void AddValid<T, TSum>(ReadOnlySpan<T> frame, DetectorBins bins, Span<TSum> sums, T noData, Span<long> leftOut)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        if (Check(frame.Length, bins, sums.Length) != 1 || leftOut.Length != sums.Length)
            throw new ArgumentException(
                $"{frame.Length} values are not one frame of {bins.Pixels} pixels, or there are not as many counts as bins.",
                nameof(frame));
        for (int i = 0; i < frame.Length; i++)
        {
            int slot = bins.Slots[i];
            if (slot >= sums.Length)
                continue;
            if (frame[i] == noData)
                leftOut[slot]++;
            else
                sums[slot] += TSum.CreateTruncating(frame[i]);
        }
    }

    /// <summary>Adds Σ(x − mean)² of each bin of one frame.</summary>
    /// <param name="frame">One frame.</param>
    /// <param name="bins">The bin of each pixel.</param>
    /// <param name="means">The mean of each bin.</param>
    /// <param name="deviations">One for each bin.</param>
    /// <param name="noData">The value that is no measurement, and left out; null: every value is one.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void AddDeviations<T>(
        ReadOnlySpan<T> frame, DetectorBins bins, ReadOnlySpan<double> means, Span<double> deviations, T? noData = null)
        where T : unmanaged, INumber<T>
    {
        if (Check(frame.Length, bins, deviations.Length) != 1 || means.Length != deviations.Length)
            throw new ArgumentException(
                $"{frame.Length} values are not one frame of {bins.Pixels} pixels, or there are not as many means as bins.", nameof(frame));
        for (int i = 0; i < frame.Length; i++)
        {
            int slot = bins.Slots[i];
            if (slot >= deviations.Length || (noData is { } none && frame[i] == none))
                continue;
            double deviation = double.CreateTruncating(frame[i]) - means[slot];
            deviations[slot] += deviation * deviation;
        }
    }

    /// <summary>From pixel <paramref name="first"/> to the end of one frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddScalar<T>(T* frame, int first, DetectorBins bins, ulong* sums, ulong* squares)
        where T : unmanaged
    {
        fixed (int* slots = bins.Slots)
        {
            int none = bins.Count;
            for (int i = first; i < bins.Pixels; i++)
            {
                if (slots[i] == none)
                    continue;
                ulong value = typeof(T) == typeof(byte) ? *(byte*)(frame + i) : *(ushort*)(frame + i);
                sums[slots[i]] += value;
                squares[slots[i]] += value * value;
            }
        }
    }

    private static int Check(int values, DetectorBins bins, int sums)
    {
        ArgumentNullException.ThrowIfNull(bins);
        int count = bins.Pixels == 0 ? 0 : values / bins.Pixels;
        if ((long)count * bins.Pixels != values)
            throw new ArgumentException($"{values} values do not make a whole number of frames of {bins.Pixels} pixels.", nameof(values));
        return (long)count * bins.Count == sums
            ? count
            : throw new ArgumentException(
                $"{count} frames and {bins.Count} bins need {(long)count * bins.Count} sums, not {sums}.", nameof(sums));
    }
}
