using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>Sums of 64-bit integers that do not wrap: the lower and the upper 32 bits are added apart, and joined at the end.</summary>
/// <remarks>
/// Both halves hold 2³¹ values of any size, and halves of parts of the data are added like any other sums. Slower than
/// <see cref="PixelSum"/>, whose 64-bit sums are enough for narrower types.
/// </remarks>
public static class SplitSum
{
    /// <summary>Whether sums of a type can pass 64 bits: u64 and i64.</summary>
    public static bool Needs<T>() => typeof(T) == typeof(ulong) || typeof(T) == typeof(long);

    /// <summary>The sum that two halves make.</summary>
    /// <param name="low">Σ of the lower 32 bits.</param>
    /// <param name="high">Σ of the upper 32 bits, signed for signed integers.</param>
    public static Int128 Join(ulong low, long high) => ((Int128)high << 32) + low;

    /// <summary>Adds frames to the sums of each pixel.</summary>
    /// <typeparam name="T">An integer type.</typeparam>
    /// <param name="frames">Any number of whole frames, one after another.</param>
    /// <param name="low">Lower halves, one per pixel of a frame.</param>
    /// <param name="high">Upper halves, one per pixel.</param>
    /// <param name="noData">The value that is no measurement and is left out; null: every value is one.</param>
    /// <returns>Values that were left out.</returns>
    /// <exception cref="ArgumentException">The frames are not whole, or the lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Add<T>(ReadOnlySpan<T> frames, Span<ulong> low, Span<long> high, T? noData = null)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int pixels = low.Length;
        Check(pixels, high.Length);
        if (pixels == 0 ? frames.Length != 0 : frames.Length % pixels != 0)
            throw new ArgumentException($"{frames.Length} values do not make a whole number of frames of {pixels} pixels.", nameof(frames));
        long excluded = 0;
        for (; !frames.IsEmpty; frames = frames[pixels..])
        {
            for (int i = 0; i < pixels; i++)
            {
                if (noData is { } none && frames[i] == none)
                    excluded++;
                else
                    Add(frames[i], ref low[i], ref high[i]);
            }
        }

        return excluded;
    }

    /// <summary>Adds one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(T value, ref ulong low, ref long high)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (T.IsZero(T.MinValue))
        {
            ulong bits = ulong.CreateTruncating(value);
            low += (uint)bits;
            high += (long)(bits >> 32);
        }
        else
        {
            long bits = long.CreateTruncating(value);
            low += (uint)bits;
            high += bits >> 32;
        }
    }

    /// <summary>Sum of the pixels under a mask.</summary>
    /// <typeparam name="T">An integer type.</typeparam>
    /// <param name="pixels">One frame.</param>
    /// <param name="mask">Bitmap of at least as many bits (<see cref="BitMask"/>).</param>
    /// <param name="noData">The value that is no measurement and is left out; null: every value is one.</param>
    /// <param name="excluded">Pixels under the mask that hold it are added.</param>
    /// <exception cref="ArgumentException">The mask is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Int128 Of<T>(ReadOnlySpan<T> pixels, ReadOnlySpan<byte> mask, T? noData, ref long excluded)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (mask.Length < BitMask.Bytes(pixels.Length))
            throw new ArgumentException(
                $"{pixels.Length} pixels need {BitMask.Bytes(pixels.Length)} bytes, not {mask.Length}.", nameof(mask));
        ulong low = 0;
        long high = 0;
        for (int from = 0; from < pixels.Length; from += 8)
        {
            int width = Math.Min(8, pixels.Length - from);
            for (uint bits = mask[from / 8] & (0xFFu >> (8 - width)); bits != 0; bits &= bits - 1)
            {
                T value = pixels[from + BitOperations.TrailingZeroCount(bits)];
                if (noData is { } none && value == none)
                    excluded++;
                else
                    Add(value, ref low, ref high);
            }
        }

        return Join(low, high);
    }

    private static void Check(int low, int high)
    {
        if (low != high)
            throw new ArgumentException($"{low} pixels but {high} sums.", nameof(high));
    }
}
