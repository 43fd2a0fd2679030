using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tiff;

/// <summary>One image file directory: the tags of a page. Values are read when they are asked for.</summary>
internal sealed class TiffDirectory
{
    /// <summary>Values of a tag at most: strips of a page.</summary>
    private const int MostValues = 1 << 22;

    private readonly HeaderReader _file;
    private readonly TiffEntry[] _entries;

    private TiffDirectory(HeaderReader file, long offset, TiffEntry[] entries, long next) =>
        (_file, Offset, _entries, Next) = (file, offset, entries, next);

    /// <summary>Where it begins in the file.</summary>
    public long Offset { get; }

    /// <summary>Where the directory of the next page begins; 0: this is the last one.</summary>
    public long Next { get; }

    /// <summary>Reads a directory.</summary>
    /// <param name="file">The file, in its byte order.</param>
    /// <param name="offset">Where the directory begins.</param>
    /// <param name="isBig">Whether it is that of a BigTIFF.</param>
    /// <exception cref="SourceException">It does not lie in the file.</exception>
    public static TiffDirectory Read(HeaderReader file, long offset, bool isBig)
    {
        var (head, step, inline) = isBig ? (8, 20, 8) : (2, 12, 4);
        var count = isBig ? file.U64(offset) : file.U16(offset);
        if (count is 0 or > ushort.MaxValue)
            throw file.Fault(offset, $"a directory of {count} tags: the file is damaged here; copy it again.");
        file.Bytes(offset, checked(head + ((int)count * step) + inline));
        var entries = new TiffEntry[(int)count];
        for (var i = 0; i < entries.Length; i++)
        {
            var at = offset + head + (i * step);
            var (tag, type) = (file.U16(at), file.U16(at + 2));
            var values = isBig ? (long)Math.Min(file.U64(at + 4), long.MaxValue) : file.U32(at + 4);
            var place = at + (isBig ? 12 : 8);
            var isInline = (Int128)values * TiffEntry.BytesOf(type) <= inline;
            entries[i] = new(tag, type, values, isInline ? place : Place(file, place, isBig));
        }

        return new(file, offset, entries, Place(file, offset + head + (entries.Length * step), isBig));
    }

    /// <summary>An offset as a directory or a header holds it.</summary>
    public static long Place(HeaderReader file, long at, bool isBig) => isBig ? (long)Math.Min(file.U64(at), long.MaxValue) : file.U32(at);

    /// <summary>Whether there is such a tag.</summary>
    public bool Has(ushort tag) => Find(tag) is not null;

    /// <summary>The first value of a tag, a whole number; null: it is not there.</summary>
    public long? Number(ushort tag) => Find(tag) is { Count: > 0, ValueBytes: > 0 } entry ? Integer(entry, 0) : null;

    /// <summary>The value of a tag that is used where the tag is not there.</summary>
    public long Number(ushort tag, long otherwise) => Number(tag) ?? otherwise;

    /// <summary>The first value of a tag as a float; null: it is not there, or not finite.</summary>
    public double? Real(ushort tag)
    {
        if (Find(tag) is not { Count: > 0 } entry)
            return null;
        double value = entry.Type switch
        {
            5 => (double)_file.U32(entry.Offset) / _file.U32(entry.Offset + 4),
            10 => (double)_file.I32(entry.Offset) / _file.I32(entry.Offset + 4),
            11 => _file.F32(entry.Offset),
            12 => _file.F64(entry.Offset),
            1 or 3 or 4 or 6 or 8 or 9 or 16 or 17 => Integer(entry, 0),
            _ => double.NaN,
        };
        return double.IsFinite(value) ? value : null;
    }

    /// <summary>All values of a tag, whole numbers; empty: it is not there.</summary>
    /// <exception cref="SourceException">There are absurdly many, or they do not lie in the file.</exception>
    public long[] Numbers(ushort tag)
    {
        if (Find(tag) is not { ValueBytes: > 0 } entry)
            return [];
        if (entry.Count > MostValues || entry.Count > _file.Length / entry.ValueBytes)
            throw _file.Fault(Offset, $"tag {tag} declares {entry.Count} values: the file is damaged here; copy it again.");
        var values = new long[entry.Count];
        var perBlock = HeaderReader.MaximumBytes / entry.ValueBytes;
        for (var i = 0; i < values.Length; i++)
        {
            if (i % perBlock == 0)
                _file.Bytes(entry.Offset + ((long)i * entry.ValueBytes), Math.Min(values.Length - i, perBlock) * entry.ValueBytes);
            values[i] = Integer(entry, i);
        }

        return values;
    }

    /// <summary>Whether every value of a tag is the same; true where there is none.</summary>
    public bool IsUniform(ushort tag) =>
        Numbers(tag) is var values && (values.Length == 0 || values.AsSpan().IndexOfAnyExcept(values[0]) < 0);

    /// <summary>Text of a tag; null: it is not there, or so long that it is no text.</summary>
    public string? Text(ushort tag) => Find(tag) is { } entry ? Text(entry) : null;

    /// <summary>Texts of a tag that may stand there several times.</summary>
    public IEnumerable<string> Texts(ushort tag) => _entries.Where(entry => entry.Tag == tag).Select(Text).OfType<string>();

    private string? Text(TiffEntry entry) =>
        entry.Type is 1 or 2 or 7 && entry.Count <= HeaderReader.MaximumBytes && entry.Offset <= _file.Length - entry.Count
            ? System.Text.Encoding.UTF8.GetString(_file.Bytes(entry.Offset, (int)entry.Count)) is var text && text.Contains('\uFFFD')
                ? System.Text.Encoding.Latin1.GetString(_file.Bytes(entry.Offset, (int)entry.Count)).TrimEnd('\0')
                : text.TrimEnd('\0')
            : null;

    private TiffEntry? Find(ushort tag)
    {
        foreach (var entry in _entries)
        {
            if (entry.Tag == tag)
                return entry;
        }

        return null;
    }

    private long Integer(TiffEntry entry, int index)
    {
        var at = entry.Offset + ((long)index * entry.ValueBytes);
        return entry.Type switch
        {
            1 or 2 or 7 => _file.U8(at),
            6 => (sbyte)_file.U8(at),
            3 => _file.U16(at),
            8 => _file.I16(at),
            4 or 13 => _file.U32(at),
            9 => _file.I32(at),
            16 or 18 => (long)Math.Min(_file.U64(at), long.MaxValue),
            17 => _file.I64(at),
            _ => throw _file.Fault(entry.Offset, $"tag {entry.Tag} has values of type {entry.Type}; whole numbers are expected."),
        };
    }
}
