using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="MaskStackSumAvx512"/> in 256 bits: eight accumulators in registers, of two frames times four masks or of four frames times
/// one or two, over blocks whose weights stay in the first-level cache.
/// </summary>
internal static unsafe class MaskStackSumAvx2
{
    private const int Lanes = 8;

    // Half of the first-level cache for weights, of few masks and of many. A lane adds up to 32 products before it is widened, which loses
    // at most 2e-6 of the sum.
    private const int Packed = 4096;
    private const int FewMasks = 4;
    private const int MostMasks = 16;
    private const int Chunk = 256;
    private const int FramesWorthPacking = 4;

    /// <summary>Adds the sums over all whole vectors; returns how many pixels that were.</summary>
    [SkipLocalsInit]
    public static int Add<T>(T* frames, int count, int pixels, float* weights, int weightStride, int masks, double* sums)
        where T : unmanaged
    {
        int whole = pixels & -Lanes;
        float* room = stackalloc float[Packed + (2 * Chunk) + Lanes];
        float* packed = (float*)(((nuint)room + 31) & ~(nuint)31);
        float* singles = packed + Packed;
        for (int mask = 0; mask < masks; mask += MostMasks)
        {
            int group = Math.Min(MostMasks, masks - mask);
            bool few = group <= FewMasks;
            int block = few ? Packed / (int)BitOperations.RoundUpToPowerOf2((uint)group) : Chunk;
            for (int from = 0; from < whole; from += block)
            {
                int length = Math.Min(block, whole - from);
                float* weight = weights + ((long)mask * weightStride) + from;
                int stride = weightStride;
                if (count >= FramesWorthPacking)
                {
                    // Masks lie a power of two apart more often than not, in the same few sets of the cache: they are moved together.
                    for (int k = 0; k < group; k++)
                        Buffer.MemoryCopy(
                            weight + ((long)k * weightStride), packed + (k * block), block * sizeof(float), length * sizeof(float));
                    weight = packed;
                    stride = block;
                }
                T* first = frames + from;
                double* to = sums + mask;
                if (few)
                    AddFew(first, count, pixels, weight, stride, group, length, to, masks);
                else
                    AddMany(
                        first, count, pixels, weight, stride, group, length, to, masks, singles,
                        weights + ((long)mask * weightStride) + from + block, weightStride);
            }
        }
        return whole;
    }

    private static void AddFew<T>(
        T* frames, int count, int pixels, float* weights, int weightStride, int masks, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        int f = 0;
        for (; masks <= 2 && f + 4 <= count; f += 4, frames += 4L * pixels, sums += 4L * sumStride)
        {
            for (int i = 0; i < length; i += Chunk)
            {
                if (masks == 1)
                    FourFramesOneMask(frames + i, pixels, weights + i, Math.Min(Chunk, length - i), sums, sumStride);
                else
                    FourFramesTwoMasks(frames + i, pixels, weights + i, weightStride, Math.Min(Chunk, length - i), sums, sumStride);
            }
        }
        for (; f < count; f += 2, frames += 2L * pixels, sums += 2L * sumStride)
        {
            bool pair = f + 1 < count;
            for (int i = 0; i < length; i += Chunk)
                TwoFramesFourMasks(
                    frames + i, pair ? pixels : 0, weights + i, weightStride, masks,
                    Math.Min(Chunk, length - i), sums, pair ? sumStride : 0);
        }
    }

