using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Pixels of any type as f64 in the first-level cache, and their dot product with f32 weights.</summary>
internal static unsafe class PixelDoubles
{
    /// <summary>Converts; values equal to <paramref name="noData"/> become 0 when the exclusion is active.</summary>
    /// <returns>How many did.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Convert<T, TExclusion>(T* pixels, int count, T noData, double* values)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TExclusion : struct, IExclusion
    {
        int i = 0;
        if (!TExclusion.Active && Avx512F.IsSupported && typeof(T) == typeof(ushort))
        {
            for (; i + 8 <= count; i += 8)
                Avx512F.ConvertToVector512Double(Avx2.ConvertToVector256Int32((ushort*)pixels + i)).Store(values + i);
        }
        if (!TExclusion.Active && Avx2.IsSupported
            && (typeof(T) == typeof(byte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(float)))
        {
            for (; i + 4 <= count; i += 4)
            {
                Vector256<double> four = typeof(T) == typeof(byte)
                        ? Avx.ConvertToVector256Double(
                            Sse41.ConvertToVector128Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(pixels + i)).AsByte()))
                    : typeof(T) == typeof(ushort)
                        ? Avx.ConvertToVector256Double(
                            Sse41.ConvertToVector128Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(pixels + i)).AsUInt16()))
                        : Avx.ConvertToVector256Double(Vector128.Load((float*)pixels + i));
                four.Store(values + i);
            }
        }
        int excluded = 0;
        for (; i < count; i++)
        {
            bool leave = TExclusion.Active && pixels[i] == noData;
            excluded += leave ? 1 : 0;
            values[i] = leave ? 0 : double.CreateTruncating(pixels[i]);
        }
        return excluded;
    }

    /// <summary>Σ value · weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* values, float* weights, int count)
    {
        double sum = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> a = default, b = default;
            for (; i + 16 <= count; i += 16)
            {
                Vector512<float> w = Vector512.Load(weights + i);
                a = Vector512.FusedMultiplyAdd(Vector512.Load(values + i), Vector512.WidenLower(w), a);
                b = Vector512.FusedMultiplyAdd(Vector512.Load(values + i + 8), Vector512.WidenUpper(w), b);
            }
            sum = Vector512.Sum(a + b);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> a = default, b = default;
            for (; i + 8 <= count; i += 8)
            {
                Vector256<float> w = Vector256.Load(weights + i);
                a = Vector256.FusedMultiplyAdd(Vector256.Load(values + i), Vector256.WidenLower(w), a);
                b = Vector256.FusedMultiplyAdd(Vector256.Load(values + i + 4), Vector256.WidenUpper(w), b);
            }
            sum = Vector256.Sum(a + b);
        }
        for (; i < count; i++)
            sum += values[i] * weights[i];
        return sum;
    }

    /// <summary>Σ value · weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* values, double* weights, int count)
    {
        double sum = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> a = default, b = default;
            for (; i + 16 <= count; i += 16)
            {
                a = Vector512.FusedMultiplyAdd(Vector512.Load(values + i), Vector512.Load(weights + i), a);
                b = Vector512.FusedMultiplyAdd(Vector512.Load(values + i + 8), Vector512.Load(weights + i + 8), b);
            }
            sum = Vector512.Sum(a + b);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> a = default, b = default;
            for (; i + 8 <= count; i += 8)
            {
                a = Vector256.FusedMultiplyAdd(Vector256.Load(values + i), Vector256.Load(weights + i), a);
                b = Vector256.FusedMultiplyAdd(Vector256.Load(values + i + 4), Vector256.Load(weights + i + 4), b);
            }
            sum = Vector256.Sum(a + b);
        }
        for (; i < count; i++)
            sum += values[i] * weights[i];
        return sum;
    }
}
