using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Images;

/// <summary>What stands before the pixels of a PNG.</summary>
internal sealed record PngHeader
{
    private const int MostChunks = 1000;
    private const long MostBytes = 1 << 30;

    /// <summary>Columns.</summary>
    public int Columns { get; private init; }

    /// <summary>Rows.</summary>
    public int Rows { get; private init; }

    /// <summary>Bits of a value.</summary>
    public int Bits { get; private init; }

    /// <summary>0 grey, 2 colour, 3 places in <see cref="Palette"/>, 4 grey and opacity, 6 colour and opacity.</summary>
    public int ColorType { get; private init; }

    /// <summary>Whether pixels come in seven passes (Adam7).</summary>
    public bool IsInterlaced { get; private init; }

    /// <summary>Colours of a palette, three bytes each.</summary>
    public ImmutableArray<byte> Palette { get; private init; } = [];

    /// <summary>Opacities of the first colours of the palette.</summary>
    public ImmutableArray<byte> Opacities { get; private init; } = [];

    /// <summary>Pixels to the metre, to the right and down; 0: not said.</summary>
    public (double Right, double Down) PerMetre { get; private init; }

    /// <summary>Where the first chunk of pixels begins.</summary>
    public long DataOffset { get; private init; }

    /// <summary>Values of a stored pixel.</summary>
    public int Samples => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Bits of a stored pixel.</summary>
    public int PixelBits => Samples * Bits;

    /// <summary>Whether every colour of the palette is a grey that is its own place: values of so many bits.</summary>
    public bool IsGreyPalette
    {
        get
        {
            for (var i = 0; i + 2 < Palette.Length; i += 3)
            {
                if (Palette[i] != Palette[i + 1] || Palette[i] != Palette[i + 2])
                    return false;
            }

            return Opacities.All(static opacity => opacity == byte.MaxValue);
        }
    }

    /// <summary>Bytes of a row of so many pixels.</summary>
    public int RowBytes(int columns) => (int)((((long)columns * PixelBits) + 7) / 8);

    /// <summary>Reads it.</summary>
    /// <exception cref="SourceException">The file is damaged, or larger than a frame may be.</exception>
    public static PngHeader Read(HeaderReader file)
    {
        file.IsBigEndian = true;
        var header = new PngHeader();
        var at = 8L;
        for (var chunk = 0; chunk < MostChunks; chunk++)
        {
            long length = file.U32(at);
            var name = file.Text(at + 4, 4);
            var data = at + 8;
            if (length > int.MaxValue || (chunk == 0) != (name == "IHDR") || (name == "IHDR" && length != 13))
                throw file.Fault(at, "this PNG is damaged; copy it again.");
            switch (name)
            {
                case "IHDR":
                    header = Image(file, data);
                    break;
                case "PLTE" when length <= 768 && length % 3 == 0:
                    header = header with { Palette = [.. file.Bytes(data, (int)length)] };
                    break;
                case "tRNS" when header.ColorType == 3 && length <= 256:
                    header = header with { Opacities = [.. file.Bytes(data, (int)length)] };
                    break;
                case "pHYs" when length == 9 && file.U8(data + 8) == 1:
                    header = header with { PerMetre = (file.U32(data), file.U32(data + 4)) };
                    break;
                case "IDAT":
                    return header.ColorType != 3 || header.Palette.Length > 0
                        ? header with { DataOffset = at }
                        : throw file.Fault(at, "this PNG has no table of colors, though its pixels are places in one; copy it again.");
                case "IEND":
                    throw file.Fault(at, "this PNG has no pixels: whatever wrote it was interrupted.");
            }

            at = data + length + 4;
        }

        throw file.Fault(at, $"this PNG has more than {MostChunks} chunks before its pixels: it is damaged; copy it again.");
    }

    private static PngHeader Image(HeaderReader file, long at)
    {
        var (columns, rows, bits, color) = (file.U32(at), file.U32(at + 4), file.U8(at + 8), file.U8(at + 9));
        var isKnown = (color, bits) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
        if (!isKnown || file.U8(at + 10) != 0 || file.U8(at + 11) != 0 || file.U8(at + 12) > 1 || columns == 0 || rows == 0)
            throw file.Fault(
                at, $"a PNG of {rows}×{columns} pixels of {bits} bits, color type {color}: there is none; copy the file again.");
        if ((Int128)rows * columns * (bits > 8 ? 8 : 4) > MostBytes)
            throw file.Fault(at, $"a PNG of {rows}×{columns} pixels: a frame must have 1 byte to 1 GiB.");
        return new()
        {
            Columns = (int)columns,
            Rows = (int)rows,
            Bits = bits,
            ColorType = color,
            IsInterlaced = file.U8(at + 12) == 1,
        };
    }
}
