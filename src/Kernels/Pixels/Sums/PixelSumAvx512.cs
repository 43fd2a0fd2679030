using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// <see cref="PixelSumAvx2"/> in 512 bits for the commonest element type; returns how many pixels it did: all, or none of frames shorter
/// than a vector.
/// </summary>
/// <remarks>
/// <para>Odd pixels are added apart, and all as pairs: what the odd ones do not explain of a pair's sum, modulo 2³², are the even ones. No
/// shuffle widens anything; the two are interleaved once for all frames.</para>
/// <para>Vectors begin with a line of memory where that is so in all frames alike: one that lies across two lines costs two loads. What
/// stands before the first and behind the last is a vector of which some lanes count as 0.</para>
/// </remarks>
internal static unsafe class PixelSumAvx512
{
    private const int Lanes = 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int U16<TExclusion>(ushort* frames, int count, int pixels, ulong* sums, ushort noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        if (pixels < Lanes)
            return 0;
        Vector512<uint> firstHalf = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> secondHalf = firstHalf + Vector512.Create(8u);
        Vector512<ushort> turn = Vector512.Create((ushort)~noData);   // takes "no data", and it alone, to the largest value
        int i = VectorStart.Of(frames, pixels);
        if (i > 0)
            Some<TExclusion>(frames, count, pixels, sums, 0, i, noData, ref excluded);
        for (; i + (2 * Lanes) <= pixels; i += 2 * Lanes)
        {
            Vector512<uint> pairs = default, odd = default, nextPairs = default, nextOdd = default;
            Vector512<ushort> largest = default;
            ushort* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
            {
                Sse.Prefetch0((byte*)p + FramesAhead.Bytes);
                Vector512<ushort> value = Vector512.Load(p), next = Vector512.Load(p + Lanes);
                if (TExclusion.Active)
                    largest = Vector512.Max(largest, Vector512.Max(value ^ turn, next ^ turn));
                pairs += value.AsUInt32();
                odd += value.AsUInt32() >>> 16;
                nextPairs += next.AsUInt32();
                nextOdd += next.AsUInt32() >>> 16;
            }

            Vector512<uint> even = pairs - (odd << 16), nextEven = nextPairs - (nextOdd << 16);
            if (TExclusion.Active && Vector512.EqualsAny(largest, Vector512<ushort>.AllBitsSet))
            {
                Exclude(frames + i, count, pixels, Vector512<ushort>.AllBitsSet, noData, ref even, ref odd, ref excluded);
                Exclude(frames + i + Lanes, count, pixels, Vector512<ushort>.AllBitsSet, noData, ref nextEven, ref nextOdd, ref excluded);
            }

            AddTo(sums + i, Avx512F.PermuteVar16x32x2(even, firstHalf, odd));
            AddTo(sums + i + 16, Avx512F.PermuteVar16x32x2(even, secondHalf, odd));
            AddTo(sums + i + 32, Avx512F.PermuteVar16x32x2(nextEven, firstHalf, nextOdd));
            AddTo(sums + i + 48, Avx512F.PermuteVar16x32x2(nextEven, secondHalf, nextOdd));
        }

        for (; i < pixels; i += Lanes)
        {
            int from = Math.Min(i, pixels - Lanes);
            Some<TExclusion>(frames + from, count, pixels, sums + from, i - from, Lanes, noData, ref excluded);
        }

        return pixels;
    }

    /// <summary>Some lanes of one vector.</summary>
    private static void Some<TExclusion>(
        ushort* frames, int count, int pixels, ulong* sums, int firstLane, int endLane, ushort noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        Vector512<ushort> lane = Vector512<ushort>.Indices;
        Vector512<ushort> wanted = Vector512.GreaterThanOrEqual(lane, Vector512.Create((ushort)firstLane))
            & Vector512.LessThan(lane, Vector512.Create((ushort)endLane));
        Vector512<uint> even = default, odd = default;
        ushort* p = frames;
        for (int f = 0; f < count; f++, p += pixels)
        {
            Vector512<uint> value = (Vector512.Load(p) & wanted).AsUInt32();
            even += value & Vector512.Create(0xFFFFu);
            odd += value >>> 16;
        }

        if (TExclusion.Active)
            Exclude(frames, count, pixels, wanted, noData, ref even, ref odd, ref excluded);
        Vector512<uint> firstHalf = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        AddTo(sums, Avx512F.PermuteVar16x32x2(even, firstHalf, odd));
        AddTo(sums + 16, Avx512F.PermuteVar16x32x2(even, firstHalf + Vector512.Create(8u), odd));
    }

    /// <summary>Takes values that are no measurement out of the sums of one vector.</summary>
    private static void Exclude(
        ushort* frames, int count, int pixels, Vector512<ushort> wanted, ushort noData,
        ref Vector512<uint> even, ref Vector512<uint> odd, ref long excluded)
    {
        Vector512<ushort> hits = default;
        for (int f = 0; f < count; f++, frames += pixels)
            hits -= Vector512.Equals(Vector512.Load(frames), Vector512.Create(noData)) & wanted;
        excluded += Vector512.Sum(hits);
        even -= (hits.AsUInt32() & Vector512.Create(0xFFFFu)) * Vector512.Create((uint)noData);
        odd -= (hits.AsUInt32() >>> 16) * Vector512.Create((uint)noData);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ulong* sums, Vector512<uint> partial)
    {
        (Vector512.Load(sums) + Vector512.WidenLower(partial)).Store(sums);
        (Vector512.Load(sums + 8) + Vector512.WidenUpper(partial)).Store(sums + 8);
    }
}
