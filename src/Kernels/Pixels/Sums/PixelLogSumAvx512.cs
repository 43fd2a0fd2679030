using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="PixelLogSum"/> in 512 bits for at most four frames; returns how many pixels it did: all whole vectors, none of types wider
/// than 32 bits.
/// </summary>
internal static unsafe class PixelLogSumAvx512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Add<T>(T* frames, int count, int pixels, T* minima, double* sums)
        where T : unmanaged
    {
        if (!PixelSingles.Hold<T>())
            return 0;
        int i = 0;
        for (; i + 16 <= pixels; i += 16)
        {
            Vector512<float> product = Vector512<float>.One;
            Vector512<float> logarithm = default;
            T* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector512<float> value = PixelSingles.Load512(p) - Minimum(minima[f]) + Vector512<float>.One;
                // 2¹⁶ to the fourth power is far inside f32; a float has any size.
                if (typeof(T) == typeof(float))
                    logarithm += Vector512.Log(value);
                else
                    product *= value;
            }
            if (typeof(T) != typeof(float))
                logarithm = Vector512.Log(product);
            (Vector512.Load(sums + i) + Vector512.WidenLower(logarithm)).Store(sums + i);
            (Vector512.Load(sums + i + 8) + Vector512.WidenUpper(logarithm)).Store(sums + i + 8);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Minimum<T>(T minimum)
        where T : unmanaged
        => Vector512.Create(
            typeof(T) == typeof(byte) ? (byte)(object)minimum
            : typeof(T) == typeof(sbyte) ? (sbyte)(object)minimum
            : typeof(T) == typeof(ushort) ? (ushort)(object)minimum
            : typeof(T) == typeof(short) ? (short)(object)minimum
            : (float)(object)minimum);
}
