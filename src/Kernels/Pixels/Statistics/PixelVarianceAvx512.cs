using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>
/// Exact sums and squares in 512 bits for a few frames (no more than eight: the partial sums are narrow); returns how many pixels it did:
/// all whole vectors.
/// </summary>
internal static unsafe class PixelVarianceAvx512
{
    /// <summary>The largest value of which eight squares fit into 31 bits.</summary>
    private const ushort Narrow = 16383;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Add<T>(T* frames, int count, int pixels, ulong* sums, ulong* squares)
        where T : unmanaged
    {
        Vector512<uint> low16 = Vector512.Create(0xFFFFu);
        Vector512<uint> firstHalf = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> secondHalf = firstHalf + Vector512.Create(8u);
        Vector512<ushort> wide = Vector512.Create((ushort)(ushort.MaxValue - Narrow));
        int i = 0;
        for (; i + 32 <= pixels; i += 32)
        {
            Vector512<uint> even = default, odd = default, evenSquares = default, oddSquares = default;
            Vector512<ushort> any = default;
            T* p = frames + i;
            FramesAhead.Line(p, count, pixels, 32 * sizeof(T));
            for (int f = 0; f < count; f++, p += pixels)
            {
                Vector512<ushort> value = Load(p);
                any |= value;
                Vector512<uint> e = value.AsUInt32() & low16, o = value.AsUInt32() >>> 16;
                even += e;
                odd += o;
                evenSquares += Avx512BW.MultiplyAddAdjacent(e.AsInt16(), e.AsInt16()).AsUInt32();
                oddSquares += Avx512BW.MultiplyAddAdjacent(o.AsInt16(), o.AsInt16()).AsUInt32();
            }
            AddTo(sums + i, Avx512F.PermuteVar16x32x2(even, firstHalf, odd));
            AddTo(sums + i + 16, Avx512F.PermuteVar16x32x2(even, secondHalf, odd));
            if (typeof(T) == typeof(ushort) && (any & wide) != default)
            {
                AddWideSquares((ushort*)(frames + i), count, pixels, squares + i);
                continue;
            }
            AddTo(squares + i, Avx512F.PermuteVar16x32x2(evenSquares, firstHalf, oddSquares));
            AddTo(squares + i + 16, Avx512F.PermuteVar16x32x2(evenSquares, secondHalf, oddSquares));
        }
        return i;
    }

    /// <summary>32 pixels whose squares need 64 bits: the lower and the upper halves of their 32-bit squares are added apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWideSquares(ushort* p, int count, int pixels, ulong* squares)
    {
        Vector512<uint> low16 = Vector512.Create(0xFFFFu);
        Vector512<uint> evenLower = default, oddLower = default, evenUpper = default, oddUpper = default;
        for (int f = 0; f < count; f++, p += pixels)
        {
            Vector512<ushort> value = Vector512.Load(p);
            Vector512<uint> lower = Avx512BW.MultiplyLow(value, value).AsUInt32(), upper = Avx512BW.MultiplyHigh(value, value).AsUInt32();
            evenLower += lower & low16;
            oddLower += lower >>> 16;
            evenUpper += upper & low16;
            oddUpper += upper >>> 16;
        }

        for (int half = 0; half < 2; half++, squares += 16)
        {
            Vector512<uint> order = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
                + Vector512.Create(8u * (uint)half);
            Vector512<uint> lower = Avx512F.PermuteVar16x32x2(evenLower, order, oddLower),
                upper = Avx512F.PermuteVar16x32x2(evenUpper, order, oddUpper);
            (Vector512.Load(squares) + Vector512.WidenLower(lower) + (Vector512.WidenLower(upper) << 16)).Store(squares);
            (Vector512.Load(squares + 8) + Vector512.WidenUpper(lower) + (Vector512.WidenUpper(upper) << 16)).Store(squares + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Load<T>(T* from)
        where T : unmanaged
        => typeof(T) == typeof(byte) ? Avx512BW.ConvertToVector512UInt16(Vector256.Load((byte*)from)) : Vector512.Load((ushort*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ulong* sums, Vector512<uint> partial)
    {
        (Vector512.Load(sums) + Vector512.WidenLower(partial)).Store(sums);
        (Vector512.Load(sums + 8) + Vector512.WidenUpper(partial)).Store(sums + 8);
    }
}
