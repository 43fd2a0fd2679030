using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="PixelLogSum"/> in 256 bits for at most four frames; returns how many pixels it did: all whole vectors, none of types wider
/// than 32 bits.
/// </summary>
internal static unsafe class PixelLogSumAvx2
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Add<T>(T* frames, int count, int pixels, T* minima, double* sums)
        where T : unmanaged
    {
        if (!PixelSingles.Hold<T>())
            return 0;
        int i = 0;
        for (; i + 8 <= pixels; i += 8)
        {
            Vector256<float> product = Vector256<float>.One;
            Vector256<float> logarithm = default;
            T* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector256<float> value = PixelSingles.Load256(p) - Minimum(minima[f]) + Vector256<float>.One;
                // 2¹⁶ to the fourth power is far inside f32; a float has any size.
                if (typeof(T) == typeof(float))
                    logarithm += Vector256.Log(value);
                else
                    product *= value;
            }
            if (typeof(T) != typeof(float))
                logarithm = Vector256.Log(product);
            (Vector256.Load(sums + i) + Vector256.WidenLower(logarithm)).Store(sums + i);
            (Vector256.Load(sums + i + 4) + Vector256.WidenUpper(logarithm)).Store(sums + i + 4);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Minimum<T>(T minimum)
        where T : unmanaged
        => Vector256.Create(
            typeof(T) == typeof(byte) ? (byte)(object)minimum
            : typeof(T) == typeof(sbyte) ? (sbyte)(object)minimum
            : typeof(T) == typeof(ushort) ? (ushort)(object)minimum
            : typeof(T) == typeof(short) ? (short)(object)minimum
            : (float)(object)minimum);
}
