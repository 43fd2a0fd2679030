using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary><see cref="PixelSumAvx2"/> in 512 bits for the commonest element type.</summary>
internal static unsafe class PixelSumAvx512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int U16<TExclusion>(ushort* frames, int count, int pixels, int length, ulong* sums, ushort noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        // Odd pixels are added apart, and all as pairs: what the odd ones do not explain of a pair's sum, modulo 2³², are the even ones. No shuffle widens anything; the two are interleaved once for all frames.
        Vector512<uint> firstHalf = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> secondHalf = firstHalf + Vector512.Create(8u);
        Vector512<ushort> turn = Vector512.Create((ushort)~noData);   // takes "no data", and it alone, to the largest value
        int i = 0;
        for (; i + 32 <= length; i += 32)
        {
            Vector512<uint> pairs = default, odd = default;
            Vector512<ushort> largest = default;
            ushort* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector512<ushort> value = Vector512.Load(p);
                if (TExclusion.Active)
                    largest = Vector512.Max(largest, value ^ turn);
                pairs += value.AsUInt32();
                odd += value.AsUInt32() >>> 16;
            }
            Vector512<uint> even = pairs - (odd << 16);
            if (TExclusion.Active && Vector512.EqualsAny(largest, Vector512<ushort>.AllBitsSet))
            {
                Vector512<ushort> hits = Hits(frames + i, count, pixels, noData);
                excluded += Vector512.Sum(hits);
                even -= (hits.AsUInt32() & Vector512.Create(0xFFFFu)) * Vector512.Create((uint)noData);
                odd -= (hits.AsUInt32() >>> 16) * Vector512.Create((uint)noData);
            }
            AddTo(sums + i, Avx512F.PermuteVar16x32x2(even, firstHalf, odd));
            AddTo(sums + i + 16, Avx512F.PermuteVar16x32x2(even, secondHalf, odd));
        }
        return i;
    }

    private static Vector512<ushort> Hits(ushort* frames, int count, int pixels, ushort noData)
    {
        Vector512<ushort> hits = default;
        for (int f = 0; f < count; f++, frames += pixels)
            hits -= Vector512.Equals(Vector512.Load(frames), Vector512.Create(noData));
        return hits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ulong* sums, Vector512<uint> partial)
    {
        (Vector512.Load(sums) + Vector512.WidenLower(partial)).Store(sums);
        (Vector512.Load(sums + 8) + Vector512.WidenUpper(partial)).Store(sums + 8);
    }
}
