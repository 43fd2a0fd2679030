using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Planes;

/// <summary>
/// <see cref="PlaneWordsAvx512"/> in 256 bits; with half the registers, planes are scaled by doubling what the higher planes of their four
/// gave.
/// </summary>
internal static unsafe class PlaneWordsAvx2
{
    private const int Step = 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Sum(in PlaneChunk chunk, ulong* words)
    {
        int whole = chunk.Bytes & -Step;
        byte* mask = chunk.Mask;
        new Span<ulong>(words, whole / 8).Clear();
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> counts = Repeat(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        Vector256<byte> places = Repeat(Vector128.Create((byte)0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6));
        Vector256<sbyte> lowPlace = Vector256.Create(0x38_30_28_20_18_10_08_00).AsSByte();
        Vector256<sbyte> highPlace = Vector256.Create(0x3C_34_2C_24_1C_14_0C_04).AsSByte();
        ulong sum = 0;
        for (int p = 0; p < chunk.LivePlanes; p += 4)
        {
            int highest = Math.Min(3, chunk.LivePlanes - p - 1);
            byte* first = chunk.Planes + ((long)p * chunk.PlaneBytes);
            Vector256<ulong> inNibble = default;
            Vector256<int> ofNibble = default;
            for (int i = 0; i < whole; i += Step)
            {
                Vector256<byte> m = mask == null ? Vector256<byte>.AllBitsSet : Vector256.Load(mask + i);
                Vector256<byte> low = default, high = default, inside = default;
                byte* plane = first + ((long)highest * chunk.PlaneBytes) + i;
                for (int k = highest; k >= 0; k--, plane -= chunk.PlaneBytes)
                {
                    Vector256<byte> v = Vector256.Load(plane) & m;
                    Vector256<byte> l = v & nibble, h = (v.AsUInt16() >>> 4).AsByte() & nibble;
                    low += low + Avx2.Shuffle(counts, l);
                    high += high + Avx2.Shuffle(counts, h);
                    inside += inside + (Avx2.Shuffle(places, l) + Avx2.Shuffle(places, h));
                }
                Vector256<ulong> count = Avx2.SumAbsoluteDifferences(low + high, Vector256<byte>.Zero).AsUInt64();
                ((count << p) + Vector256.Load(words + (i / 8))).Store(words + (i / 8));
                inNibble += Avx2.SumAbsoluteDifferences(inside, Vector256<byte>.Zero).AsUInt64();
                ofNibble += Avx2.MultiplyAddAdjacent(
                    Avx2.MultiplyAddAdjacent(low, lowPlace) + Avx2.MultiplyAddAdjacent(high, highPlace), Vector256<short>.One);
            }
            sum += (Vector256.Sum(inNibble) + (ulong)Vector256.Sum(ofNibble)) << p;
        }
        return whole == chunk.Bytes ? sum : sum + PlaneWordsScalar.Sum(chunk, words, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Repeat(Vector128<byte> table) => Vector256.Create(table, table);
}
