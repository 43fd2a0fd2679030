using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.Tiff;

/// <summary>What stands before the pixels of a stack: the directories of all pages, and what they share.</summary>
internal sealed class TiffHead
{
    private const long MostPages = 1 << 22;
    private const int Alignment = 64;
    private const int Ascii = 2, Short = 3, Long = 4, Fraction = 5, Long8 = 16;

    private readonly bool _isBig;
    private readonly byte[] _bytes;
    private int _at;

    private TiffHead(bool isBig, int bytes) => (_isBig, _bytes) = (isBig, new byte[bytes]);

    /// <summary>The bytes before the first page's pixels; those of all pages follow one behind the other.</summary>
    /// <exception cref="ArgumentException">The frames are no pictures, or there are too many.</exception>
    public static byte[] Of(string path, SinkDescription data)
    {
        var (pages, frame) = (data.Shape.FrameCount, data.Shape.Detector);
        if (frame.Rank is not (2 or 3) || (frame.Rank == 3 && frame[2] > ushort.MaxValue))
            throw new ArgumentException($"{path}: pages of a TIFF have rows and columns, and colors; frames of {frame} have not.");
        if (pages > MostPages)
            throw new ArgumentException($"{path}: {pages} frames, and {MostPages} pages are written at most: choose .h5 or .npy.");
        var samples = frame.Rank == 3 ? (int)frame[2] : 1;
        var text = Encoding.ASCII.GetBytes(Description(data) + "\0");
        var tags = samples > 3 ? 16 : 15;
        var isBig = (pages * (data.FrameBytes + (12L * tags) + 6)) + text.Length > uint.MaxValue - 4096;
        var directoryBytes = isBig ? 8 + (20 * tags) + 8 : 2 + (12 * tags) + 4;
        var first = isBig ? 16 : 8;
        var shared = (first + (pages * directoryBytes) + 7) / 8 * 8;
        var fractions = shared + ((text.Length + 7) / 8 * 8);
        var perSample = 8L * ((samples + 3) / 4);
        var (bits, formats, extras) = (fractions + 16, fractions + 16 + perSample, fractions + 16 + (2 * perSample));
        var start = (extras + perSample + Alignment - 1) / Alignment * Alignment;
        var head = new TiffHead(isBig, checked((int)start));
        head.Begin(first);
        var (pageBytes, inline) = (data.FrameBytes, isBig ? 4 : 2);
        for (var page = 0L; page < pages; page++)
        {
            head.Count(tags);
            head.Tag(TiffTag.ImageWidth, Long, 1, frame[1]);
            head.Tag(TiffTag.ImageLength, Long, 1, frame[0]);
            head.Tag(TiffTag.BitsPerSample, Short, samples, Shorts(data.ElementType.Size() * 8, samples, inline) ?? bits);
            head.Tag(TiffTag.Compression, Short, 1, (long)TiffCompression.None);
            head.Tag(TiffTag.Photometric, Short, 1, samples is 3 or 4 ? 2 : 1);
            head.Tag(TiffTag.ImageDescription, Ascii, text.Length, shared);
            head.Tag(TiffTag.StripOffsets, isBig ? Long8 : Long, 1, start + (page * pageBytes));
            head.Tag(TiffTag.SamplesPerPixel, Short, 1, samples);
            head.Tag(TiffTag.RowsPerStrip, Long, 1, frame[0]);
            head.Tag(TiffTag.StripByteCounts, Long, 1, pageBytes);
            head.Tag(TiffTag.XResolution, Fraction, 1, isBig ? Rational(PerUnit(data).X) : fractions);
            head.Tag(TiffTag.YResolution, Fraction, 1, isBig ? Rational(PerUnit(data).Y) : fractions + 8);
            head.Tag(TiffTag.PlanarConfiguration, Short, 1, 1);
            head.Tag(TiffTag.ResolutionUnit, Short, 1, 1);   // the unit is in the description
            if (samples > 3)
                head.Tag(TiffTag.ExtraSamples, Short, samples - 3, Shorts(0, samples - 3, inline) ?? extras);
            head.Tag(TiffTag.SampleFormat, Short, samples, Shorts(FormatOf(data.ElementType), samples, inline) ?? formats);
            head.Link(page + 1 < pages ? first + ((page + 1) * directoryBytes) : 0);
        }

        text.CopyTo(head._bytes, shared);
        BinaryPrimitives.WriteInt64LittleEndian(head._bytes.AsSpan((int)fractions), Rational(PerUnit(data).X));
        BinaryPrimitives.WriteInt64LittleEndian(head._bytes.AsSpan((int)fractions + 8), Rational(PerUnit(data).Y));
        for (var sample = 0; sample < samples; sample++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(head._bytes.AsSpan((int)bits + (2 * sample)), (short)(data.ElementType.Size() * 8));
            BinaryPrimitives.WriteInt16LittleEndian(head._bytes.AsSpan((int)formats + (2 * sample)), (short)FormatOf(data.ElementType));
        }

        return head._bytes;
    }

