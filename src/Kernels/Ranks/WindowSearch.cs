using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Ranks;

/// <summary>Finds the pixels of a frame whose values lie in a window of their own.</summary>
public static unsafe class WindowSearch
{
    private const int StripBytes = 512;

    /// <summary>Lists them.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TKey">The signed integer of its width, <see cref="OrderedKey"/>.</typeparam>
    /// <param name="values">One value a pixel.</param>
    /// <param name="lowest">The smallest key inside; a window whose lowest key exceeds the highest is empty.</param>
    /// <param name="highest">The largest key inside.</param>
    /// <param name="found">Numbers of the pixels, ascending; as long as <paramref name="values"/>.</param>
    /// <returns>How many were found.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [SkipLocalsInit]
    public static int Find<T, TKey>(ReadOnlySpan<T> values, ReadOnlySpan<TKey> lowest, ReadOnlySpan<TKey> highest, Span<int> found)
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        if (lowest.Length != values.Length || highest.Length != values.Length || found.Length < values.Length)
            throw new ArgumentException(
                $"{lowest.Length} and {highest.Length} limits and room for {found.Length} do not fit {values.Length} values.",
                nameof(values));
        int strip = StripBytes / sizeof(TKey), count = 0;
        TKey* keys = stackalloc TKey[strip];
        fixed (TKey* low = lowest)
        fixed (TKey* high = highest)
        fixed (int* to = found)
        {
            for (int from = 0; from < values.Length; from += strip)
            {
                int length = Math.Min(strip, values.Length - from);
                OrderedKey.Of(values.Slice(from, length), new Span<TKey>(keys, length));
                count = Strip(keys, length, low + from, high + from, from, to, count);
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Strip<TKey>(TKey* keys, int length, TKey* low, TKey* high, int first, int* found, int count)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        int i = 0;
        for (; Vector512.IsHardwareAccelerated && i + Vector512<TKey>.Count <= length; i += Vector512<TKey>.Count)
        {
            Vector512<TKey> key = Vector512.Load(keys + i);
            ulong inside = Vector512.ExtractMostSignificantBits(
                Vector512.GreaterThanOrEqual(key, Vector512.Load(low + i)) & Vector512.LessThanOrEqual(key, Vector512.Load(high + i)));
            for (; inside != 0; inside &= inside - 1)
                found[count++] = first + i + BitOperations.TrailingZeroCount(inside);
        }

        for (; !Vector512.IsHardwareAccelerated && i + Vector256<TKey>.Count <= length; i += Vector256<TKey>.Count)
        {
            Vector256<TKey> key = Vector256.Load(keys + i);
            uint inside = Vector256.ExtractMostSignificantBits(
                Vector256.GreaterThanOrEqual(key, Vector256.Load(low + i)) & Vector256.LessThanOrEqual(key, Vector256.Load(high + i)));
            for (; inside != 0; inside &= inside - 1)
                found[count++] = first + i + BitOperations.TrailingZeroCount(inside);
        }

        for (; i < length; i++)
        {
            if (keys[i] >= low[i] && keys[i] <= high[i])
                found[count++] = first + i;
        }

        return count;
    }
}
