using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Transposition;

/// <summary>Bit planes to elements with 512-bit vectors; GFNI transposes eight 8 × 8 bit matrices in one instruction.</summary>
/// <remarks>
/// Unpacking works inside lanes of 16 bytes. Each row is permuted first so that three stages of unpacking leave groups of eight elements
/// where the next step wants them: in raster order for one-byte elements; else in the order 0 4 1 5 2 6 3 7, so that unpacking low and high
/// bytes leaves two-byte elements in raster order.
/// </remarks>
internal static unsafe class PlanesToElementsAvx512
{
    private const int ChunkBytes = 64;
    private const int StreamBytes = ChunkBytes * 8;

    // GF2P8AFFINEQB with the identity as its first operand transposes the second, upside down; so rows go in from plane 7 to plane 0.
    private const ulong Identity = 0x8040201008040201;

    private static readonly Vector512<byte> RasterOrder = Order(static (lane, word, half) => (8 * word) + (2 * lane) + half);
    private static readonly Vector512<byte> PairOrder = Order(static (lane, word, half) => (8 * word) + lane + (4 * half));
    private static readonly Vector512<ushort> LowWords = Vector512.Create(
        (ushort)0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47);
    private static readonly Vector512<ushort> HighWords = LowWords + Vector512.Create((ushort)16);
    private static readonly Vector512<uint> LowDoubles = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    private static readonly Vector512<uint> HighDoubles = LowDoubles + Vector512.Create(8u);

    public static bool IsSupported { get; } = Gfni.V512.IsSupported && Avx512Vbmi.IsSupported && BitConverter.IsLittleEndian;