    private void Begin(int first)
    {
        (_isBig ? (ReadOnlySpan<byte>)[(byte)'I', (byte)'I', 43, 0, 8, 0, 0, 0] : [(byte)'I', (byte)'I', 42, 0]).CopyTo(_bytes);
        _at = _isBig ? 8 : 4;
        Link(first);
    }

    private void Count(int tags)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_at), (ushort)tags);
        _at += _isBig ? 8 : 2;
    }

    private void Tag(ushort tag, int type, long count, long value)
    {
        var entry = _bytes.AsSpan(_at);
        BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)type);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], (uint)count);
        if (_isBig)
            BinaryPrimitives.WriteInt64LittleEndian(entry[12..], value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)value);
        _at += _isBig ? 20 : 12;
    }

    private void Link(long next)
    {
        if (_isBig)
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_at), next);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_at), (uint)next);
        _at += _isBig ? 8 : 4;
    }

    // As ImageJ writes it, and a line more, which says the scan exactly.
    private static string Description(SinkDescription data)
    {
        var text = new StringBuilder("ImageJ=1.11a\n");
        var scan = data.Shape.Scan;
        var axes = data.Info.Axes.Length == data.Shape.Full.Rank ? data.Info.Axes : [];
        Line("images", data.Shape.FrameCount);
        string[] names = scan.Rank switch
        {
            1 => [axes.Length > 0 && axes[0].Name == "time" ? "frames" : "slices"],
            2 => ["frames", "slices"],
            3 => ["frames", "slices", "channels"],
            _ => [],
        };
        for (var axis = 0; axis < names.Length; axis++)
            Line(names[axis], scan[axis]);
        if (scan.Rank is 2 or 3)
            text.Append("hyperstack=true\n");
        if (scan.Rank > 0)
            text.Append("scan=").AppendJoin('x', scan.Lengths).Append('\n');
        if (names is ["frames"] && axes[0] is { Unit: "s", Values: null, Scale: > 0 } time)
            Line("finterval", time.Scale);
        if (axes.Length > 0 && PerUnit(data) != (1, 1))
        {
            var (row, column) = (axes[scan.Rank], axes[scan.Rank + 1]);
            text.Append("unit=").Append(Escaped(column.Unit)).Append('\n');
            Line("xorigin", -column.Offset / column.Scale);
            Line("yorigin", -row.Offset / row.Scale);
        }

        return text.ToString();

        void Line(string key, double value) => text.Append(CultureInfo.InvariantCulture, $"{key}={value:R}\n");
    }

    // Pixels along one unit to the right and down; 1: not calibrated, or with two units.
    private static (double X, double Y) PerUnit(SinkDescription data)
    {
        if (data.Info.Axes.Length != data.Shape.Full.Rank)
            return (1, 1);
        var (row, column) = (data.Info.Axes[data.Shape.Scan.Rank], data.Info.Axes[data.Shape.Scan.Rank + 1]);
        return column.IsCalibrated && row.Unit == column.Unit && row.Values is null && column.Values is null
            && IsLength(row.Scale) && IsLength(column.Scale)
            ? (1 / column.Scale, 1 / row.Scale)
            : (1, 1);
    }

    // What a fraction of two numbers of 32 bits holds to six digits.
    private static bool IsLength(double scale) => scale is >= 1e-9 and <= 1e4;

    private static long Rational(double value)
    {
        var divisor = (uint)Math.Floor(uint.MaxValue / Math.Max(1, value));
        return (long)(((ulong)divisor << 32) | (uint)Math.Round(value * divisor));
    }

    // Numbers of 16 bits in the directory itself; null: they do not fit.
    private static long? Shorts(int value, int count, int most)
    {
        if (count > most)
            return null;
        var all = 0L;
        for (var i = 0; i < count; i++)
            all |= (long)value << (16 * i);
        return all;
    }

    private static int FormatOf(ElementType type) => type.IsFloat() ? 3 : type.IsUnsigned() ? 1 : 2;

    private static string Escaped(string text) => string.Concat(text.Select(static c =>
        c is >= ' ' and <= '~' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")));
}
