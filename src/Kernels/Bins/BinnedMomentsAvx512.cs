using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Bins;

/// <summary>Sixteen frames side by side in the lanes of a vector: a pixel is then one addition for all of them, whatever its bin.</summary>
/// <remarks>
/// Sixteen pairs of neighbouring pixels of sixteen frames are transposed in registers (64 shuffles for 512 values, whole cache lines); then
/// each pixel is one vector that is added to its bin's 32-bit sums, and whose squares are added in 64 bits, even and odd frames apart.
/// 32-bit sums hold 65 537 pixels of full scale and are emptied before.
/// </remarks>
internal static unsafe class BinnedMomentsAvx512
{
    public const int Frames = 16;
    private const int Sets = 2;
    private const int SlotWords = 24;
    private const int GroupsBeforeEmptying = 65536 / DetectorBins.GroupPixels;

    /// <param name="frames">Frames one after another.</param>
    /// <param name="count">How many, up to sixteen.</param>
    /// <param name="bins">The bin of each pixel.</param>
    /// <param name="sums">Frame by frame, one for each bin; added to.</param>
    /// <param name="squares">Frame by frame, one for each bin; added to.</param>
    public static void Add<T>(T* frames, int count, DetectorBins bins, ulong* sums, ulong* squares)
        where T : unmanaged
    {
        // For each bin, and for pixels of none, twice: eight squares of even frames, eight of odd ones, sixteen narrow sums.
        int slots = bins.Count + 1;
        ulong[] rented = ArrayPool<ulong>.Shared.Rent((slots * Sets * SlotWords) + 7);
        try
        {
            Array.Clear(rented, 0, (slots * Sets * SlotWords) + 7);
            fixed (ulong* start = rented)
            {
                ulong* memory = (ulong*)(((nuint)start + 63) & ~(nuint)63);
                for (int first = 0; first < bins.Groups.Length; first += GroupsBeforeEmptying)
                {
                    AddGroups(frames, count, bins, first, Math.Min(first + GroupsBeforeEmptying, bins.Groups.Length), memory);
                    Empty(memory, count, bins.Count, sums);
                }

                for (int bin = 0; bin < bins.Count; bin++)
                {
                    for (int f = 0; f < count; f++)
                        {
                        ulong* square = memory + (bin * Sets * SlotWords) + ((f & 1) * 8) + (f / 2);
                        squares[((long)f * bins.Count) + bin] += square[0] + square[SlotWords];
                    }
                }
            }
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }

        int whole = bins.Pixels / DetectorBins.GroupPixels * DetectorBins.GroupPixels;
        for (int f = 0; f < count; f++)
            BinnedMoments.AddScalar(
                frames + ((long)f * bins.Pixels), whole, bins, sums + ((long)f * bins.Count), squares + ((long)f * bins.Count));
    }

