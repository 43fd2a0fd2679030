using System.Buffers;
using System.Buffers.Binary;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Images;

/// <summary>A PNG: greys are frames of rows and columns, colours frames with three or four colours, grey with opacity one of two.</summary>
internal sealed class PngPicture : Picture
{
    private const int HighestRatio = 1100;   // deflate makes 1032 bytes of one at most
    private const double MicrometresPerMetre = 1e6;

    private readonly PngHeader _header;
    private readonly PngValues _values;

    private PngPicture(PngHeader header, PngValues values) => (_header, _values) = (header, values);

    /// <summary>Reads the header of a file, and enough of its pixels to see whether colours are greys.</summary>
    /// <exception cref="SourceException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">Colours are asked for where there are none.</exception>
    public static PngPicture Open(string path, OpenOptions options)
    {
        using var file = HeaderReader.Open(path);
        if (file.Length > int.MaxValue)
            throw new SourceException(path, "a PNG of more than 2 GiB: cut it into parts.");
        var header = PngHeader.Read(file);
        var isGrey = options.DetectorAxes != 3 && header.ColorType is 2 or 6 && PngSample.IsGrey(file, header);
        var values = new PngValues(header, isGrey);
        if (options.DetectorAxes is { } axes && axes != values.Frame.Rank)
            throw new ArgumentException(
                $"--detector-axes {axes}: the frame in {path} has {values.Frame.Rank} axes ({values.Frame}): leave the option out.");
        return new(header, values)
        {
            Frame = values.Frame,
            ElementType = header.Bits == 16 ? ElementType.U16 : ElementType.U8,
            FileBytes = file.Length,
            Info = new("PNG", path)
            {
                Files = [path],
                Storage = "deflate",
                Axes = [.. Sized(
                    values.Frame.Rank, MicrometresPerMetre / header.PerMetre.Down, MicrometresPerMetre / header.PerMetre.Right)],
                Notes =
                [
                    .. options.Remarks,
                    .. isGrey
                        ? ["the colors of this PNG are greys, and are read as one value; --detector-axes 3 reads all."]
                        : (string[])[],
                ],
            },
        };
    }

    /// <inheritdoc/>
    public override void Decode(Span<byte> file, Span<byte> pixels)
    {
        var data = file[..Gather(file)];
        var stored = PngPasses.Of(_header).Sum(static pass => pass.StoredBytes);
        if (stored / HighestRatio > data.Length)
            throw Damaged();
        var rows = ArrayPool<byte>.Shared.Rent(checked((int)stored));
        try
        {
            var raw = rows.AsSpan(0, (int)stored);
            if (Inflation.Zlib(data, raw) is not { Status: DecodeStatus.Done } done || done.BytesWritten != stored)
                throw Damaged();
            foreach (var pass in PngPasses.Of(_header))
            {
                var own = raw[..(int)pass.StoredBytes];
                raw = raw[own.Length..];
                if (!PngRows.Unfilter(own, pass.RowBytes, Math.Max(_header.PixelBits / 8, 1)))
                    throw Damaged();
                if (!_values.Put(own, pass, pixels))
                    throw new SourceException(
                        Info.Path,
                        "the first pixels are greys, but colors come behind: give --detector-axes 3 to read them all.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rows);
        }
    }

    // The chunks of pixels are moved together, at the beginning.
    private int Gather(Span<byte> file)
    {
        var (at, end) = (_header.DataOffset, 0);
        while (at <= file.Length - 8)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            var isData = file.Slice((int)at + 4, 4).SequenceEqual("IDAT"u8);
            if (!isData && end > 0)
                break;
            if (length > file.Length - at - 8)
                throw new SourceException(Info.Path, "the file is truncated: its pixels are cut off; copy it again.", at);
            file.Slice((int)at + 8, (int)length).CopyTo(file[end..]);
            end += (int)length;
            at += length + 12;
        }

        return end;
    }

    private SourceException Damaged() => new(
        Info.Path, $"the pixels of this PNG cannot be decoded to {Frame}: the file is damaged; copy it again.", _header.DataOffset);
}
