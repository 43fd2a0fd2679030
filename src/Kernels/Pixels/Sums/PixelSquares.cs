using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ronchi.Kernels.Pixels;

/// <summary>The sum of squares of a span of small unsigned integers, exactly.</summary>
public static class PixelSquares
{
    /// <summary>Whether squares of a type are summed exactly here: u8 and u16.</summary>
    public static bool Takes<T>() => typeof(T) == typeof(byte) || typeof(T) == typeof(ushort);

    /// <summary>Σ value²; exact for up to 2³² values.</summary>
    /// <typeparam name="T">u8 or u16.</typeparam>
    /// <exception cref="ArgumentException">It is another type.</exception>
    public static ulong Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
            return Of(MemoryMarshal.Cast<T, byte>(values));
        return typeof(T) == typeof(ushort)
            ? Of(MemoryMarshal.Cast<T, ushort>(values))
            : throw new ArgumentException($"Squares of {typeof(T).Name} are not summed exactly: u8 and u16 are.", nameof(values));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Of(ReadOnlySpan<ushort> values)
    {
        ulong sum = 0;
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<ulong> a = default, b = default;
            for (; i + Vector<ushort>.Count <= values.Length; i += Vector<ushort>.Count)
            {
                Vector.Widen(new Vector<ushort>(values[i..]), out var low, out var high);
                Add(low * low, ref a, ref b);   // 65535² is less than 2³²
                Add(high * high, ref a, ref b);
            }

            sum = Vector.Sum(a + b);
        }

        foreach (var value in values[i..])
            sum += (uint)value * value;
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Of(ReadOnlySpan<byte> values)
    {
        ulong sum = 0;
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<ulong> a = default, b = default;
            for (; i + Vector<byte>.Count <= values.Length; i += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(values[i..]), out var low, out var high);
                Vector.Widen(low * low, out var first, out var second);   // 255² is less than 2¹⁶
                Vector.Widen(high * high, out var third, out var fourth);
                Add(first + second + third + fourth, ref a, ref b);
            }

            sum = Vector.Sum(a + b);
        }

        foreach (var value in values[i..])
            sum += (uint)(value * value);
        return sum;
    }

    private static void Add(Vector<uint> squares, ref Vector<ulong> a, ref Vector<ulong> b)
    {
        Vector.Widen(squares, out var low, out var high);
        a += low;
        b += high;
    }
}
