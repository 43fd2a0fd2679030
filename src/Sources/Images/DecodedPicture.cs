using Ronchi.Frames;
using Ronchi.Sources.Storage;
using SkiaSharp;

namespace Ronchi.Sources.Images;

/// <summary>A picture of 8 bits that the library Skia decodes: greys, or red, green and blue.</summary>
internal sealed class DecodedPicture : Picture
{
    private const int StartOfFrame = 0xC0;
    private const int MostMarkers = 1000;

    private DecodedPicture()
    {
    }

    /// <summary>Reads the header of a JPEG.</summary>
    /// <exception cref="SourceException">The file is damaged, or of a kind that is not read.</exception>
    public static DecodedPicture OpenJpeg(string path, OpenOptions options)
    {
        using var file = HeaderReader.Open(path, isBigEndian: true);
        var at = 2L;
        for (var marker = 0; marker < MostMarkers; marker++)
        {
            if (file.U8(at) != 0xFF)
                throw file.Fault(at, "this JPEG is damaged; copy it again.");
            var kind = file.U8(at + 1);
            if (kind == 0xFF)
            {
                at++;   // a byte that fills up
                continue;
            }

            if (kind is >= StartOfFrame and <= StartOfFrame + 15 and not (0xC4 or 0xC8 or 0xCC))
            {
                var (bits, rows, columns, colors) = (file.U8(at + 4), file.U16(at + 5), file.U16(at + 7), file.U8(at + 9));
                return bits == 8 && kind <= StartOfFrame + 2 && colors is 1 or 3
                    ? Of("JPEG", "JPEG", file, rows, columns, colors, options)
                    : throw file.Fault(
                        at, $"a JPEG of {bits} bits, process {kind - StartOfFrame}, {colors} colors: those of 8 bits, processes 0 to 2, "
                            + "1 or 3 colors are read. Save it as PNG or TIFF.");
            }

            at += 2 + (kind is 0x01 or (>= 0xD0 and <= 0xD8) ? 0 : file.U16(at + 2));
        }

        throw file.Fault(at, "this JPEG has no frame: it is damaged; copy it again.");
    }

    /// <summary>Reads the header of a BMP.</summary>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static DecodedPicture OpenBmp(string path, OpenOptions options)
    {
        using var file = HeaderReader.Open(path);
        var size = file.U32(14);
        var (columns, rows, bits) = size == 12
            ? (file.U16(18), (long)file.U16(20), file.U16(24))
            : (file.I32(18), Math.Abs((long)file.I32(22)), file.U16(28));
        var colors = 3;
        if (bits is 1 or 4 or 8)
        {
            var entry = size == 12 ? 3 : 4;
            var declared = size >= 40 ? file.U32(46) : 0;
            var count = (int)Math.Min(declared == 0 ? 1u << bits : declared, 1u << bits);
            colors = IsGrey(file.Bytes(14 + size, count * entry), entry) ? 1 : 3;
        }

        return Of("BMP", "uncompressed", file, rows, columns, colors, options);
    }

    /// <inheritdoc/>
    public override void Decode(Span<byte> file, Span<byte> pixels)
    {
        try
        {
            using var data = SKData.CreateCopy(file);
            using var codec = SKCodec.Create(data) ?? throw Damaged();
            var (rows, columns) = ((int)Frame[0], (int)Frame[1]);
            if (codec.Info.Width != columns || codec.Info.Height != rows)
                throw Damaged();
            // No colour space: values as they are stored. Opacity apart from the colours.
            using var bitmap = new SKBitmap(
                new SKImageInfo(columns, rows, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null));
            if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
                throw Damaged();
            Pick(bitmap.GetPixelSpan(), pixels, Frame.Rank == 2 ? 1 : 3);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new SourceException(
                Info.Path,
                "the library libSkiaSharp, which comes with the program and decodes pictures, cannot be loaded.",
                offset: null,
                e);
        }
    }

    private static void Pick(ReadOnlySpan<byte> from, Span<byte> pixels, int colors)
    {
        if (colors == 1)
        {
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = from[4 * i];
            return;
        }

        for (int i = 0, at = 0; i < from.Length; i += 4)
        {
            pixels[at++] = from[i];
            pixels[at++] = from[i + 1];
            pixels[at++] = from[i + 2];
        }
    }

    private static bool IsGrey(ReadOnlySpan<byte> palette, int entry)
    {
        for (; palette.Length >= entry; palette = palette[entry..])
        {
            if (palette[0] != palette[1] || palette[0] != palette[2])
                return false;
        }

        return true;
    }

    private static DecodedPicture Of(
        string format, string storage, HeaderReader file, long rows, long columns, int colors, OpenOptions options)
    {
        // The library needs four bytes a pixel while it decodes.
        if (rows <= 0 || columns <= 0 || (Int128)rows * columns * 4 > MostFrameBytes || file.Length > MostFrameBytes)
            throw file.Fault(0, $"a {format} of {rows}×{columns} pixels: up to 268 million are read.");
        return new()
        {
            Frame = colors == 1 ? new(rows, columns) : new(rows, columns, colors),
            ElementType = ElementType.U8,
            FileBytes = file.Length,
            Info = new(format, file.Path) { Files = [file.Path], Storage = storage, Notes = [.. options.Remarks] },
        };
    }

    private SourceException Damaged() =>
        new(Info.Path, $"the pixels of this {Info.Format} cannot be decoded to {Frame}: the file is damaged or cut off; copy it again.");
}
