using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Pictures;

/// <summary>Writes uncompressed TIFF pictures and stacks of real numbers: classic TIFF, or BigTIFF above 4 GB.</summary>
/// <remarks>
/// Source: TIFF Revision 6.0 and the BigTIFF design of Aperio; the description is the one that ImageJ writes, so that it
/// opens a stack as one. Little-endian; one strip a page; all directories first, then the values of all pages.
/// </remarks>
public static class TiffWriter
{
    private const int SliceBytes = 1 << 20;

    /// <summary>Writes a picture, or a stack of them.</summary>
    /// <param name="stream">Where to write, from offset 0 of the file; need not be seekable; stays open.</param>
    /// <param name="values">Values, row-major: page, row, column.</param>
    /// <param name="pages">Number of pages; at least 1.</param>
    /// <param name="rows">Height; at least 1.</param>
    /// <param name="columns">Width; at least 1.</param>
    /// <param name="calibration">Pixel size and units; null: not said.</param>
    /// <param name="samples">Values of each pixel, the fastest axis: 1, or 3 or 4 of red, green, blue and one more.</param>
    /// <exception cref="ArgumentException">The shape has another number of values, or <typeparamref name="T"/> is not a real number
    /// type.</exception>
    public static void Write<T>(
        Stream stream, ReadOnlySpan<T> values, int pages, int rows, int columns, TiffCalibration? calibration = null, int samples = 1)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        ExportShape.Require(values.Length, [pages, rows, columns, samples]);
        WriteDirectories(stream, NpyType.Of<T>(), pages, rows, columns, calibration, samples);
        var slice = SliceBytes / Unsafe.SizeOf<T>();
        for (; !values.IsEmpty; values = values[Math.Min(slice, values.Length)..])
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(slice, values.Length)]));
    }

    /// <summary>Writes everything before the values of the first page; the values of all pages follow it at once.</summary>
    /// <returns>Offset of the first value.</returns>
    /// <exception cref="ArgumentException">A length is smaller than 1, or the type is complex or bool.</exception>
    internal static long WriteDirectories(
        Stream stream, ElementType type, int pages, int rows, int columns, TiffCalibration? calibration = null, int samples = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var format = type switch
        {
            ElementType.U8 or ElementType.U16 or ElementType.U32 or ElementType.U64 => 1,
            ElementType.I8 or ElementType.I16 or ElementType.I32 or ElementType.I64 => 2,
            ElementType.F32 or ElementType.F64 => 3,
            _ => throw new ArgumentException($"TIFF holds real numbers, not {type.Name()}.", nameof(type)),
        };
        var size = type.Size();
        var pageBytes = (long)rows * columns * samples * size;
        var description = Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture, $"ImageJ=1.11a\nimages={pages}\nslices={pages}\nhyperstack=false\n{calibration?.Lines()}\0"));
        var resolution = calibration?.PixelsPerUnit ?? (1, 1);
        var isBig =
            TiffDirectory.Length(isBig: false, samples) * (long)pages + description.Length + (pageBytes * pages) > uint.MaxValue - 1024;

        var directoryBytes = TiffDirectory.Length(isBig, samples);
        var head = isBig ? 16L : 8L;
        var descriptionAt = head + ((long)directoryBytes * pages);
        var resolutionAt = (descriptionAt + description.Length + 7) / 8 * 8;
        var samplesAt = resolutionAt + 16;   // of pictures in colour: bits, then formats of the values of a pixel
        var dataAt = (samplesAt + (samples == 1 ? 0 : 16) + 63) / 64 * 64;
        stream.Write(
            isBig ? [(byte)'I', (byte)'I', 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0] : [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0]);
        for (var page = 0; page < pages; page++)
        {
            var directory = new TiffDirectory(isBig, samples);
            directory.Add(256, TiffDirectory.Long, 1, columns);
            directory.Add(257, TiffDirectory.Long, 1, rows);
            directory.Add(258, TiffDirectory.Short, samples, samples == 1 ? size * 8 : isBig ? Repeated(size * 8, samples) : samplesAt);
            directory.Add(259, TiffDirectory.Short, 1, 1);       // not compressed
            directory.Add(262, TiffDirectory.Short, 1, samples == 1 ? 1 : 2);   // 0 is black; or red, green, blue
            directory.Add(270, TiffDirectory.Ascii, description.Length, descriptionAt);
            directory.Add(273, isBig ? TiffDirectory.Long8 : TiffDirectory.Long, 1, dataAt + (pageBytes * page));
            directory.Add(277, TiffDirectory.Short, 1, samples);
            directory.Add(278, TiffDirectory.Long, 1, rows);
            directory.Add(279, isBig ? TiffDirectory.Long8 : TiffDirectory.Long, 1, pageBytes);
            directory.Add(282, TiffDirectory.Rational, 1, isBig ? Rational(resolution.X) : resolutionAt);
            directory.Add(283, TiffDirectory.Rational, 1, isBig ? Rational(resolution.Y) : resolutionAt + 8);
            directory.Add(296, TiffDirectory.Short, 1, 1);       // the unit is in the description
            if (samples > 3)
                directory.Add(338, TiffDirectory.Short, 1, 0);   // what the fourth is, is not said
            directory.Add(339, TiffDirectory.Short, samples, samples == 1 ? format : isBig ? Repeated(format, samples) : samplesAt + 8);
            stream.Write(directory.Complete(page + 1 < pages ? head + ((page + 1L) * directoryBytes) : 0));
        }

        stream.Write(description);
        var rest = new byte[dataAt - descriptionAt - description.Length];
        var fractions = rest.AsSpan((int)(resolutionAt - descriptionAt) - description.Length);
        BinaryPrimitives.WriteInt64LittleEndian(fractions, Rational(resolution.X));
        BinaryPrimitives.WriteInt64LittleEndian(fractions[8..], Rational(resolution.Y));
        if (samples > 1)
        {
            BinaryPrimitives.WriteInt64LittleEndian(fractions[16..], Repeated(size * 8, samples));
            BinaryPrimitives.WriteInt64LittleEndian(fractions[24..], Repeated(format, samples));
        }

        stream.Write(rest);
        return dataAt;
    }

    // Up to four numbers of 16 bits.
    private static long Repeated(int value, int times)
    {
        var all = 0L;
        for (var i = 0; i < times; i++)
            all |= (long)value << (16 * i);
        return all;
    }

    // Numerator and denominator, 32 bits each, as large as they can be.
    private static long Rational(double value)
    {
        var divisor = (uint)Math.Floor(uint.MaxValue / Math.Max(1, value));
        return (long)(((ulong)divisor << 32) | (uint)Math.Round(value * divisor));
    }
}
