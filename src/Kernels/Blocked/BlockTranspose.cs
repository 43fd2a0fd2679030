using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>Turns frames into a block, in which the values of a pixel in all frames lie side by side, and back.</summary>
public static unsafe class BlockTranspose
{
    private const int Frames = BlockedSum.Frames;
    private const int Lanes = 32;

    /// <summary>Makes a block.</summary>
    /// <param name="frames">Up to 64 frames, one after another.</param>
    /// <param name="count">How many; the others are 0.</param>
    /// <param name="block">64 values for each pixel; filled.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void ToBlock<T>(ReadOnlySpan<T> frames, int count, Span<T> block)
        where T : unmanaged
    {
        int pixels = block.Length / Frames;
        if (count is < 0 or > Frames || block.Length % Frames != 0 || frames.Length != (long)count * pixels)
            throw new ArgumentException($"{frames.Length} values are not {count} frames of {pixels} pixels for a block of {Frames}.", nameof(frames));
        fixed (T* from = frames)
        fixed (T* to = block)
        {
            int done = 0;
            if (count == Frames && sizeof(T) == 2 && Avx512BW.IsSupported)
            {
                for (; done + Lanes <= pixels; done += Lanes)
                {
                    Square((ushort*)from + done, pixels, (ushort*)to + ((nint)done * Frames));
                    Square((ushort*)from + done + ((nint)Lanes * pixels), pixels, (ushort*)to + ((nint)done * Frames) + Lanes);
                }
            }

            for (; done < pixels; done++)
            {
                T* line = to + ((nint)done * Frames);
                for (int frame = 0; frame < Frames; frame++)
                    line[frame] = frame < count ? from[((nint)frame * pixels) + done] : default;
            }
        }
    }

    /// <summary>Takes one frame out of a block.</summary>
    /// <param name="block">64 values for each pixel.</param>
    /// <param name="frame">Its number in the block.</param>
    /// <param name="pixels">One value for each pixel; filled.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void FromBlock<T>(ReadOnlySpan<T> block, int frame, Span<T> pixels)
        where T : unmanaged
    {
        if ((uint)frame >= Frames || block.Length != (long)pixels.Length * Frames)
            throw new ArgumentException($"A block of {block.Length} values has no frame {frame} of {pixels.Length} pixels.", nameof(frame));
        fixed (T* from = block)
        {
            T* value = from + frame;
            for (int pixel = 0; pixel < pixels.Length; pixel++, value += Frames)
                pixels[pixel] = *value;
        }
    }

    // 32 frames × 32 pixels: pairs of pixels are transposed as 32-bit values, sixteen frames at a time, and taken apart at the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Square(ushort* frames, nint stride, ushort* block)
    {
        uint* first = stackalloc uint[256], second = stackalloc uint[256];
        Pairs(frames, stride, first);
        Pairs(frames + (16 * stride), stride, second);
        Vector512<ushort> even = Vector512.Create((ushort)0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62), odd = even + Vector512<ushort>.One;
        for (int pair = 0; pair < 16; pair++)
        {
            Vector512<ushort> a = Vector512.Load(first + (16 * pair)).AsUInt16(), b = Vector512.Load(second + (16 * pair)).AsUInt16();
            Avx512BW.PermuteVar32x16x2(a, even, b).Store(block + ((nint)(2 * pair) * Frames));
            Avx512BW.PermuteVar32x16x2(a, odd, b).Store(block + ((nint)((2 * pair) + 1) * Frames));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs(ushort* frames, nint stride, uint* columns)
    {
        Quarter(frames, stride, out var a0, out var a1, out var a2, out var a3);
        Quarter(frames + (4 * stride), stride, out var b0, out var b1, out var b2, out var b3);
        Quarter(frames + (8 * stride), stride, out var c0, out var c1, out var c2, out var c3);
        Quarter(frames + (12 * stride), stride, out var d0, out var d1, out var d2, out var d3);
        Columns(a0, b0, c0, d0, columns);
        Columns(a1, b1, c1, d1, columns + 16);
        Columns(a2, b2, c2, d2, columns + 32);
        Columns(a3, b3, c3, d3, columns + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(ushort* rows, nint stride, out Vector512<uint> c0, out Vector512<uint> c1, out Vector512<uint> c2, out Vector512<uint> c3)
    {
        Vector512<uint> r0 = Vector512.Load((uint*)rows), r1 = Vector512.Load((uint*)(rows + stride)), r2 = Vector512.Load((uint*)(rows + (2 * stride))), r3 = Vector512.Load((uint*)(rows + (3 * stride)));
        var low01 = Avx512F.UnpackLow(r0, r1).AsUInt64();
        var high01 = Avx512F.UnpackHigh(r0, r1).AsUInt64();
        var low23 = Avx512F.UnpackLow(r2, r3).AsUInt64();
        var high23 = Avx512F.UnpackHigh(r2, r3).AsUInt64();
        c0 = Avx512F.UnpackLow(low01, low23).AsUInt32();
        c1 = Avx512F.UnpackHigh(low01, low23).AsUInt32();
        c2 = Avx512F.UnpackLow(high01, high23).AsUInt32();
        c3 = Avx512F.UnpackHigh(high01, high23).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, uint* columns)
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
