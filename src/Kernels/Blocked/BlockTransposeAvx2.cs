using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>
/// <see cref="BlockTranspose"/> in 256 bits: the two halves of a register take rows that lie half a square apart, so that interleaving
/// within halves transposes them.
/// </summary>
internal static unsafe class BlockTransposeAvx2
{
    private const int Frames = BlockLayout.Frames;
    private const int Lanes = BlockLayout.Lanes;

    /// <summary>Puts 32 frames of 16-bit values into a block; returns how many pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Shorts(ushort* frames, int framePixels, int pixels, ushort* lanes)
    {
        int done = 0;
        for (; done + 8 <= pixels; done += 8)
        {
            for (int frame = 0; frame < Lanes; frame += 16)
                Short(frames + done + ((nint)frame * framePixels), framePixels, lanes + ((nint)done * Frames) + frame, Frames);
        }

        return done;
    }

    /// <summary>Takes 32 frames of 16-bit values out of a block; returns how many pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int ShortFrames(ushort* lanes, int pixels, ushort* frames)
    {
        int done = 0;
        for (; done + 16 <= pixels; done += 16)
        {
            for (int frame = 0; frame < Lanes; frame += 8)
                Short(lanes + ((nint)done * Frames) + frame, Frames, frames + ((nint)frame * pixels) + done, pixels);
        }

        return done;
    }

    /// <summary>Puts 32 frames of 8-bit values into a block; returns how many pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Bytes(byte* frames, int framePixels, int pixels, byte* lanes)
    {
        Vector256<byte>* first = stackalloc Vector256<byte>[16], second = stackalloc Vector256<byte>[16];
        int done = 0;
        for (; done + 16 <= pixels; done += 16)
        {
            byte* row = frames + done;
            for (int i = 0; i < 16; i++, row += framePixels)
                first[i] = Halves(row, 16 * (nint)framePixels);
            Interleave(first, second);
            Interleave(second, first);
            Interleave(first, second);
            Interleave(second, first);
            for (int i = 0; i < 16; i++)
                first[i].Store(lanes + ((nint)(done + i) * Frames));
        }

        return done;
    }

    /// <summary>Puts 32 frames of 32-bit values into a block; returns how many pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Words(uint* frames, int framePixels, int pixels, uint* lanes)
    {
        int done = 0;
        for (; done + 4 <= pixels; done += 4)
        {
            for (int frame = 0; frame < Lanes; frame += 8)
            {
                uint* from = frames + done + ((nint)frame * framePixels), to = lanes + ((nint)done * Frames) + frame;
                nint half = 4 * (nint)framePixels;
                Vector256<uint> r0 = Halves(from, half), r1 = Halves(from + framePixels, half),
                    r2 = Halves(from + (2 * (nint)framePixels), half), r3 = Halves(from + (3 * (nint)framePixels), half);
                Vector256<uint> a0 = Avx2.UnpackLow(r0, r2), a1 = Avx2.UnpackHigh(r0, r2),
                    a2 = Avx2.UnpackLow(r1, r3), a3 = Avx2.UnpackHigh(r1, r3);
                Avx2.UnpackLow(a0, a2).Store(to);
                Avx2.UnpackHigh(a0, a2).Store(to + Frames);
                Avx2.UnpackLow(a1, a3).Store(to + (2 * Frames));
                Avx2.UnpackHigh(a1, a3).Store(to + (3 * Frames));
            }
        }

        return done;
    }

    // Sixteen rows of eight values become eight rows of sixteen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Short(ushort* from, nint stride, ushort* to, nint toStride)
    {
        nint half = 8 * stride;
        Vector256<ushort> r0 = Halves(from, half), r1 = Halves(from + stride, half),
            r2 = Halves(from + (2 * stride), half), r3 = Halves(from + (3 * stride), half);
        Vector256<ushort> r4 = Halves(from + (4 * stride), half), r5 = Halves(from + (5 * stride), half),
            r6 = Halves(from + (6 * stride), half), r7 = Halves(from + (7 * stride), half);
        Vector256<ushort> a0 = Avx2.UnpackLow(r0, r4), a1 = Avx2.UnpackHigh(r0, r4),
            a2 = Avx2.UnpackLow(r1, r5), a3 = Avx2.UnpackHigh(r1, r5);
        Vector256<ushort> a4 = Avx2.UnpackLow(r2, r6), a5 = Avx2.UnpackHigh(r2, r6),
            a6 = Avx2.UnpackLow(r3, r7), a7 = Avx2.UnpackHigh(r3, r7);
        Vector256<ushort> b0 = Avx2.UnpackLow(a0, a4), b1 = Avx2.UnpackHigh(a0, a4),
            b2 = Avx2.UnpackLow(a1, a5), b3 = Avx2.UnpackHigh(a1, a5);
        Vector256<ushort> b4 = Avx2.UnpackLow(a2, a6), b5 = Avx2.UnpackHigh(a2, a6),
            b6 = Avx2.UnpackLow(a3, a7), b7 = Avx2.UnpackHigh(a3, a7);
        Avx2.UnpackLow(b0, b4).Store(to);
        Avx2.UnpackHigh(b0, b4).Store(to + toStride);
        Avx2.UnpackLow(b1, b5).Store(to + (2 * toStride));
        Avx2.UnpackHigh(b1, b5).Store(to + (3 * toStride));
        Avx2.UnpackLow(b2, b6).Store(to + (4 * toStride));
        Avx2.UnpackHigh(b2, b6).Store(to + (5 * toStride));
        Avx2.UnpackLow(b3, b7).Store(to + (6 * toStride));
        Avx2.UnpackHigh(b3, b7).Store(to + (7 * toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector256<byte>* from, Vector256<byte>* to)
    {
        for (int i = 0; i < 8; i++)
        {
            to[2 * i] = Avx2.UnpackLow(from[i], from[i + 8]);
            to[(2 * i) + 1] = Avx2.UnpackHigh(from[i], from[i + 8]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Halves<T>(T* row, nint distance)
        where T : unmanaged
        => Vector256.Create(Vector128.Load(row), Vector128.Load(row + distance));
}
