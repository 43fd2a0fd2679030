using System.IO.Compression;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Images;

/// <summary>Looks at the first pixels of a PNG.</summary>
internal static class PngSample
{
    private const int MostBytes = 32 << 10;
    private const int MostRows = 32;

    /// <summary>Whether its colours seem to be greys, by the first rows. Who reads the others makes sure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">Its header, of a picture in colour.</param>
    public static bool IsGrey(HeaderReader file, PngHeader header)
    {
        var pass = PngPasses.Of(header)[0];
        var length = (int)Math.Min(Math.Min(file.U32(header.DataOffset), MostBytes), file.Length - header.DataOffset - 8);
        var rows = (int)Math.Clamp(MostBytes * 4L / (pass.RowBytes + 1), 1, Math.Min(MostRows, pass.Rows));
        var stored = new byte[checked(rows * (pass.RowBytes + 1))];
        try
        {
            using var stream = new ZLibStream(
                new MemoryStream(file.Bytes(header.DataOffset + 8, length).ToArray()), CompressionMode.Decompress);
            rows = Fill(stream, stored) / (pass.RowBytes + 1);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;   // who reads the pixels says what is wrong
        }

        var whole = stored.AsSpan(0, rows * (pass.RowBytes + 1));
        if (rows == 0 || !PngRows.Unfilter(whole, pass.RowBytes, header.PixelBits / 8))
            return false;
        for (var row = 0; row < rows; row++)
        {
            var pixels = whole.Slice((row * (pass.RowBytes + 1)) + 1, pass.RowBytes);
            for (; !pixels.IsEmpty; pixels = pixels[(header.PixelBits / 8)..])
            {
                if (!PngValues.IsGrey(pixels[..(header.PixelBits / 8)], header.Bits / 8))
                    return false;
            }
        }

        return true;
    }

    // What comes before the sample is cut off.
    private static int Fill(Stream stream, byte[] stored)
    {
        var filled = 0;
        try
        {
            while (filled < stored.Length && stream.Read(stored, filled, stored.Length - filled) is > 0 and var read)
                filled += read;
        }
        catch (InvalidDataException) when (filled > 0)
        {
            return filled;
        }

        return filled;
    }
}
