using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ronchi.Kernels.Ranks;

/// <summary>
/// Values as signed integers of the same width and in the same order, so that ranks of every element type are found by the same
/// comparisons.
/// </summary>
/// <remarks>
/// Unsigned integers have the highest bit turned; negative floats all bits but the sign. NaN has the largest key, whatever its sign.
/// </remarks>
public static class OrderedKey
{
    /// <summary>The keys of some values.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TKey">The signed integer of its width.</typeparam>
    /// <param name="values">Values.</param>
    /// <param name="keys">As many keys; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths or the widths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Of<T, TKey>(ReadOnlySpan<T> values, Span<TKey> keys)
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        if (sizeof(T) != sizeof(TKey) || values.Length != keys.Length)
            throw new ArgumentException(
                $"{keys.Length} keys of {sizeof(TKey)} bytes do not fit {values.Length} values of {sizeof(T)} bytes.", nameof(keys));
        fixed (T* from = values)
        fixed (TKey* to = keys)
        {
            int i = 0;
            for (; Vector.IsHardwareAccelerated && i + Vector<T>.Count <= values.Length; i += Vector<T>.Count)
                Lanes<T, TKey>(Vector.Load(from + i)).Store(to + i);
            for (; i < values.Length; i++)
                to[i] = Of<T, TKey>(from[i]);
        }
    }

    /// <summary>The key of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey Of<T, TKey>(T value)
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        if (T.IsNaN(value))
            return TKey.MaxValue;
        TKey bits = Unsafe.BitCast<T, TKey>(value);
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            return TKey.IsNegative(bits) ? bits ^ TKey.MaxValue : bits;
        return IsUnsigned<T>() ? bits ^ TKey.MinValue : bits;
    }

    /// <summary>The value of a key, as f64.</summary>
    public static double Value<T, TKey>(TKey key)
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            key = TKey.IsNegative(key) ? key ^ TKey.MaxValue : key;
        else if (IsUnsigned<T>())
            key ^= TKey.MinValue;
        return double.CreateTruncating(Unsafe.BitCast<TKey, T>(key));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<TKey> Lanes<T, TKey>(Vector<T> value)
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        Vector<TKey> bits = value.As<T, TKey>();
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            Vector<TKey> turned = bits ^ (Vector.LessThan(bits, Vector<TKey>.Zero) & new Vector<TKey>(TKey.MaxValue));
            return Vector.ConditionalSelect(Vector.Equals(value, value).As<T, TKey>(), turned, new Vector<TKey>(TKey.MaxValue));
        }

        return IsUnsigned<T>() ? bits ^ new Vector<TKey>(TKey.MinValue) : bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsUnsigned<T>() =>
        typeof(T) == typeof(byte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint) || typeof(T) == typeof(ulong);
}
