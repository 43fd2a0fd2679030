using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Codecs.Transposition;

/// <summary>Bit planes to elements with 256-bit vectors: eight planes make a stream of bytes; streams are zipped to elements.</summary>
internal static unsafe class PlanesToElementsAvx2
{
    private const int ChunkBytes = 32;
    private const int StreamBytes = ChunkBytes * 8;

    public static bool IsSupported { get; } = Avx2.IsSupported && BitConverter.IsLittleEndian;

    /// <inheritdoc cref="BitTransposition.ToElements"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* planes, int planeBytes, int livePlanes, byte* elements, int elementBytes)
    {
        byte* streams = stackalloc byte[StreamBytes * 8];
        byte* zipped = stackalloc byte[StreamBytes * 8];
        int whole = planeBytes & -ChunkBytes;
        for (int i = 0; i < whole; i += ChunkBytes)
        {
            byte* to = elements + ((long)i * 8 * elementBytes);
            if (elementBytes == 2 && livePlanes <= 8)
            {
                Stream(planes + i, planeBytes, livePlanes, streams);
                Widen(streams, to);
                continue;
            }
            for (int b = 0; b < elementBytes; b++)
                Stream(
                    planes + ((long)b * 8 * planeBytes) + i,
                    planeBytes,
                    livePlanes - (b * 8),
                    elementBytes == 1 ? to : streams + (b * StreamBytes));
            switch (elementBytes)
            {
                case 2:
                    Zip8(streams, to);
                    break;
                case 4:
                    Zip8(streams, zipped);
                    Zip8(streams + (2 * StreamBytes), zipped + (2 * StreamBytes));
                    Zip16(zipped, to);
                    break;
                case 8:
                    for (int pair = 0; pair < 8; pair += 2)
                        Zip8(streams + (pair * StreamBytes), zipped + (pair * StreamBytes));
                    Zip16(zipped, streams);
                    Zip16(zipped + (4 * StreamBytes), streams + (4 * StreamBytes));
                    Zip32(streams, to);
                    break;
            }
        }
        PlanesToElementsScalar.Run(planes, whole, planeBytes, planeBytes, livePlanes, elements, elementBytes);
    }

    // Eight planes, 32 bytes of each, to 256 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Stream(byte* plane, long stride, int live, byte* to)
    {
        var zero = Vector256<byte>.Zero;
        if (live <= 0)
        {
            for (int i = 0; i < StreamBytes; i += ChunkBytes)
                zero.Store(to + i);
            return;
        }
        var r0 = Vector256.Load(plane);
        var r1 = live > 1 ? Vector256.Load(plane + stride) : zero;
        var r2 = live > 2 ? Vector256.Load(plane + (2 * stride)) : zero;
        var r3 = live > 3 ? Vector256.Load(plane + (3 * stride)) : zero;
        var r4 = live > 4 ? Vector256.Load(plane + (4 * stride)) : zero;
        var r5 = live > 5 ? Vector256.Load(plane + (5 * stride)) : zero;
        var r6 = live > 6 ? Vector256.Load(plane + (6 * stride)) : zero;
        var r7 = live > 7 ? Vector256.Load(plane + (7 * stride)) : zero;
        Quarters(Avx2.UnpackLow(r0, r1), Avx2.UnpackLow(r2, r3), Avx2.UnpackLow(r4, r5), Avx2.UnpackLow(r6, r7), to);
        Quarters(Avx2.UnpackHigh(r0, r1), Avx2.UnpackHigh(r2, r3), Avx2.UnpackHigh(r4, r5), Avx2.UnpackHigh(r6, r7), to + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(Vector256<byte> r01, Vector256<byte> r23, Vector256<byte> r45, Vector256<byte> r67, byte* to)
    {
        var low0 = Avx2.UnpackLow(r01.AsUInt16(), r23.AsUInt16()).AsUInt32();
        var low1 = Avx2.UnpackLow(r45.AsUInt16(), r67.AsUInt16()).AsUInt32();
        var high0 = Avx2.UnpackHigh(r01.AsUInt16(), r23.AsUInt16()).AsUInt32();
        var high1 = Avx2.UnpackHigh(r45.AsUInt16(), r67.AsUInt16()).AsUInt32();
        Pair(Avx2.UnpackLow(low0, low1), Avx2.UnpackHigh(low0, low1), to);
        Pair(Avx2.UnpackLow(high0, high1), Avx2.UnpackHigh(high0, high1), to + 32);
    }

    // The lower lanes belong to the first 16 bytes of the planes, the upper ones to the last 16.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(Vector256<uint> first, Vector256<uint> second, byte* to)
    {
        var a = BitMatrix.Transpose(first.AsUInt64());
        var b = BitMatrix.Transpose(second.AsUInt64());
        Avx2.Permute2x128(a, b, 0x20).AsByte().Store(to);
        Avx2.Permute2x128(a, b, 0x31).AsByte().Store(to + 128);
    }

    // Low bytes whose high bytes are zero.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(byte* stream, byte* to)
    {
        for (int i = 0; i < StreamBytes; i += 16)
            Avx2.ConvertToVector256Int16(stream + i).AsByte().Store(to + (2 * i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zip8(byte* streams, byte* to)
    {
        for (int i = 0; i < StreamBytes; i += 32)
        {
            var low = Vector256.Load(streams + i);
            var high = Vector256.Load(streams + StreamBytes + i);
            Both(Avx2.UnpackLow(low, high), Avx2.UnpackHigh(low, high), to + (2 * i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zip16(byte* streams, byte* to)
    {
        for (int i = 0; i < 2 * StreamBytes; i += 32)
        {
            var low = Vector256.Load((ushort*)(streams + i));
            var high = Vector256.Load((ushort*)(streams + (2 * StreamBytes) + i));
            Both(Avx2.UnpackLow(low, high).AsByte(), Avx2.UnpackHigh(low, high).AsByte(), to + (2 * i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zip32(byte* streams, byte* to)
    {
        for (int i = 0; i < 4 * StreamBytes; i += 32)
        {
            var low = Vector256.Load((uint*)(streams + i));
            var high = Vector256.Load((uint*)(streams + (4 * StreamBytes) + i));
            Both(Avx2.UnpackLow(low, high).AsByte(), Avx2.UnpackHigh(low, high).AsByte(), to + (2 * i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both(Vector256<byte> even, Vector256<byte> odd, byte* to)
    {
        Avx2.Permute2x128(even, odd, 0x20).Store(to);
        Avx2.Permute2x128(even, odd, 0x31).Store(to + 32);
    }
}
