using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Norpix;

/// <summary>The header of a StreamPix sequence.</summary>
/// <remarks>The layout is that of NorPix, "StreamPix file format"; everything is little-endian.</remarks>
/// <param name="Version">Version of the format.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Columns of an image.</param>
/// <param name="Bits">Bits of a pixel as it is stored.</param>
/// <param name="RealBits">Bits of it that are used.</param>
/// <param name="ImageBytes">Bytes of the pixels of an image.</param>
/// <param name="StoredBytes">Bytes until the time at which it was recorded.</param>
/// <param name="Stride">Bytes from an image to the next.</param>
/// <param name="FramesPerSecond">Frame rate; 0: not known.</param>
/// <param name="Description">What people wrote.</param>
internal sealed record SeqHeader(
    int Version,
    uint Rows,
    uint Columns,
    uint Bits,
    uint RealBits,
    long ImageBytes,
    long StoredBytes,
    long Stride,
    double FramesPerSecond,
    string Description)
{
    private const int WidthAt = 548;
    private const int CompressionAt = 620;
    private const ulong MostFrameBytes = 1 << 30;

    /// <summary>Where the first image lies.</summary>
    public long Offset => Version >= 5 ? 8192 : 1024;

    /// <summary>Values of a pixel: 1, or 3 of blue, green and red, or 4 with one without meaning.</summary>
    public int Samples => Bits > 16 ? (int)Bits / 8 : 1;

    /// <summary>Type of the values.</summary>
    public ElementType Type => Bits == 16 ? ElementType.U16 : ElementType.U8;

    /// <summary>Whether the beginning of a file is such a header.</summary>
    /// <param name="file">The beginning.</param>
    public static bool Is(FileHead file) => file.Has([0xED, 0xFE, 0, 0]) && file.Has("N\0o\0r\0p\0i\0x\0"u8, 4);

    /// <summary>Reads the header.</summary>
    /// <exception cref="SourceException">It is damaged, or its pixels are not read.</exception>
    public static SeqHeader Read(HeaderReader file)
    {
        var version = file.I32(28);
        var (columns, rows) = (file.U32(WidthAt), file.U32(WidthAt + 4));
        var (bits, realBits, imageBytes) = (file.U32(WidthAt + 8), file.U32(WidthAt + 12), file.U32(WidthAt + 16));
        var stride = file.U32(580);
        if (file.U32(CompressionAt) is not 0 and var compression)
            throw file.Fault(
                CompressionAt,
                $"the images are compressed (kind {compression}), which is not read: export them uncompressed in StreamPix.");
        if (bits is not (8 or 16 or 24 or 32))
            throw file.Fault(WidthAt + 8, $"pixels of {bits} bits are not read; export them with 8 or 16 in StreamPix.");
        if (rows == 0 || columns == 0 || (ulong)rows * columns > MostFrameBytes / (ulong)(bits / 8))
            throw file.Fault(WidthAt, $"images of {rows}×{columns} pixels: an image must have 1 byte to 1 GiB.");
        var bytes = (long)rows * columns * (bits / 8);
        if (imageBytes < bytes || stride < imageBytes)
            throw file.Fault(
                WidthAt + 16,
                $"images of {rows}×{columns} pixels of {bits} bits need {bytes} bytes, but {imageBytes} are said to be stored in {stride}: "
                + "the file is damaged, or its pixels are packed, which is not read.");
        var rate = file.F64(584);
        return new(
            version,
            rows,
            columns,
            bits,
            realBits,
            bytes,
            imageBytes,
            stride,
            double.IsFinite(rate) && rate > 0 ? rate : 0,
            Described(file));
    }

    /// <summary>How many whole images a file holds: their number in the header is that which room was made for.</summary>
    /// <param name="length">Length of the file.</param>
    public long CountIn(long length) => length - Offset < ImageBytes ? 0 : 1 + ((length - Offset - ImageBytes) / Stride);

    /// <summary>When an image was recorded, in microseconds since 1970; null: the file ends before that is said.</summary>
    /// <param name="file">The file.</param>
    /// <param name="image">Number of the image.</param>
    public long? TimeOf(HeaderReader file, long image)
    {
        var at = Offset + (image * Stride) + StoredBytes;
        return Stride < StoredBytes + 6 || at > file.Length - 8
            ? null
            : (file.U32(at) * 1_000_000L) + (file.U16(at + 4) * 1000L) + (Stride >= StoredBytes + 8 ? file.U16(at + 6) : 0);
    }

    private static string Described(HeaderReader file)
    {
        const int At = 36, Characters = 256;
        var text = System.Text.Encoding.Unicode.GetString(file.Bytes(At, 2 * Characters));
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim();
    }
}
