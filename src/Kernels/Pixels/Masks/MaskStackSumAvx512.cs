using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="MaskStackSum"/> in 512 bits: four frames times four masks of accumulators in registers, over blocks whose weights stay in the
/// first-level cache.
/// </summary>
internal static unsafe class MaskStackSumAvx512
{
    private const int Lanes = 16;

    // 32 KiB of weights stay in the first-level cache, of few masks and of many. A lane adds up to 32 products before it is widened, which
    // loses at most 2e-6 of the sum.
    private const int FewMasks = 4;
    private const int FewPacked = 8192;
    private const int MostMasks = 16;
    private const int Chunk = 512;
    private const int Packed = MostMasks * Chunk;
    private const int FramesWorthPacking = 4;

    /// <summary>Adds the sums over all whole vectors; returns how many pixels that were.</summary>
    [SkipLocalsInit]
    public static int Add<T>(T* frames, int count, int pixels, float* weights, int weightStride, int masks, double* sums)
        where T : unmanaged
    {
        int whole = pixels & -Lanes;
        float* room = stackalloc float[Packed + (4 * Chunk) + Lanes];
        float* packed = (float*)(((nuint)room + 63) & ~(nuint)63);
        float* singles = packed + Packed;
        for (int mask = 0; mask < masks; mask += MostMasks)
        {
            int group = Math.Min(MostMasks, masks - mask);
            bool few = group <= FewMasks;
            int block = few ? FewPacked / (int)BitOperations.RoundUpToPowerOf2((uint)group) : Chunk;
            for (int from = 0; from < whole; from += block)
            {
                int length = Math.Min(block, whole - from);
                float* weight = weights + ((long)mask * weightStride) + from;
                int stride = weightStride;
                if (count >= FramesWorthPacking)
                {
                    // Masks lie a power of two apart more often than not, in the same few sets of the cache, and on no border of a cache
                    // line: they are moved together.
                    for (int k = 0; k < group; k++)
                        Buffer.MemoryCopy(
                            weight + ((long)k * weightStride), packed + (k * block), block * sizeof(float), length * sizeof(float));
                    weight = packed;
                    stride = block;
                }
                for (int f = 0; f < count; f += 4)
                {
                    int some = Math.Min(4, count - f);
                    T* first = frames + ((long)f * pixels) + from;
                    double* to = sums + ((long)f * masks) + mask;
                    if (!few && some == 4)
                    {
                        T* next = f + 4 < count ? first + (4L * pixels) : frames + from + length;
                        AddMany(first, pixels, weight, stride, group, length, to, masks, next, singles);
                        continue;
                    }
                    for (int i = 0; i < length; i += Chunk)
                        AddChunk(first + i, some, pixels, weight + i, stride, group, Math.Min(Chunk, length - i), to, masks);
                }
            }
        }
        return whole;
    }

