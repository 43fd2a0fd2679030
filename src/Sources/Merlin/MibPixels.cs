using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Merlin;

/// <summary>What the pixels of frames are, how they are stored, and what makes them of it.</summary>
/// <param name="Detector">Rows and columns.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="StoredBytes">Bytes of a frame in the file, without its header.</param>
/// <param name="StoredElementBytes">Bytes of a big-endian number in the file; 1 where words are decoded.</param>
/// <param name="Decoder">Makes pixels; null: they are stored as numbers.</param>
internal sealed record MibPixels(Extent Detector, ElementType Type, int StoredBytes, int StoredElementBytes, FrameDecoder? Decoder)
{
    private const int MostFrameBytes = 1 << 30;

    /// <summary>How the frames with a header are read.</summary>
    /// <param name="header">Header of the first frame.</param>
    /// <param name="flips">Whether rows are turned over.</param>
    /// <param name="file">The file, for what is wrong with it.</param>
    /// <exception cref="SourceException">Such frames are not read.</exception>
    public static MibPixels Of(MibHeader header, bool flips, HeaderReader file)
    {
        if (header.Width == 0 || header.Height == 0)
            throw file.Fault(0, $"frames of {header.Height}×{header.Width} are declared; the header is damaged: copy the file again.");
        return header.IsRaw ? Raw(header, flips, file) : Numbers(header, flips, file);
    }

    private static MibPixels Numbers(MibHeader header, bool flips, HeaderReader file)
    {
        var type = header.PixelType switch
        {
            "U01" or "U08" => ElementType.U8,
            "U16" => ElementType.U16,
            "U32" => ElementType.U32,
            "U64" => ElementType.U64,
            var other => throw file.Fault(
                0, $"pixels of the type '{other}' are declared; U08, U16, U32, U64 and R64 are read. The file may be damaged."),
        };
        var bytes = Bounded((long)header.Width * header.Height * type.Size(), header, file);
        var rowBytes = header.Width * type.Size();
        return new(
            new Extent(header.Height, header.Width),
            type,
            bytes,
            type.Size(),
            flips ? new(bytes, (stored, pixels) => TurnOver(stored, pixels, rowBytes)) : null);
    }

    private static MibPixels Raw(MibHeader header, bool flips, HeaderReader file)
    {
        if (header.CounterBits is not { } bits)
            throw file.Fault(
                0, "frames of raw counters (R64) do not say how many bits they have; the header is damaged: copy the file again.");
        if (!(header.IsQuad || header.Chips == 1))
            throw file.Fault(
                0,
                $"raw counters (R64) of {header.Chips} chips as {header.Layout} are not read, only of one chip or 2x2: let the detector's "
                + "program write them as numbers (U08, U16).");
        // 24 bits are two images of 12, of which the header counts the columns together.
        var columns = bits == 24 ? header.Width / 2 : header.Width;
        var chips = header.IsQuad ? 4 : 1;
        if (columns % (chips * 64) != 0)
            throw file.Fault(
                0, $"raw counters (R64) in rows of {columns} do not make whole words of 64; the header is damaged: copy the file again.");
        var stored = Bounded((long)columns * header.Height * (bits == 1 ? 1 : bits == 6 ? 8 : bits == 12 ? 16 : 32) / 8, header, file);
        var frame = new RawChips(chips, header.Height, columns / chips, bits, flips);
        Bounded(frame.PixelBytes, header, file);
        return new(
            frame.Detector, frame.Type, stored, 1, new((int)frame.PixelBytes, frame.Decode));
    }

    private static int Bounded(long bytes, MibHeader header, HeaderReader file) => bytes <= MostFrameBytes
        ? (int)bytes
        : throw file.Fault(0, $"frames of {header.Height}×{header.Width} {header.PixelType} are declared; a frame may have up to 1 GiB.");

    private static void TurnOver(ReadOnlySpan<byte> stored, Span<byte> pixels, int rowBytes)
    {
        for (var at = 0; at < stored.Length; at += rowBytes)
            stored.Slice(at, rowBytes).CopyTo(pixels[(pixels.Length - at - rowBytes)..]);
    }
}
