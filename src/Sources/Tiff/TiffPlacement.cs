using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>Puts the values of a decoded strip or tile where they belong in a frame, wider where the frame's type is.</summary>
internal static class TiffPlacement
{
    /// <summary>Puts them.</summary>
    /// <param name="page">The page.</param>
    /// <param name="segment">Number of the strip or tile.</param>
    /// <param name="decoded">Its rows, values in native byte order.</param>
    /// <param name="frame">All pixels of the page.</param>
    public static void Put(TiffPage page, int segment, ReadOnlySpan<byte> decoded, Span<byte> frame)
    {
        var (pixels, bytes) = (page.Pixels, page.Pixels.Type.Size());
        var perPlane = (int)(page.Across * page.Down);
        var (plane, place) = Math.DivRem(segment, perPlane);
        var firstRow = place / page.Across * page.SegmentRows;
        var firstColumn = place % page.Across * page.SegmentColumns;
        var columns = (int)Math.Min(page.SegmentColumns, pixels.Columns - firstColumn);
        var rows = (int)Math.Min(page.RowsOf(segment), pixels.Rows - firstRow);
        var values = columns * page.SegmentSamples;
        for (var row = 0; row < rows; row++)
        {
            var source = decoded.Slice(checked((int)(row * page.RowBytes)), (int)page.RowBytes);
            var pixel = ((firstRow + row) * pixels.Columns) + firstColumn;
            if (!page.IsPlanar)
            {
                Widen(page, source, frame.Slice((int)(pixel * pixels.Samples * bytes), values * bytes));
                continue;
            }

            var one = page.Bits == bytes * 8 ? [] : ArrayPool<byte>.Shared.Rent(values * bytes);
            if (one.Length > 0)
                Widen(page, source, one.AsSpan(0, values * bytes));
            var from = one.Length > 0 ? one : source;
            for (var column = 0; column < columns; column++)
                from.Slice(column * bytes, bytes).CopyTo(frame[(int)((((pixel + column) * pixels.Samples) + plane) * bytes)..]);
            if (one.Length > 0)
                ArrayPool<byte>.Shared.Return(one);
        }
    }

    private static void Widen(TiffPage page, ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (page.Bits == page.Pixels.Type.Size() * 8)
            source[..target.Length].CopyTo(target);
        else if (page.Pixels.Type == ElementType.F32)
            HalfReader.Widen(
                MemoryMarshal.Cast<byte, ushort>(source)[..(target.Length / sizeof(float))], MemoryMarshal.Cast<byte, uint>(target));
        else if (page.Bits > 8)
            Unpack(source, page.Bits, MemoryMarshal.Cast<byte, ushort>(target));
        else
            Unpack(source, page.Bits, target);
    }

    // Values of few bits lie one after the other, the highest bit first.
    private static void Unpack<T>(ReadOnlySpan<byte> source, int bits, Span<T> target)
        where T : unmanaged, IBinaryInteger<T>
    {
        uint held = 0;
        int have = 0, at = 0;
        var mask = (1u << bits) - 1;
        for (var i = 0; i < target.Length; i++)
        {
            for (; have < bits; have += 8)
                held = (held << 8) | source[at++];
            have -= bits;
            target[i] = T.CreateTruncating((held >> have) & mask);
        }
    }
}