    /// <summary>
    /// Four frames under more masks than go into registers at once: the pixels are converted once, not once for every four masks.
    /// </summary>
    private static void AddMany<T>(
        T* frames, int pixels, float* weights, int weightStride, int masks,
        int length, double* sums, int sumStride, T* next, float* singles)
        where T : unmanaged
    {
        Convert(frames, pixels, length, singles);
        int fetched = 0;
        for (int k = 0; k < masks; k += 4)
        {
            // Spread over the groups of masks, so that the queue of loads never fills.
            int until = Math.Min(k + 4, masks) * 4 / masks;
            FramesAhead.Fetch(next + ((long)fetched * pixels), until - fetched, pixels, Chunk);
            fetched = until;
            FourFramesFourMasks(
                singles, Chunk, weights + ((long)k * weightStride), weightStride,
                Math.Min(4, masks - k), length, sums + k, sumStride, ahead: false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convert<T>(T* frames, int pixels, int length, float* singles)
        where T : unmanaged
    {
        for (int f = 0; f < 4; f++)
        {
            for (int i = 0; i < length; i += Lanes)
                PixelSingles.Load512(frames + ((long)f * pixels) + i).Store(singles + (f * Chunk) + i);
        }
    }

    /// <summary>One to four frames.</summary>
    private static void AddChunk<T>(
        T* frames, int count, int pixels, float* weights, int weightStride, int masks, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        for (int k = 0; k < masks; k += 4)
            AddFour(
                frames, count, pixels, weights + ((long)k * weightStride),
                weightStride, Math.Min(4, masks - k), length, sums + k, sumStride);
    }

    private static void AddFour<T>(
        T* frames, int count, int pixels, float* weights, int weightStride, int masks, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        if (count < 4)
        {
            for (int f = 0; f < count; f++)
                OneFrame(frames + ((long)f * pixels), weights, weightStride, masks, length, sums + ((long)f * sumStride));
        }
        else if (masks == 1)
            FourFramesOneMask(frames, pixels, weights, length, sums, sumStride);
        else if (masks == 2)
            FourFramesTwoMasks(frames, pixels, weights, weightStride, length, sums, sumStride);
        else
            FourFramesFourMasks(frames, pixels, weights, weightStride, masks, length, sums, sumStride, ahead: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourFramesFourMasks<T>(
        T* frame0, int pixels, float* weights, int weightStride, int masks, int length, double* sums, int sumStride, bool ahead)
        where T : unmanaged
    {
        T* frame1 = frame0 + pixels, frame2 = frame1 + pixels, frame3 = frame2 + pixels;
        float* weight0 = weights, weight1 = weight0 + weightStride, weight2 = weight1 + weightStride,
            weight3 = masks > 3 ? weight2 + weightStride : weight2;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        for (int i = 0; i < length; i += Lanes)
        {
            if (ahead)
                FramesAhead.Line(frame0 + i, 4, pixels, Lanes * sizeof(T));
            Vector512<float> a = PixelSingles.Load512(frame0 + i), b = PixelSingles.Load512(frame1 + i),
                c = PixelSingles.Load512(frame2 + i), d = PixelSingles.Load512(frame3 + i);
            Vector512<float> w = Vector512.Load(weight0 + i);
            a0 = Avx512F.FusedMultiplyAdd(a, w, a0);
            b0 = Avx512F.FusedMultiplyAdd(b, w, b0);
            c0 = Avx512F.FusedMultiplyAdd(c, w, c0);
            d0 = Avx512F.FusedMultiplyAdd(d, w, d0);
            w = Vector512.Load(weight1 + i);
            a1 = Avx512F.FusedMultiplyAdd(a, w, a1);
            b1 = Avx512F.FusedMultiplyAdd(b, w, b1);
            c1 = Avx512F.FusedMultiplyAdd(c, w, c1);
            d1 = Avx512F.FusedMultiplyAdd(d, w, d1);
            w = Vector512.Load(weight2 + i);
            a2 = Avx512F.FusedMultiplyAdd(a, w, a2);
            b2 = Avx512F.FusedMultiplyAdd(b, w, b2);
            c2 = Avx512F.FusedMultiplyAdd(c, w, c2);
            d2 = Avx512F.FusedMultiplyAdd(d, w, d2);
            w = Vector512.Load(weight3 + i);
            a3 = Avx512F.FusedMultiplyAdd(a, w, a3);
            b3 = Avx512F.FusedMultiplyAdd(b, w, b3);
            c3 = Avx512F.FusedMultiplyAdd(c, w, c3);
            d3 = Avx512F.FusedMultiplyAdd(d, w, d3);
        }
        AddTo(sums, masks, Sums(a0, a1, a2, a3));
        AddTo(sums + sumStride, masks, Sums(b0, b1, b2, b3));
        AddTo(sums + (2L * sumStride), masks, Sums(c0, c1, c2, c3));
        AddTo(sums + (3L * sumStride), masks, Sums(d0, d1, d2, d3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourFramesTwoMasks<T>(
        T* frame0, int pixels, float* weights, int weightStride, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        T* frame1 = frame0 + pixels, frame2 = frame1 + pixels, frame3 = frame2 + pixels;
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (int i = 0; i < length; i += Lanes)
        {
            FramesAhead.Line(frame0 + i, 4, pixels, Lanes * sizeof(T));
            Vector512<float> w0 = Vector512.Load(weights + i), w1 = Vector512.Load(weights + weightStride + i);
            Vector512<float> x = PixelSingles.Load512(frame0 + i);
            a0 = Avx512F.FusedMultiplyAdd(x, w0, a0);
            a1 = Avx512F.FusedMultiplyAdd(x, w1, a1);
            x = PixelSingles.Load512(frame1 + i);
            b0 = Avx512F.FusedMultiplyAdd(x, w0, b0);
            b1 = Avx512F.FusedMultiplyAdd(x, w1, b1);
            x = PixelSingles.Load512(frame2 + i);
            c0 = Avx512F.FusedMultiplyAdd(x, w0, c0);
            c1 = Avx512F.FusedMultiplyAdd(x, w1, c1);
            x = PixelSingles.Load512(frame3 + i);
            d0 = Avx512F.FusedMultiplyAdd(x, w0, d0);
            d1 = Avx512F.FusedMultiplyAdd(x, w1, d1);
        }
        Vector256<double> ab = Sums(a0, a1, b0, b1), cd = Sums(c0, c1, d0, d1);
        AddTo(sums, 2, ab);
        AddTo(sums + sumStride, 2, Vector256.Create(ab.GetUpper(), default));
        AddTo(sums + (2L * sumStride), 2, cd);
        AddTo(sums + (3L * sumStride), 2, Vector256.Create(cd.GetUpper(), default));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourFramesOneMask<T>(T* frame0, int pixels, float* weights, int length, double* sums, int sumStride)
        where T : unmanaged
    {
        T* frame1 = frame0 + pixels, frame2 = frame1 + pixels, frame3 = frame2 + pixels;
        Vector512<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i < length; i += Lanes)
        {
            FramesAhead.Line(frame0 + i, 4, pixels, Lanes * sizeof(T));
            Vector512<float> w = Vector512.Load(weights + i);
            a = Avx512F.FusedMultiplyAdd(PixelSingles.Load512(frame0 + i), w, a);
            b = Avx512F.FusedMultiplyAdd(PixelSingles.Load512(frame1 + i), w, b);
            c = Avx512F.FusedMultiplyAdd(PixelSingles.Load512(frame2 + i), w, c);
            d = Avx512F.FusedMultiplyAdd(PixelSingles.Load512(frame3 + i), w, d);
        }
        Vector256<double> all = Sums(a, b, c, d);
        for (int f = 0; f < 4; f++)
            sums[(long)f * sumStride] += all[f];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneFrame<T>(T* frame, float* weights, int weightStride, int masks, int length, double* sums)
        where T : unmanaged
    {
        float* weight1 = masks > 1 ? weights + weightStride : weights,
            weight2 = masks > 2 ? weight1 + weightStride : weight1, weight3 = masks > 3 ? weight2 + weightStride : weight2;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        for (int i = 0; i < length; i += Lanes)
        {
            Vector512<float> a = PixelSingles.Load512(frame + i);
            a0 = Avx512F.FusedMultiplyAdd(a, Vector512.Load(weights + i), a0);
            a1 = Avx512F.FusedMultiplyAdd(a, Vector512.Load(weight1 + i), a1);
            a2 = Avx512F.FusedMultiplyAdd(a, Vector512.Load(weight2 + i), a2);
            a3 = Avx512F.FusedMultiplyAdd(a, Vector512.Load(weight3 + i), a3);
        }
        AddTo(sums, masks, Sums(a0, a1, a2, a3));
    }

    /// <summary>The sums of four vectors, widened first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Vector256<double> ab = Pairs(Widened(a), Widened(b)), cd = Pairs(Widened(c), Widened(d));
        return Vector256.Create(ab.GetLower() + ab.GetUpper(), cd.GetLower() + cd.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widened(Vector512<float> v) =>
        Avx512F.ConvertToVector512Double(v.GetLower()) + Avx512F.ConvertToVector512Double(v.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Pairs(Vector512<double> a, Vector512<double> b)
    {
        Vector512<double> pairs = Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
        return pairs.GetLower() + pairs.GetUpper();
    }

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
