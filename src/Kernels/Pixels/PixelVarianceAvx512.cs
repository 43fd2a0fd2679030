using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Pixels;

/// <summary>Exact sums and squares in 512 bits for a few frames (no more than eight: the partial sums are narrow); returns how many pixels it did: all whole vectors.</summary>
internal static unsafe class PixelVarianceAvx512
{
    /// <summary>The largest value of which eight squares fit into 31 bits.</summary>
    private const ushort Narrow = 16383;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Add<T>(T* frames, int count, int pixels, int length, ulong* sums, ulong* squares)
        where T : unmanaged
    {
        Vector512<uint> low16 = Vector512.Create(0xFFFFu);
        Vector512<uint> firstHalf = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> secondHalf = firstHalf + Vector512.Create(8u);
        Vector512<ushort> wide = Vector512.Create((ushort)(ushort.MaxValue - Narrow));
        int i = 0;
        for (; i + 32 <= length; i += 32)
        {
            Vector512<uint> even = default, odd = default, evenSquares = default, oddSquares = default;
            Vector512<ushort> any = default;
            T* p = frames + i;
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

    /// <summary>32 pixels whose squares need 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWideSquares(ushort* p, int count, int pixels, ulong* squares)
    {
        Vector512<ulong> a = Vector512.Load(squares), b = Vector512.Load(squares + 8), c = Vector512.Load(squares + 16), d = Vector512.Load(squares + 24);
        for (int f = 0; f < count; f++, p += pixels)
        {
            a += Square(p);
            b += Square(p + 8);
            c += Square(p + 16);
            d += Square(p + 24);
        }
        a.Store(squares);
        b.Store(squares + 8);
        c.Store(squares + 16);
        d.Store(squares + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Square(ushort* p)
    {
        Vector512<uint> value = Avx512F.ConvertToVector512UInt64(Vector128.Load(p)).AsUInt32();
        return Avx512F.Multiply(value, value);
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
