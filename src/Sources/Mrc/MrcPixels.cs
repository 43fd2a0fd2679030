using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Mrc;

/// <summary>What the pixels of a mode are, and how images of them are stored.</summary>
/// <param name="Type">Type of the values.</param>
/// <param name="StoredBytes">Bytes of an image in the file.</param>
/// <param name="ElementBytes">Bytes of a number in the file.</param>
/// <param name="Decoder">Makes the values; null: they are stored as they are.</param>
internal sealed record MrcPixels(ElementType Type, int StoredBytes, int ElementBytes, FrameDecoder? Decoder = null)
{
    private const int MostFrameBytes = 1 << 30;

    /// <summary>Bits of a pixel; null: there is no such mode.</summary>
    public static int? Bits(int mode) => mode switch { 0 => 8, 1 or 6 or 12 => 16, 2 or 3 => 32, 4 => 64, 16 => 24, 101 => 4, _ => null };

    /// <summary>How images are read.</summary>
    /// <exception cref="SourceException">Their mode is not read, or they are too large.</exception>
    public static MrcPixels Of(MrcHeader header, HeaderReader file)
    {
        var pixels = (long)header.Columns * header.Rows;
        if (pixels > MostFrameBytes / sizeof(double))
            throw file.Fault(0, $"images of {header.Rows}×{header.Columns} are declared; a frame may have up to 1 GiB.");
        var count = (int)pixels;
        return header.Mode switch
        {
            0 => new(header.IsSigned ? ElementType.I8 : ElementType.U8, count, 1),
            1 => new(ElementType.I16, 2 * count, 2),
            2 => new(ElementType.F32, 4 * count, 4),
            6 => new(ElementType.U16, 2 * count, 2),
            12 => new(ElementType.F32, 2 * count, 2, new(4 * count, Widen)),
            101 => Nibbles(header),
            3 or 4 => throw file.Fault(
                12, $"the pixels are complex numbers (mode {header.Mode}); only real numbers can be read: write their magnitude or phase."),
            _ => throw file.Fault(12, $"pixels of mode {header.Mode} are declared; modes 0, 1, 2, 6, 12 and 101 are read."),
        };
    }

    private static MrcPixels Nibbles(MrcHeader header)
    {
        var (columns, rowBytes) = (header.Columns, (header.Columns + 1) / 2);
        return new(
            ElementType.U8,
            rowBytes * header.Rows,
            1,
            new(columns * header.Rows, (stored, pixels) => Unpack(stored, pixels, columns)));
    }

    private static void Widen(ReadOnlySpan<byte> stored, Span<byte> pixels) =>
        HalfReader.Widen(MemoryMarshal.Cast<byte, ushort>(stored), MemoryMarshal.Cast<byte, uint>(pixels));

    // Two pixels a byte, the first in the lower half; a row begins with a byte of its own.
    private static void Unpack(ReadOnlySpan<byte> stored, Span<byte> pixels, int columns)
    {
        var rowBytes = (columns + 1) / 2;
        for (var row = 0; row < pixels.Length / columns; row++)
        {
            var line = pixels.Slice(row * columns, columns);
            var packed = stored.Slice(row * rowBytes, rowBytes);
            for (var column = 0; column < columns; column++)
                line[column] = (byte)((packed[column / 2] >> (4 * (column % 2))) & 15);
        }
    }
}