    /// <inheritdoc cref="BitTransposition.ToElements"/>
    [SkipLocalsInit]
    public static void Run(byte* planes, int planeBytes, int livePlanes, byte* elements, int elementBytes)
    {
        int whole = planeBytes & -ChunkBytes;
        Chunks(planes, planeBytes, whole, livePlanes, elements, elementBytes);
        int rest = planeBytes - whole;
        if (rest == 0)
            return;
        if (rest < 8)
        {
            PlanesToElementsScalar.Run(planes, whole, planeBytes, planeBytes, livePlanes, elements, elementBytes);
            return;
        }
        // The last, partial chunk goes through copies of full length: nothing is touched outside.
        byte* padded = stackalloc byte[ChunkBytes * 64];
        byte* full = stackalloc byte[StreamBytes * 8];
        for (int p = 0; p < livePlanes; p++)
            Unsafe.CopyBlockUnaligned(padded + (p * ChunkBytes), planes + ((long)p * planeBytes) + whole, (uint)rest);
        Chunks(padded, ChunkBytes, ChunkBytes, livePlanes, full, elementBytes);
        Unsafe.CopyBlockUnaligned(elements + ((long)whole * 8 * elementBytes), full, (uint)(rest * 8 * elementBytes));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chunks(byte* planes, long stride, int bytes, int livePlanes, byte* elements, int elementBytes)
    {
        byte* scratch = stackalloc byte[StreamBytes * (2 + 4 + 8)];
        byte* doubles = scratch + (6 * StreamBytes);
        var order = elementBytes == 1 ? RasterOrder : PairOrder;
        for (int i = 0; i < bytes; i += ChunkBytes)
        {
            byte* plane = planes + i;
            byte* to = elements + ((long)i * 8 * elementBytes);
            switch (elementBytes)
            {
                case 1:
                    Stream(plane, stride, livePlanes, order, to);
                    break;
                case 2:
                    Pairs(plane, stride, livePlanes, order, scratch, to);
                    break;
                case 4:
                    Quads(plane, stride, livePlanes, order, scratch, to);
                    break;
                default:
                    Quads(plane, stride, livePlanes, order, scratch, doubles);
                    Quads(plane + (32 * stride), stride, livePlanes - 32, order, scratch, doubles + (4 * StreamBytes));
                    ZipDoubles(doubles, doubles + (4 * StreamBytes), to);
                    break;
            }
        }
    }

    // 16 planes to 512 two-byte elements.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs(byte* plane, long stride, int live, Vector512<byte> order, byte* streams, byte* to)
    {
        Stream(plane, stride, live, order, streams);
        if (live <= 8)
        {
            for (int i = 0; i < StreamBytes; i += 64)
                ZipBytes(Vector512.Load(streams + i), Vector512<byte>.Zero, to + (2 * i));
            return;
        }
        Stream(plane + (8 * stride), stride, live - 8, order, streams + StreamBytes);
        for (int i = 0; i < StreamBytes; i += 64)
            ZipBytes(Vector512.Load(streams + i), Vector512.Load(streams + StreamBytes + i), to + (2 * i));
    }

    // 32 planes to 512 four-byte elements.
    private static void Quads(byte* plane, long stride, int live, Vector512<byte> order, byte* scratch, byte* to)
    {
        byte* low = scratch + (2 * StreamBytes);
        byte* high = low + (2 * StreamBytes);
        Pairs(plane, stride, live, order, scratch, low);
        if (live <= 16)
        {
            for (int i = 0; i < 2 * StreamBytes; i += 32)
                Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)(low + i))).AsByte().Store(to + (2 * i));
            return;
        }
        Pairs(plane + (16 * stride), stride, live - 16, order, scratch, high);
        var first = LowWords;
        var second = HighWords;
        for (int i = 0; i < 2 * StreamBytes; i += 64)
        {
            var a = Vector512.Load((ushort*)(low + i));
            var b = Vector512.Load((ushort*)(high + i));
            Avx512BW.PermuteVar32x16x2(a, first, b).AsByte().Store(to + (2 * i));
            Avx512BW.PermuteVar32x16x2(a, second, b).AsByte().Store(to + (2 * i) + 64);
        }
    }

    private static void ZipDoubles(byte* low, byte* high, byte* to)
    {
        var first = LowDoubles;
        var second = HighDoubles;
        for (int i = 0; i < 4 * StreamBytes; i += 64)
        {
            var a = Vector512.Load((uint*)(low + i));
            var b = Vector512.Load((uint*)(high + i));
            Avx512F.PermuteVar16x32x2(a, first, b).AsByte().Store(to + (2 * i));
            Avx512F.PermuteVar16x32x2(a, second, b).AsByte().Store(to + (2 * i) + 64);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ZipBytes(Vector512<byte> low, Vector512<byte> high, byte* to)
    {
        Avx512BW.UnpackLow(low, high).Store(to);
        Avx512BW.UnpackHigh(low, high).Store(to + 64);
    }

    // Eight planes, 64 bytes of each, to 512 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stream(byte* plane, long stride, int live, Vector512<byte> order, byte* to)
    {
        var zero = Vector512<byte>.Zero;
        if (live <= 0)
        {
            for (int i = 0; i < StreamBytes; i += 64)
                zero.Store(to + i);
            return;
        }
        Vector512<byte> r0 = Row(plane, order), r1 = zero, r2 = zero, r3 = zero, r4 = zero, r5 = zero, r6 = zero, r7 = zero;
        if (live > 1)
        {
            r1 = Row(plane + stride, order);
            if (live > 2)
                r2 = Row(plane + (2 * stride), order);
            if (live > 3)
                r3 = Row(plane + (3 * stride), order);
            if (live > 4)
                r4 = Row(plane + (4 * stride), order);
            if (live > 5)
                r5 = Row(plane + (5 * stride), order);
            if (live > 6)
                r6 = Row(plane + (6 * stride), order);
            if (live > 7)
                r7 = Row(plane + (7 * stride), order);
        }
        Half(Avx512BW.UnpackLow(r7, r6), Avx512BW.UnpackLow(r5, r4), Avx512BW.UnpackLow(r3, r2), Avx512BW.UnpackLow(r1, r0), to);
        Half(
            Avx512BW.UnpackHigh(r7, r6), Avx512BW.UnpackHigh(r5, r4),
            Avx512BW.UnpackHigh(r3, r2), Avx512BW.UnpackHigh(r1, r0), to + (StreamBytes / 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Row(byte* plane, Vector512<byte> order) => Avx512Vbmi.PermuteVar64x8(Vector512.Load(plane), order);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(Vector512<byte> r76, Vector512<byte> r54, Vector512<byte> r32, Vector512<byte> r10, byte* to)
    {
        var low7654 = Avx512BW.UnpackLow(r76.AsUInt16(), r54.AsUInt16()).AsUInt32();
        var high7654 = Avx512BW.UnpackHigh(r76.AsUInt16(), r54.AsUInt16()).AsUInt32();
        var low3210 = Avx512BW.UnpackLow(r32.AsUInt16(), r10.AsUInt16()).AsUInt32();
        var high3210 = Avx512BW.UnpackHigh(r32.AsUInt16(), r10.AsUInt16()).AsUInt32();
        Transpose(Avx512F.UnpackLow(low7654, low3210), to);
        Transpose(Avx512F.UnpackHigh(low7654, low3210), to + 64);
        Transpose(Avx512F.UnpackLow(high7654, high3210), to + 128);
        Transpose(Avx512F.UnpackHigh(high7654, high3210), to + 192);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(Vector512<uint> groups, byte* to) =>
        Gfni.V512.GaloisFieldAffineTransform(Vector512.Create(Identity).AsByte(), groups.AsByte(), 0).Store(to);

    private static Vector512<byte> Order(Func<int, int, int, int> from)
    {
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)from(i / 16, i % 16 / 2, i % 2);
        return Vector512.Create<byte>(bytes);
    }
}
