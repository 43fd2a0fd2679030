using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ronchi.Kernels.Blocked;

/// <summary>Turns frames into a block, in which the values of a pixel in all frames lie side by side, and back.</summary>
public static unsafe class BlockTranspose
{
    private const int Frames = BlockLayout.Frames;
    private const int Lanes = BlockLayout.Lanes;
    private const int Some = 16;

    /// <summary>Puts frames into a block.</summary>
    /// <param name="frames">Frames, one after another.</param>
    /// <param name="count">How many.</param>
    /// <param name="block"><see cref="BlockLayout.Frames"/> values for each pixel.</param>
    /// <param name="first">Place of the first frame in the block.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void ToBlock<T>(ReadOnlySpan<T> frames, int count, Span<T> block, int first)
        where T : unmanaged
    {
        int pixels = block.Length / Frames;
        if (block.Length % Frames != 0 || frames.Length != (long)count * pixels)
            throw new ArgumentException(
                $"{frames.Length} values are not {count} frames of {pixels} pixels for the places from {first} of a block of {Frames}.",
                nameof(frames));
        ToBlock(frames, count, pixels, 0, block, first);
    }

    /// <summary>Puts some pixels of frames into their part of a block.</summary>
    /// <param name="frames">Whole frames, one after another.</param>
    /// <param name="count">How many.</param>
    /// <param name="framePixels">Pixels of a frame.</param>
    /// <param name="firstPixel">The first of the pixels.</param>
    /// <param name="strip"><see cref="BlockLayout.Frames"/> values for each of the pixels.</param>
    /// <param name="first">Place of the first frame in the block.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void ToBlock<T>(ReadOnlySpan<T> frames, int count, int framePixels, int firstPixel, Span<T> strip, int first)
        where T : unmanaged
    {
        int pixels = strip.Length / Frames;
        if (first < 0 || count < 0 || first > Frames - count || strip.Length % Frames != 0 || firstPixel < 0
            || firstPixel > framePixels - pixels || frames.Length != (long)count * framePixels)
            throw new ArgumentException(
                $"{frames.Length} values are not {count} frames of {framePixels} pixels, of which {pixels} from {firstPixel} on take the "
                + $"places from {first} of a block of {Frames}.",
                nameof(frames));
        fixed (T* values = frames)
        fixed (T* to = strip)
        {
            T* from = values + firstPixel;
            int frame = 0;
            for (; frame + Lanes <= count; frame += Lanes)
            {
                T* some = from + ((nint)frame * framePixels), lanes = to + first + frame;
                int done = !Avx512BW.IsSupported ? Narrow(some, framePixels, pixels, lanes) : sizeof(T) switch
                {
                    1 => Bytes((byte*)some, framePixels, pixels, (byte*)lanes),
                    2 => Shorts((ushort*)some, framePixels, pixels, (ushort*)lanes),
                    4 => Words((uint*)some, framePixels, pixels, (uint*)lanes),
                    _ => 0,
                };
                Rest(some, Lanes, framePixels, pixels, done, lanes);
            }

            Rest(from + ((nint)frame * framePixels), count - frame, framePixels, pixels, 0, to + first + frame);
        }
    }

    /// <summary>Takes frames out of a block.</summary>
    /// <typeparam name="TBlock">Type of the block's values.</typeparam>
    /// <typeparam name="T">Type of the frames' values, the same or a wider one.</typeparam>
    /// <param name="block"><see cref="BlockLayout.Frames"/> values for each pixel.</param>
    /// <param name="first">Place of the first frame in the block.</param>
    /// <param name="count">How many.</param>
    /// <param name="frames">One value for each pixel, frame after frame; filled.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static void FromBlock<TBlock, T>(ReadOnlySpan<TBlock> block, int first, int count, Span<T> frames)
        where TBlock : unmanaged, INumberBase<TBlock>
        where T : unmanaged, INumberBase<T>
    {
        int pixels = block.Length / Frames;
        if (first < 0 || count < 0 || first > Frames - count || block.Length % Frames != 0 || frames.Length != (long)count * pixels)
            throw new ArgumentException(
                $"{frames.Length} values are not the {count} frames from {first} of a block of {Frames} with {pixels} pixels.",
                nameof(frames));
        fixed (TBlock* from = block)
        fixed (T* to = frames)
        {
            int done = count == 1 ? OneFrame(from + first, pixels, to) : 0;
            if (count == Lanes && typeof(TBlock) == typeof(ushort) && typeof(T) == typeof(ushort) && Avx2.IsSupported)
            {
                done = Avx512BW.IsSupported
                    ? ShortFrames((ushort*)from + first, pixels, (ushort*)to)
                    : BlockTransposeAvx2.ShortFrames((ushort*)from + first, pixels, (ushort*)to);
            }

            for (; done < pixels; done += Some)
            {
                int end = Math.Min(done + Some, pixels);
                for (int frame = 0; frame < count; frame++)
                {
                    TBlock* values = from + ((nint)done * Frames) + first + frame;
                    T* pixel = to + ((nint)frame * pixels);
                    for (int i = done; i < end; i++, values += Frames)
                        pixel[i] = typeof(TBlock) == typeof(T) ? ((T*)values)[0] : T.CreateTruncating(*values);
                }
            }
        }
    }

