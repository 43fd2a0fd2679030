using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Ronchi.Pictures;

/// <summary>Writes PNG pictures: gray of 8 or 16 bits, and RGB of 8 bits.</summary>
/// <remarks>
/// Source: Portable Network Graphics Specification (ISO/IEC 15948). Not interlaced; each row takes the filter with the smallest sum of
/// absolute differences.
/// </remarks>
public static class PngWriter
{
    private const int MaximumSide = int.MaxValue;

    private enum ColorType : byte
    {
        Gray = 0,
        Rgb = 2,
    }

    /// <summary>Writes an 8-bit gray picture.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="pixels">Rows one after the other.</param>
    /// <param name="rows">Height; at least 1.</param>
    /// <param name="columns">Width; at least 1.</param>
    /// <exception cref="ArgumentException">There are not rows × columns pixels, or a side is smaller than 1.</exception>
    public static void WriteGray8(Stream stream, ReadOnlySpan<byte> pixels, int rows, int columns) =>
        Write(stream, pixels, rows, columns, ColorType.Gray, bitDepth: 8, bytesPerPixel: 1);

    /// <summary>Writes an 8-bit RGB picture.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="pixels">Red, green, blue of each pixel; rows one after the other.</param>
    /// <param name="rows">Height; at least 1.</param>
    /// <param name="columns">Width; at least 1.</param>
    /// <exception cref="ArgumentException">There are not 3 × rows × columns bytes, or a side is smaller than 1.</exception>
    /// <param name="texts">What the picture says of itself, by keyword; null: nothing.</param>
    public static void WriteRgb8(
        Stream stream, ReadOnlySpan<byte> pixels, int rows, int columns, IReadOnlyDictionary<string, string>? texts = null) =>
        Write(stream, pixels, rows, columns, ColorType.Rgb, bitDepth: 8, bytesPerPixel: 3, texts);

    /// <summary>Writes a 16-bit gray picture.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="pixels">Rows one after the other.</param>
    /// <param name="rows">Height; at least 1.</param>
    /// <param name="columns">Width; at least 1.</param>
    /// <exception cref="ArgumentException">There are not rows × columns pixels, or a side is smaller than 1.</exception>
    public static void WriteGray16(Stream stream, ReadOnlySpan<ushort> pixels, int rows, int columns)
    {
        var bigEndian = new ushort[pixels.Length];
        BinaryPrimitives.ReverseEndianness(pixels, bigEndian);
        Write(stream, MemoryMarshal.AsBytes(bigEndian.AsSpan()), rows, columns, ColorType.Gray, bitDepth: 16, bytesPerPixel: 2);
    }

    private static void Write(
        Stream stream, ReadOnlySpan<byte> pixels, int rows, int columns, ColorType color,
        byte bitDepth, int bytesPerPixel, IReadOnlyDictionary<string, string>? texts = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MaximumSide / bytesPerPixel - 1);
        if (pixels.Length != (long)rows * columns * bytesPerPixel)
            throw new ArgumentException($"{pixels.Length} bytes are not {rows} × {columns} pixels of {bytesPerPixel}.", nameof(pixels));

        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        Span<byte> head = stackalloc byte[13];
        head.Clear();
        BinaryPrimitives.WriteInt32BigEndian(head, columns);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], rows);
        head[8] = bitDepth;
        head[9] = (byte)color;
        Chunk(stream, "IHDR"u8, head);
        foreach (var (keyword, text) in texts ?? new Dictionary<string, string>())
            WriteText(stream, keyword, text);
        using (var chunks = new PngDataStream(stream))
        using (var deflate = new ZLibStream(chunks, CompressionLevel.Optimal))
        {
            var filter = new PngFilter(columns * bytesPerPixel, bytesPerPixel);
            for (var row = 0; row < rows; row++)
                deflate.Write(filter.Best(pixels.Slice(row * columns * bytesPerPixel, columns * bytesPerPixel)));
        }

        Chunk(stream, "IEND"u8, []);
    }

    // International text: keyword, not compressed, no language, UTF-8.
    private static void WriteText(Stream stream, string keyword, string text) =>
        Chunk(stream, "iTXt"u8, [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]);

    /// <summary>Writes one chunk: length, type, data, checksum.</summary>
    internal static void Chunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        stream.Write(number);
    }
}
