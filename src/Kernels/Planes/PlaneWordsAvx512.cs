using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Planes;

/// <summary>
/// <see cref="PlaneWordsScalar"/> in 512 bits, nibble by nibble: tables give the bit count and the sum of bit places 0 … 3, scaled by 1, 2,
/// 4, 8 for four planes at a time.
/// </summary>
/// <remarks>
/// Lanes: a count reaches 4·15 = 60 and a place sum 12·15 = 180 of 255. A bit's place in its word is place in the nibble + 8 · byte + (4 in
/// a high nibble): the latter two multiply the counts of the low and the high nibbles apart.
/// </remarks>
internal static unsafe class PlaneWordsAvx512
{
    private const int Step = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Sum(in PlaneChunk chunk, ulong* words)
    {
        int whole = chunk.Bytes & -Step;
        int stride = chunk.PlaneBytes;
        byte* mask = chunk.Mask;
        Vector512<byte> counts = Repeat(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        Vector512<byte> counts2 = counts + counts, counts4 = counts2 + counts2, counts8 = counts4 + counts4;
        Vector512<byte> places = Repeat(Vector128.Create((byte)0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6));
        Vector512<byte> places2 = places + places, places4 = places2 + places2, places8 = places4 + places4;
        Vector512<sbyte> lowPlace = Vector512.Create(0x38_30_28_20_18_10_08_00).AsSByte();
        Vector512<sbyte> highPlace = Vector512.Create(0x3C_34_2C_24_1C_14_0C_04).AsSByte();
        if (chunk.LivePlanes == 0)
            new Span<ulong>(words, whole / 8).Clear();
        ulong sum = 0;
        for (int p = 0; p < chunk.LivePlanes; p += 4)
        {
            int n = chunk.LivePlanes - p;
            byte* plane = chunk.Planes + ((long)p * stride);
            Vector512<ulong> inNibble = default;
            Vector512<int> ofNibble = default;
            for (int i = 0; i < whole; i += Step, plane += Step)
            {
                Vector512<byte> m = mask == null ? Vector512<byte>.AllBitsSet : Vector512.Load(mask + i);
                Vector512<byte> low = default, high = default, inside = default;
                Add(Vector512.Load(plane) & m, counts, places, ref low, ref high, ref inside);
                if (n > 1)
                    Add(Vector512.Load(plane + stride) & m, counts2, places2, ref low, ref high, ref inside);
                if (n > 2)
                    Add(Vector512.Load(plane + (2L * stride)) & m, counts4, places4, ref low, ref high, ref inside);
                if (n > 3)
                    Add(Vector512.Load(plane + (3L * stride)) & m, counts8, places8, ref low, ref high, ref inside);
                Vector512<ulong> count = Avx512BW.SumAbsoluteDifferences(low + high, Vector512<byte>.Zero).AsUInt64();
                ulong* to = (ulong*)((byte*)words + i);
                (p == 0 ? count : (count << p) + Vector512.Load(to)).Store(to);
                inNibble += Avx512BW.SumAbsoluteDifferences(inside, Vector512<byte>.Zero).AsUInt64();
                ofNibble += Avx512BW.MultiplyAddAdjacent(
                    Avx512BW.MultiplyAddAdjacent(low, lowPlace) + Avx512BW.MultiplyAddAdjacent(high, highPlace), Vector512<short>.One);
            }
            sum += (Vector512.Sum(inNibble) + (ulong)Vector512.Sum(ofNibble)) << p;
        }
        return whole == chunk.Bytes ? sum : sum + PlaneWordsScalar.Sum(chunk, words, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector512<byte> bits,
        Vector512<byte> counts, Vector512<byte> places, ref Vector512<byte> low, ref Vector512<byte> high, ref Vector512<byte> inside)
    {
        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> l = bits & nibble, h = (bits.AsUInt16() >>> 4).AsByte() & nibble;
        low += Avx512BW.Shuffle(counts, l);
        high += Avx512BW.Shuffle(counts, h);
        inside += Avx512BW.Shuffle(places, l) + Avx512BW.Shuffle(places, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Repeat(Vector128<byte> table) =>
        Vector512.Create(Vector256.Create(table, table), Vector256.Create(table, table));
}
