using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary><see cref="MaskStackSum"/> in 256 bits: two frames times four masks of accumulators in registers.</summary>
internal static unsafe class MaskStackSumAvx2
{
    // 32 additions a lane before it is widened: at most 1e-6 of the sum is lost.
    private const int Block = 256;
    private const int Lanes = 8;

    /// <summary>Adds the sums over all whole vectors; returns how many pixels that were.</summary>
    public static int Add<T>(T* frames, int count, int pixels, float* weights, int weightStride, int masks, double* sums)
        where T : unmanaged
    {
        int whole = pixels & -Lanes;
        for (int i = 0; i < whole; i += Block)
        {
            int length = Math.Min(Block, whole - i);
            for (int f = 0; f < count; f += 2)
            {
                T* frame = frames + ((long)f * pixels) + i;
                bool pair = f + 1 < count;
                for (int k = 0; k < masks; k += 4)
                    TwoFramesFourMasks(frame, pair ? pixels : 0, weights + ((long)k * weightStride) + i, weightStride, Math.Min(4, masks - k), length,
                        sums + ((long)f * masks) + k, pair ? masks : 0);
            }
        }
        return whole;
    }

    /// <summary>A distance of 0 to the second frame means that there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoFramesFourMasks<T>(T* frame0, int pixels, float* weights, int weightStride, int masks, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        T* frame1 = frame0 + pixels;
        float* weight1 = masks > 1 ? weights + weightStride : weights, weight2 = masks > 2 ? weight1 + weightStride : weight1, weight3 = masks > 3 ? weight2 + weightStride : weight2;
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (int i = 0; i < length; i += Lanes)
        {
            Vector256<float> a = PixelSingles.Load256(frame0 + i), b = PixelSingles.Load256(frame1 + i);
            Vector256<float> w = Vector256.Load(weights + i);
            a0 = Fma.MultiplyAdd(a, w, a0);
            b0 = Fma.MultiplyAdd(b, w, b0);
            w = Vector256.Load(weight1 + i);
            a1 = Fma.MultiplyAdd(a, w, a1);
            b1 = Fma.MultiplyAdd(b, w, b1);
            w = Vector256.Load(weight2 + i);
            a2 = Fma.MultiplyAdd(a, w, a2);
            b2 = Fma.MultiplyAdd(b, w, b2);
            w = Vector256.Load(weight3 + i);
            a3 = Fma.MultiplyAdd(a, w, a3);
            b3 = Fma.MultiplyAdd(b, w, b3);
        }
        AddTo(sums, masks, a0, a1, a2, a3);
        if (sumStride != 0)
            AddTo(sums + sumStride, masks, b0, b1, b2, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(double* sums, int masks, Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth)
    {
        sums[0] += Sum(first);
        if (masks > 1)
            sums[1] += Sum(second);
        if (masks > 2)
            sums[2] += Sum(third);
        if (masks > 3)
            sums[3] += Sum(fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Vector256<float> v) => Vector256.Sum(Vector256.WidenLower(v) + Vector256.WidenUpper(v));
}
