using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Planes;

/// <summary>
/// <see cref="PlaneSumAvx512"/> in 256 bits: eight vectors of a plane and the seven carries of the plane below go through seven full
/// adders, five instructions each, which leave one vector of the plane's weight to count.
/// </summary>
/// <remarks>
/// A vector costs six instructions where its own bit count costs ten; planes that are not a multiple of 256 bytes finish vector by vector.
/// </remarks>
internal static unsafe class PlaneSumAvx2
{
    private const int Step = 32;
    private const int Chunk = 8 * Step;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Sum(byte* planes, int planeBytes, int livePlanes, byte* mask)
    {
        Vector256<ulong> sums = default;
        int i = 0;
        for (; i + Chunk <= planeBytes; i += Chunk)
        {
            if (mask == null)
                sums += SumChunk(planes + i, planeBytes, livePlanes, null, masked: false);
            else if (Any(mask + i))
                sums += SumChunk(planes + i, planeBytes, livePlanes, mask + i, masked: true);
        }
        for (; i + Step <= planeBytes; i += Step)
        {
            Vector256<byte> m = mask == null ? Vector256<byte>.AllBitsSet : Vector256.Load(mask + i);
            byte* plane = planes + i;
            for (int p = 0; p < livePlanes; p++, plane += planeBytes)
                sums += Avx2.SumAbsoluteDifferences(CountBytes(Vector256.Load(plane) & m, Table), Vector256<byte>.Zero).AsUInt64() << p;
        }
        ulong sum = Vector256.Sum(sums);
        return i == planeBytes ? sum : sum + PlaneSumScalar.Sum(planes, planeBytes, livePlanes, mask, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> SumChunk(byte* plane, int planeBytes, int livePlanes, byte* mask, bool masked)
    {
        Vector256<ulong> sums = default;
        // Four planes with the weights 1, 2, 4, 8 are added as bytes, up to 8 · 15 = 120, before the bytes are.
        Vector256<byte> table = Table, bytes = default;
        Vector256<byte> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default;
        for (int p = 0; p < livePlanes; p++, plane += planeBytes)
        {
            // In the order of the tree, so that few sums wait: sixteen registers hold the carries and little else.
            Vector256<byte> s = Add(c0, Load(plane, mask, 0, masked), Load(plane, mask, 1, masked), out c0);
            Vector256<byte> t = Add(c1, Load(plane, mask, 2, masked), Load(plane, mask, 3, masked), out c1);
            s = Add(c4, s, t, out c4);
            t = Add(c2, Load(plane, mask, 4, masked), Load(plane, mask, 5, masked), out c2);
            Vector256<byte> u = Add(c3, Load(plane, mask, 6, masked), Load(plane, mask, 7, masked), out c3);
            t = Add(c5, t, u, out c5);
            bytes += CountBytes(Add(c6, s, t, out c6), table);
            table += table;
            if ((p & 3) != 3)
                continue;
            sums += Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsUInt64() << (p - 3);
            (table, bytes) = (Table, default);
        }
        sums += Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsUInt64() << (livePlanes & ~3);
        c0 = Add(c0, c1, c2, out c1);
        c3 = Add(c3, c4, c5, out c2);
        c0 = Add(c0, c3, c6, out c4);
        c1 = Add(c1, c2, c4, out c2);
        // What is carried out of the last plane: 8 · 7 at most in a byte.
        table = Table;
        bytes = CountBytes(c0, table) + CountBytes(c1, table + table) + CountBytes(c2, table + table + (table + table));
        return sums + (Avx2.SumAbsoluteDifferences(bytes, Vector256<byte>.Zero).AsUInt64() << livePlanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Any(byte* mask)
    {
        Vector256<byte> any = Vector256.Load(mask);
        for (int i = Step; i < Chunk; i += Step)
            any |= Vector256.Load(mask + i);
        return any != default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(byte* plane, byte* mask, int vector, bool masked) => masked
        ? Vector256.Load(plane + (vector * Step)) & Vector256.Load(mask + (vector * Step))
        : Vector256.Load(plane + (vector * Step));

    /// <summary>Full adder on 256 bit columns at once: returns the sum bit; <paramref name="carry"/> has twice the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Add(Vector256<byte> a, Vector256<byte> b, Vector256<byte> c, out Vector256<byte> carry)
    {
        Vector256<byte> either = a ^ b;
        carry = (a & b) | (either & c);
        return either ^ c;
    }

    private static Vector256<byte> Table
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    }

    /// <summary>Set bits of each byte, times the weight of a table that counts those of half a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> CountBytes(Vector256<byte> v, Vector256<byte> table)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        return Avx2.Shuffle(table, v & nibble) + Avx2.Shuffle(table, (v.AsUInt16() >>> 4).AsByte() & nibble);
    }
}