    private static int Narrow<T>(T* frames, int framePixels, int pixels, T* lanes)
        where T : unmanaged
        => !Avx2.IsSupported ? 0 : sizeof(T) switch
        {
            1 => BlockTransposeAvx2.Bytes((byte*)frames, framePixels, pixels, (byte*)lanes),
            2 => BlockTransposeAvx2.Shorts((ushort*)frames, framePixels, pixels, (ushort*)lanes),
            4 => BlockTransposeAvx2.Words((uint*)frames, framePixels, pixels, (uint*)lanes),
            _ => 0,
        };

    // Sixteen pixels at a time, so that what is read of the frames stays in the cache while it is written line by line.
    private static void Rest<T>(T* frames, int count, int framePixels, int pixels, int done, T* lanes)
        where T : unmanaged
    {
        for (; done < pixels; done += Some)
        {
            int end = Math.Min(done + Some, pixels);
            for (int frame = 0; frame < count; frame++)
            {
                T* values = frames + ((nint)frame * framePixels);
                for (int pixel = done; pixel < end; pixel++)
                    lanes[((nint)pixel * Frames) + frame] = values[pixel];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Shorts(ushort* frames, int framePixels, int pixels, ushort* lanes)
    {
        Vector512<ushort>* square = stackalloc Vector512<ushort>[32];
        int done = 0;
        for (; done + 32 <= pixels; done += 32)
        {
            Square(frames + done, framePixels, square);
            for (int pixel = 0; pixel < 32; pixel++)
                square[pixel].Store(lanes + ((nint)(done + pixel) * Frames));
        }

        return done;
    }

    // Each pixel is on a line of memory of its own, further apart than the processor looks ahead.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int OneFrame<TBlock, T>(TBlock* lanes, int pixels, T* frame)
        where TBlock : unmanaged, INumberBase<TBlock>
        where T : unmanaged, INumberBase<T>
    {
        const int Ahead = 40;
        for (int pixel = 0; pixel < pixels; pixel++, lanes += Frames)
        {
            if (Sse.IsSupported)
                Sse.Prefetch0(lanes + ((nint)Ahead * Frames));
            frame[pixel] = typeof(TBlock) == typeof(T) ? ((T*)lanes)[0] : T.CreateTruncating(*lanes);
        }

        return pixels;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ShortFrames(ushort* lanes, int pixels, ushort* frames)
    {
        Vector512<ushort>* square = stackalloc Vector512<ushort>[32];
        int done = 0;
        for (; done + 32 <= pixels; done += 32)
        {
            Square(lanes + ((nint)done * Frames), Frames, square);
            for (int frame = 0; frame < 32; frame++)
                square[frame].Store(frames + ((nint)frame * pixels) + done);
        }

        return done;
    }

    // Pairs of pixels as 16-bit numbers, taken apart at the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Bytes(byte* frames, int framePixels, int pixels, byte* lanes)
    {
        if ((framePixels & 1) != 0)
            return 0;
        Vector512<ushort>* square = stackalloc Vector512<ushort>[32];
        int done = 0;
        for (; done + 64 <= pixels; done += 64)
        {
            Square((ushort*)(frames + done), framePixels / 2, square);
            for (int pair = 0; pair < 32; pair++)
            {
                byte* line = lanes + ((nint)(done + (2 * pair)) * Frames);
                Avx512BW.ConvertToVector256Byte(square[pair]).Store(line);
                Avx512BW.ConvertToVector256Byte(square[pair] >>> 8).Store(line + Frames);
            }
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Words(uint* frames, int framePixels, int pixels, uint* lanes)
    {
        uint* columns = stackalloc uint[256];
        int done = 0;
        for (; done + 16 <= pixels; done += 16)
        {
            for (int half = 0; half < 2; half++)
            {
                Pairs((ushort*)(frames + done + ((nint)half * 16 * framePixels)), 2 * (nint)framePixels, columns);
                for (int pixel = 0; pixel < 16; pixel++)
                    Vector512.Load(columns + (16 * pixel)).Store(lanes + ((nint)(done + pixel) * Frames) + (16 * half));
            }
        }

        return done;
    }

    // 32 frames × 32 pixels: pairs of pixels are transposed as 32-bit values, sixteen frames at a time, and taken apart at the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Square(ushort* frames, nint stride, Vector512<ushort>* pixels)
    {
        uint* first = stackalloc uint[256], second = stackalloc uint[256];
        Pairs(frames, stride, first);
        Pairs(frames + (16 * stride), stride, second);
        Vector512<ushort> even = Vector512.Create(
            (ushort)0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30,
            32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62),
            odd = even + Vector512<ushort>.One;
        for (int pair = 0; pair < 16; pair++)
        {
            Vector512<ushort> a = Vector512.Load(first + (16 * pair)).AsUInt16(), b = Vector512.Load(second + (16 * pair)).AsUInt16();
            pixels[2 * pair] = Avx512BW.PermuteVar32x16x2(a, even, b);
            pixels[(2 * pair) + 1] = Avx512BW.PermuteVar32x16x2(a, odd, b);
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
    private static void Quarter(
        ushort* rows, nint stride, out Vector512<uint> c0, out Vector512<uint> c1, out Vector512<uint> c2, out Vector512<uint> c3)
    {
        Vector512<uint> r0 = Vector512.Load((uint*)rows), r1 = Vector512.Load((uint*)(rows + stride)),
            r2 = Vector512.Load((uint*)(rows + (2 * stride))), r3 = Vector512.Load((uint*)(rows + (3 * stride)));
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
