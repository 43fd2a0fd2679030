using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Pixels;

/// <summary><see cref="PixelSumAvx2"/> in 512 bits for the commonest element type.</summary>
internal static unsafe class PixelSumAvx512
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int U16<TExclusion>(ushort* frames, int count, int pixels, ulong* sums, ushort noData, ref long excluded)
        where TExclusion : struct, IExclusion
    {
        int i = 0;
        for (; i + 32 <= pixels; i += 32)
        {
            Vector512<uint> lower = default, upper = default;
            ushort* p = frames + i;
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector512<ushort> value = Vector512.Load(p);
                if (TExclusion.Active)
                    value = Exclude(value, noData, ref excluded);
                lower += Vector512.WidenLower(value);
                upper += Vector512.WidenUpper(value);
            }
            AddTo(sums + i, lower);
            AddTo(sums + i + 16, upper);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ulong* sums, Vector512<uint> partial)
    {
        (Vector512.Load(sums) + Vector512.WidenLower(partial)).Store(sums);
        (Vector512.Load(sums + 8) + Vector512.WidenUpper(partial)).Store(sums + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Exclude(Vector512<ushort> value, ushort noData, ref long excluded)
    {
        Vector512<ushort> hit = Vector512.Equals(value, Vector512.Create(noData));
        ulong hits = Vector512.ExtractMostSignificantBits(hit);
        if (hits == 0)
            return value;
        excluded += BitOperations.PopCount(hits);
        return Vector512.AndNot(value, hit);
    }
}