    /// <summary>More masks than go into registers at once: the pixels are converted once, not once for every four masks.</summary>
    private static void AddMany<T>(
        T* frames,
        int count, int pixels, float* weights, int weightStride, int masks, int length,
        double* sums, int sumStride, float* singles, float* next, int nextStride)
        where T : unmanaged
    {
        int fetched = 0;
        for (int f = 0; f < count; f += 2, frames += 2L * pixels, sums += 2L * sumStride)
        {
            // Spread over the frames, so that the queue of loads never fills.
            bool pair = f + 1 < count;
            int until = (int)(Math.Min(f + 2L, count) * masks / count);
            FramesAhead.Fetch(next + ((long)fetched * nextStride), until - fetched, nextStride, length);
            fetched = until;
            Convert(frames, pair ? 2 : 1, pixels, length, singles);
            for (int k = 0; k < masks; k += 4)
            {
                TwoFramesFourMasks(
                    singles,
                    pair ? Chunk : 0, weights + ((long)k * weightStride), weightStride,
                    Math.Min(4, masks - k), length, sums + k, pair ? sumStride : 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convert<T>(T* frames, int count, int pixels, int length, float* singles)
        where T : unmanaged
    {
        for (int f = 0; f < count; f++, frames += pixels, singles += Chunk)
        {
            for (int i = 0; i < length; i += Lanes)
            {
                FramesAhead.Line(frames + i, 1, pixels, Lanes * sizeof(T));
                PixelSingles.Load256(frames + i).Store(singles + i);
            }
        }
    }

    /// <summary>A distance of 0 to the second frame means that there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoFramesFourMasks<T>(
        T* frame0, int pixels, float* weights, int weightStride, int masks, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        T* frame1 = frame0 + pixels;
        float* weight1 = masks > 1 ? weights + weightStride : weights,
            weight2 = masks > 2 ? weight1 + weightStride : weight1, weight3 = masks > 3 ? weight2 + weightStride : weight2;
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (int i = 0; i < length; i += Lanes)
        {
            if (typeof(T) != typeof(float))
                FramesAhead.Line(frame0 + i, 2, pixels, Lanes * sizeof(T));
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
        AddTo(sums, masks, Sums(a0, a1, a2, a3));
        if (sumStride != 0)
            AddTo(sums + sumStride, masks, Sums(b0, b1, b2, b3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourFramesTwoMasks<T>(
        T* frame0, int pixels, float* weights, int weightStride, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        T* frame1 = frame0 + pixels, frame2 = frame1 + pixels, frame3 = frame2 + pixels;
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (int i = 0; i < length; i += Lanes)
        {
            FramesAhead.Line(frame0 + i, 4, pixels, Lanes * sizeof(T));
            Vector256<float> w0 = Vector256.Load(weights + i), w1 = Vector256.Load(weights + weightStride + i);
            Vector256<float> x = PixelSingles.Load256(frame0 + i);
            a0 = Fma.MultiplyAdd(x, w0, a0);
            a1 = Fma.MultiplyAdd(x, w1, a1);
            x = PixelSingles.Load256(frame1 + i);
            b0 = Fma.MultiplyAdd(x, w0, b0);
            b1 = Fma.MultiplyAdd(x, w1, b1);
            x = PixelSingles.Load256(frame2 + i);
            c0 = Fma.MultiplyAdd(x, w0, c0);
            c1 = Fma.MultiplyAdd(x, w1, c1);
            x = PixelSingles.Load256(frame3 + i);
            d0 = Fma.MultiplyAdd(x, w0, d0);
            d1 = Fma.MultiplyAdd(x, w1, d1);
        }
        Vector256<double> ab = Sums(a0, a1, b0, b1), cd = Sums(c0, c1, d0, d1);
        for (int k = 0; k < 2; k++)
        {
            sums[k] += ab[k];
            sums[sumStride + k] += ab[2 + k];
            sums[(2L * sumStride) + k] += cd[k];
            sums[(3L * sumStride) + k] += cd[2 + k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourFramesOneMask<T>(T* frame0, int pixels, float* weights, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        T* frame1 = frame0 + pixels, frame2 = frame1 + pixels, frame3 = frame2 + pixels;
        Vector256<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i < length; i += Lanes)
        {
            FramesAhead.Line(frame0 + i, 4, pixels, Lanes * sizeof(T));
            Vector256<float> w = Vector256.Load(weights + i);
            a = Fma.MultiplyAdd(PixelSingles.Load256(frame0 + i), w, a);
            b = Fma.MultiplyAdd(PixelSingles.Load256(frame1 + i), w, b);
            c = Fma.MultiplyAdd(PixelSingles.Load256(frame2 + i), w, c);
            d = Fma.MultiplyAdd(PixelSingles.Load256(frame3 + i), w, d);
        }
        Vector256<double> all = Sums(a, b, c, d);
        for (int f = 0; f < 4; f++)
            sums[(long)f * sumStride] += all[f];
    }

    /// <summary>The sums of four vectors, widened first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<double> ab = Avx.HorizontalAdd(Widened(a), Widened(b)), cd = Avx.HorizontalAdd(Widened(c), Widened(d));
        return Vector256.Create(ab.GetLower() + ab.GetUpper(), cd.GetLower() + cd.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widened(Vector256<float> v) =>
        Avx.ConvertToVector256Double(v.GetLower()) + Avx.ConvertToVector256Double(v.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(double* sums, int masks, Vector256<double> four)
    {
        if (masks == 4)
        {
            (Vector256.Load(sums) + four).Store(sums);
            return;
        }
        for (int k = 0; k < masks; k++)
            sums[k] += four[k];
    }
}
