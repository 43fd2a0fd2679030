using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Planes;

/// <summary>
/// <see cref="PlaneSum"/> in 512 bits. Eight vectors of a plane and the seven carries of the plane below go through seven full adders
/// (two ternary logic instructions each): one vector of the plane's weight is left to count, seven carries of twice the weight go up.
/// </summary>
/// <remarks>
/// Fifteen vectors cost one bit count instead of eight, and the counts of four planes one sum over bytes; planes that are not a multiple of
/// 512 bytes finish vector by vector.
/// </remarks>
internal static unsafe class PlaneSumAvx512
{
    private const int Step = 64;
    private const int Chunk = 8 * Step;
    private const byte Xor3 = 0x96;
    private const byte Majority = 0xE8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Sum(byte* planes, int planeBytes, int livePlanes, byte* mask)
    {
        Vector512<ulong> sums = default;
        int i = 0;
        for (; i + Chunk <= planeBytes; i += Chunk)
            sums += SumChunk(planes + i, planeBytes, livePlanes, mask == null ? null : mask + i);
        for (; i + Step <= planeBytes; i += Step)
        {
            Vector512<byte> m = mask == null ? Vector512<byte>.AllBitsSet : Vector512.Load(mask + i);
            byte* plane = planes + i;
            for (int p = 0; p < livePlanes; p++, plane += planeBytes)
                sums += Count(Vector512.Load(plane) & m) << p;
        }
        ulong sum = Vector512.Sum(sums);
        return i == planeBytes ? sum : sum + PlaneSumScalar.Sum(planes, planeBytes, livePlanes, mask, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> SumChunk(byte* plane, int planeBytes, int livePlanes, byte* mask)
    {
        Vector512<byte> m0, m1, m2, m3, m4, m5, m6, m7;
        if (mask == null)
        {
            m0 = m1 = m2 = m3 = m4 = m5 = m6 = m7 = Vector512<byte>.AllBitsSet;
        }
        else
        {
            m0 = Vector512.Load(mask);
            m1 = Vector512.Load(mask + Step);
            m2 = Vector512.Load(mask + (2 * Step));
            m3 = Vector512.Load(mask + (3 * Step));
            m4 = Vector512.Load(mask + (4 * Step));
            m5 = Vector512.Load(mask + (5 * Step));
            m6 = Vector512.Load(mask + (6 * Step));
            m7 = Vector512.Load(mask + (7 * Step));
            if ((m0 | m1 | (m2 | m3) | (m4 | m5 | (m6 | m7))) == default)
                return default;
        }
        Vector512<ulong> sums = default;
        // Four planes with the weights 1, 2, 4, 8 are added as bytes, up to 8 · 15 = 120, before the bytes are.
        Vector512<byte> table = Table, bytes = default;
        Vector512<byte> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default;
        for (int p = 0; p < livePlanes; p++, plane += planeBytes)
        {
            Vector512<byte> s = c0, t = c1, u = c2, v = c3, w = c4, x = c5, y = c6;
            Add(ref s, Vector512.Load(plane) & m0, Vector512.Load(plane + Step) & m1, out c0);
            Add(ref t, Vector512.Load(plane + (2 * Step)) & m2, Vector512.Load(plane + (3 * Step)) & m3, out c1);
            Add(ref u, Vector512.Load(plane + (4 * Step)) & m4, Vector512.Load(plane + (5 * Step)) & m5, out c2);
            Add(ref v, Vector512.Load(plane + (6 * Step)) & m6, Vector512.Load(plane + (7 * Step)) & m7, out c3);
            Add(ref w, s, t, out c4);
            Add(ref x, u, v, out c5);
            Add(ref y, w, x, out c6);
            bytes += CountBytes(y, table);
            table += table;
            if ((p & 3) != 3)
                continue;
            sums += Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsUInt64() << (p - 3);
            (table, bytes) = (Table, default);
        }
        sums += Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsUInt64() << (livePlanes & ~3);
        Add(ref c0, c1, c2, out c1);
        Add(ref c3, c4, c5, out c2);
        Add(ref c0, c3, c6, out c4);
        Add(ref c1, c2, c4, out c2);
        // What is carried out of the last plane: 8 · 7 at most in a byte.
        table = Table;
        bytes = CountBytes(c0, table) + CountBytes(c1, table + table) + CountBytes(c2, table + table + (table + table));
        return sums + (Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsUInt64() << livePlanes);
    }

    /// <summary>
    /// Full adder on 512 bit columns at once: <paramref name="a"/> becomes the sum bit, <paramref name="carry"/> has twice the weight.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref Vector512<byte> a, Vector512<byte> b, Vector512<byte> c, out Vector512<byte> carry)
    {
        Vector512<byte> before = a;
        a = Avx512F.TernaryLogic(before, b, c, Xor3);
        carry = Avx512F.TernaryLogic(before, b, c, Majority);
    }

    private static Vector512<byte> Table
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    }

    /// <summary>Set bits of each 64-bit lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Count(Vector512<byte> v) =>
        Avx512BW.SumAbsoluteDifferences(CountBytes(v, Table), Vector512<byte>.Zero).AsUInt64();

    /// <summary>Set bits of each byte, times the weight of a table that counts those of half a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> CountBytes(Vector512<byte> v, Vector512<byte> table)
    {
        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        return Avx512BW.Shuffle(table, v & nibble) + Avx512BW.Shuffle(table, (v.AsUInt16() >>> 4).AsByte() & nibble);
    }
}
