using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Fourier;

/// <summary>Complex values as pairs, and as real and imaginary parts apart.</summary>
internal static unsafe class Pairs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(T* pairs, T* real, T* imaginary, int count)
    {
        int i = 0;
        if (typeof(T) == typeof(float) && Avx512F.IsSupported)
        {
            Vector512<int> even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
                odd = even + Vector512<int>.One;
            for (; i + 16 <= count; i += 16)
            {
                Vector512<float> a = Vector512.Load((float*)pairs + (2 * i)), b = Vector512.Load((float*)pairs + (2 * i) + 16);
                Avx512F.PermuteVar16x32x2(a, even, b).Store((float*)real + i);
                Avx512F.PermuteVar16x32x2(a, odd, b).Store((float*)imaginary + i);
            }
        }
        else if (typeof(T) == typeof(float) && Avx2.IsSupported)
        {
            for (; i + 8 <= count; i += 8)
            {
                // Shuffled within 128-bit lanes; then the middle quarters change places.
                Vector256<float> a = Vector256.Load((float*)pairs + (2 * i)), b = Vector256.Load((float*)pairs + (2 * i) + 8);
                Avx2.Permute4x64(Avx.Shuffle(a, b, 0x88).AsDouble(), 0xD8).AsSingle().Store((float*)real + i);
                Avx2.Permute4x64(Avx.Shuffle(a, b, 0xDD).AsDouble(), 0xD8).AsSingle().Store((float*)imaginary + i);
            }
        }

        for (; i < count; i++)
            (real[i], imaginary[i]) = (pairs[2 * i], pairs[(2 * i) + 1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join(T* real, T* imaginary, T* pairs, int count, T scale)
    {
        int i = 0;
        if (typeof(T) == typeof(float) && Avx512F.IsSupported)
        {
            Vector512<int> low = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), high = low + Vector512.Create(8);
            Vector512<float> factor = Vector512.Create(*(float*)&scale);
            for (; i + 16 <= count; i += 16)
            {
                Vector512<float> re = Vector512.Load((float*)real + i) * factor, im = Vector512.Load((float*)imaginary + i) * factor;
                Avx512F.PermuteVar16x32x2(re, low, im).Store((float*)pairs + (2 * i));
                Avx512F.PermuteVar16x32x2(re, high, im).Store((float*)pairs + (2 * i) + 16);
            }
        }
        else if (typeof(T) == typeof(float) && Avx.IsSupported)
        {
            Vector256<float> factor = Vector256.Create(*(float*)&scale);
            for (; i + 8 <= count; i += 8)
            {
                Vector256<float> re = Vector256.Load((float*)real + i) * factor, im = Vector256.Load((float*)imaginary + i) * factor;
                Vector256<float> low = Avx.UnpackLow(re, im), high = Avx.UnpackHigh(re, im);
                Avx.Permute2x128(low, high, 0x20).Store((float*)pairs + (2 * i));
                Avx.Permute2x128(low, high, 0x31).Store((float*)pairs + (2 * i) + 8);
            }
        }

        for (; i < count; i++)
            (pairs[2 * i], pairs[(2 * i) + 1]) = (real[i] * scale, imaginary[i] * scale);
    }
}
