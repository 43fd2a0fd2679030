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
        // Even and odd pixels are added apart, without the shuffles of a widening, and interleaved once for all frames.
        Vector512<uint> low16 = Vector512.Create(0xFFFFu);
        Vector512<uint> firstHalf = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> secondHalf = firstHalf + Vector512.Create(8u);
        int i = 0;
        for (; i + 32 <= length; i += 32)
        {
            Vector512<uint> even = default, odd = default;
            Vector512<ushort> hits = default;
            ushort* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector512<ushort> value = Vector512.Load(p);
                if (TExclusion.Active)
                    hits -= Vector512.Equals(value, Vector512.Create(noData));
                even += value.AsUInt32() & low16;
                odd += value.AsUInt32() >>> 16;
            }
            if (TExclusion.Active && hits != default)
            {
                excluded += Vector512.Sum(hits);
                even -= (hits.AsUInt32() & low16) * Vector512.Create((uint)noData);
                odd -= (hits.AsUInt32() >>> 16) * Vector512.Create((uint)noData);
            }
            AddTo(sums + i, Avx512F.PermuteVar16x32x2(even, firstHalf, odd));
            AddTo(sums + i + 16, Avx512F.PermuteVar16x32x2(even, secondHalf, odd));
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ulong* sums, Vector512<uint> partial)
    {
        (Vector512.Load(sums) + Vector512.WidenLower(partial)).Store(sums);
        (Vector512.Load(sums + 8) + Vector512.WidenUpper(partial)).Store(sums + 8);
    }
}