    private static void Empty(ulong* memory, int count, int bins, ulong* sums)
    {
        for (int slot = 0; slot < bins * Sets; slot++)
        {
            uint* narrow = (uint*)(memory + (slot * SlotWords) + 16);
            for (int f = 0; f < count; f++)
                sums[((long)f * bins) + (slot / Sets)] += narrow[f];
            new Span<uint>(narrow, Frames).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroups<T>(T* frames, int count, DetectorBins bins, int firstGroup, int lastGroup, ulong* memory)
        where T : unmanaged
    {
        uint* columns = stackalloc uint[16 * 16];
        T** rows = stackalloc T*[Frames];
        for (int f = 0; f < Frames; f++)
            // lanes without a frame repeat the last one, and are not read
            rows[f] = frames + ((long)Math.Min(f, count - 1) * bins.Pixels);
        var low = Vector512.Create(0xFFFFu);
        fixed (int* slots = bins.Slots)
        {
            for (int group = firstGroup; group < lastGroup; group++)
            {
                int pixel = bins.Groups[group];
                Transpose(rows, pixel, columns);
                int* slot = slots + pixel;
                for (int i = 0; i < DetectorBins.GroupPixels; i += Sets)
                {
                    // Neighbours often share a bin: they go to sets of their own, so that the second need not wait for the first.
                    var pair = Vector512.Load(columns + (8 * i));
                    AddPixel(pair & low, memory + (slot[i] * Sets * SlotWords));
                    AddPixel(pair >>> 16, memory + (slot[i + 1] * Sets * SlotWords) + SlotWords);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPixel(Vector512<uint> value, ulong* slot)
    {
        var odd = value.AsUInt64() >>> 32;
        (Vector512.Load(slot) + Avx512F.Multiply(value, value)).Store(slot);
        (Vector512.Load(slot + 8) + Avx512F.Multiply(odd.AsUInt32(), odd.AsUInt32())).Store(slot + 8);
        (Vector512.Load((uint*)(slot + 16)) + value).Store((uint*)(slot + 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Load<T>(T* from)
        where T : unmanaged
        => typeof(T) == typeof(byte)
            ? Avx512BW.ConvertToVector512UInt16(Vector256.Load((byte*)from)).AsUInt32()
            : Vector512.Load((ushort*)from).AsUInt32();

    /// <summary>Sixteen pairs of pixels of sixteen frames: <paramref name="columns"/> gets sixteen vectors, one for each pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose<T>(T** rows, int pixel, uint* columns)
        where T : unmanaged
    {
        // Within 128-bit lanes: vector j of a quarter holds column 4 · lane + j of its four rows.
        Quarter(
            Load(rows[0] + pixel), Load(rows[1] + pixel), Load(rows[2] + pixel),
            Load(rows[3] + pixel), out var a0, out var a1, out var a2, out var a3);
        Quarter(
            Load(rows[4] + pixel), Load(rows[5] + pixel), Load(rows[6] + pixel),
            Load(rows[7] + pixel), out var b0, out var b1, out var b2, out var b3);
        Quarter(
            Load(rows[8] + pixel), Load(rows[9] + pixel), Load(rows[10] + pixel),
            Load(rows[11] + pixel), out var c0, out var c1, out var c2, out var c3);
        Quarter(
            Load(rows[12] + pixel), Load(rows[13] + pixel), Load(rows[14] + pixel),
            Load(rows[15] + pixel), out var d0, out var d1, out var d2, out var d3);
        Lanes(a0, b0, c0, d0, columns);
        Lanes(a1, b1, c1, d1, columns + 16);
        Lanes(a2, b2, c2, d2, columns + 32);
        Lanes(a3, b3, c3, d3, columns + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(
        Vector512<uint> r0, Vector512<uint> r1, Vector512<uint> r2, Vector512<uint> r3,
        out Vector512<uint> c0, out Vector512<uint> c1, out Vector512<uint> c2, out Vector512<uint> c3)
    {
        var low01 = Avx512F.UnpackLow(r0, r1).AsUInt64();
        var high01 = Avx512F.UnpackHigh(r0, r1).AsUInt64();
        var low23 = Avx512F.UnpackLow(r2, r3).AsUInt64();
        var high23 = Avx512F.UnpackHigh(r2, r3).AsUInt64();
        c0 = Avx512F.UnpackLow(low01, low23).AsUInt32();
        c1 = Avx512F.UnpackHigh(low01, low23).AsUInt32();
        c2 = Avx512F.UnpackLow(high01, high23).AsUInt32();
        c3 = Avx512F.UnpackHigh(high01, high23).AsUInt32();
    }

    // Lane k of the four is column 4k + j: gathers the lanes of each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, uint* columns)
    {
        var evenFirst = Avx512F.Shuffle4x128(a, b, 0x88);
        var evenLast = Avx512F.Shuffle4x128(c, d, 0x88);
        var oddFirst = Avx512F.Shuffle4x128(a, b, 0xDD);
        var oddLast = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(evenFirst, evenLast, 0x88).Store(columns);
        Avx512F.Shuffle4x128(oddFirst, oddLast, 0x88).Store(columns + 64);
        Avx512F.Shuffle4x128(evenFirst, evenLast, 0xDD).Store(columns + 128);
        Avx512F.Shuffle4x128(oddFirst, oddLast, 0xDD).Store(columns + 192);
    }
}
