using System.Buffers.Binary;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Gatan;

/// <summary>
/// Reads the tree of tags of a DigitalMicrograph file, version 3 or 4: numbers and short texts; arrays are skipped by their declared size.
/// </summary>
/// <remarks>
/// The layout is that of "Digital Micrograph file format" by C. Boothroyd and B. Schaffer (NTU), which Gatan never published itself: names,
/// sizes and types are stored big-endian, values as the header says.
/// </remarks>
internal sealed class DmTagReader
{
    private const int DeepestGroup = 64;
    private const int MostTags = 200_000;
    private const int MostMembers = 4096;   // of a structure
    private const int LongestText = 2048;   // characters
    private const byte GroupTag = 20;
    private const byte DataTag = 21;
    private const int Structure = 15;
    private const int Text = 18;
    private const int Array = 20;

    private readonly HeaderReader _file;
    private readonly int _wordBytes;
    private readonly bool _isLittleEndian;
    private long _at;
    private int _tags;

    private DmTagReader(HeaderReader file)
    {
        _file = file;
        file.IsBigEndian = true;
        Version = (int)file.U32(0);
        _wordBytes = Version == 4 ? 8 : 4;
        _isLittleEndian = file.U32(4 + _wordBytes) != 0;
        _at = 8 + _wordBytes;
    }

    /// <summary>Version of the format: 3 or 4.</summary>
    public int Version { get; }

    /// <summary>Whether values are stored big-endian.</summary>
    public bool IsBigEndian => !_isLittleEndian;

    /// <summary>Where the file ends before its tags do; null: it does not.</summary>
    public long? CutAt { get; private set; }

    /// <summary>Reads those tags that images need.</summary>
    /// <param name="file">The file; stays the caller's.</param>
    /// <returns>What the file says of itself, and the outermost group; of a file that was cut it has what stands before.</returns>
    /// <exception cref="SourceException">The tags are damaged.</exception>
    public static (DmTagReader About, DmGroup Root) Read(HeaderReader file)
    {
        var reader = new DmTagReader(file);
        return (reader, reader.ReadGroup(0));
    }

    private DmGroup ReadGroup(int depth)
    {
        if (depth > DeepestGroup)
            throw Damage($"groups of tags lie more than {DeepestGroup} deep in one another");
        var members = new List<(string, DmTag)>();
        var group = new DmGroup(members);
        if (!Has(2 + _wordBytes))
            return group;
        _at += 2;   // sorted, open
        var count = Word();
        for (var i = 0L; i < count && CutAt is null; i++)
        {
            if (!Has(3))
                break;
            var kind = _file.U8(_at);
            var nameBytes = _file.U16(_at + 1);
            _at += 3;
            if (kind == 0)
                break;   // the end of a list that has fewer members than it says
            if (kind is not (GroupTag or DataTag))
                throw Damage($"a tag is of kind {kind}, neither a group nor a value");
            if (++_tags > MostTags)
                throw Damage($"there are more than {MostTags:N0} tags");
            if (!Has(nameBytes + (Version == 4 ? 8 : 0)))
                break;
            var name = Encoding.Latin1.GetString(_file.Bytes(_at, nameBytes));
            _at += nameBytes;
            var end = Version == 4 ? EndOfTag() : 0;
            // A version 4 says how long groups are: those that no image needs are not looked at.
            if (kind == GroupTag && depth == 0 && end > _at && name is not ("ImageList" or "Thumbnails"))
                _at = end;
            else if (kind == GroupTag)
                members.Add((name, ReadGroup(depth + 1)));
            else if (ReadValue() is { } value)
                members.Add((name, value));
        }

        return group;
    }

    private long EndOfTag()
    {
        var bytes = _file.I64(_at);
        _at += 8;
        return bytes > 0 && bytes <= _file.Length - _at ? _at + bytes : 0;
    }

    private DmTag? ReadValue()
    {
        if (!Has(4 + _wordBytes))
            return null;
        if (!_file.Bytes(_at, 4).SequenceEqual("%%%%"u8))
            throw Damage("the values of a tag do not begin with '%%%%'");
        _at += 4;
        var words = Word();
        if (words is < 1 or > 2 * MostMembers)
            throw Damage($"a tag is described by {words} numbers");
        if (!Has(words * _wordBytes))
            return null;
        var type = new long[words];
        foreach (ref var word in type.AsSpan())
            word = Word();
        switch (type)
        {
            case [Array, Structure, .. var structure]:
                return ReadArray(StructureBytes(structure), type[^1], isText: false);
            case [Array, var element, var count]:
                return ReadArray(SizeOf(element), count, isText: element is 2 or 4 or 8 or 9 or 10);
            case [Text, var count]:
                return ReadArray(2, count, isText: true) is { Text: { } text } ? new DmText(text) : null;
            case [Structure, .. var structure]:
                var fields = Fields(structure);
                return Has(fields.Sum(SizeOf)) ? new DmNumbers([.. fields.Select(ReadNumber)]) : null;
            case [var number]:
                return Has(SizeOf(number)) ? new DmNumber(ReadNumber(number)) : null;
            default:
                throw Damage($"a tag is described by the numbers {string.Join(", ", type)}, which have no meaning");
        }
    }

    private DmArray? ReadArray(int elementBytes, long count, bool isText)
    {
        if (count < 0 || count > long.MaxValue / 16 / elementBytes)
            throw Damage($"an array has {count} elements");
        var bytes = count * elementBytes;
        var start = _at;
        if (!Has(bytes))
            return new(start, elementBytes, count, Text: null);
        var text = isText && count <= LongestText && elementBytes <= 2 ? ReadText((int)bytes, elementBytes) : null;
        _at = start + bytes;
        return new(start, elementBytes, count, text);
    }

    private string ReadText(int bytes, int elementBytes)
    {
        var stored = _file.Bytes(_at, bytes);
        var encoding = elementBytes == 1 ? Encoding.Latin1 : _isLittleEndian ? Encoding.Unicode : Encoding.BigEndianUnicode;
        return encoding.GetString(stored).TrimEnd('\0');
    }

    // Behind the type: length of the name, number of fields, then for each the length of its name and its type.
    private long[] Fields(ReadOnlySpan<long> structure)
    {
        var fields = structure.Length >= 2 && structure[1] is >= 0 and <= MostMembers ? new long[structure[1]] : null;
        if (fields is null || structure.Length < 2 + (2 * fields.Length))
            throw Damage("a structure is described by too few numbers");
        for (var i = 0; i < fields.Length; i++)
            fields[i] = structure[3 + (2 * i)];
        return fields;
    }

    private int StructureBytes(ReadOnlySpan<long> structure) => Math.Max(Fields(structure).Sum(SizeOf), 1);

    private double ReadNumber(long type)
    {
        var size = SizeOf(type);
        Span<byte> bytes = stackalloc byte[8];
        _file.Bytes(_at, size).CopyTo(bytes);
        _at += size;
        if (!_isLittleEndian)
            bytes[..size].Reverse();
        return type switch
        {
            2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            3 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            5 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            6 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            7 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            9 => (sbyte)bytes[0],
            11 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            12 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => bytes[0],   // 8: bool, 10: unsigned byte
        };
    }

    private int SizeOf(long type) => type switch
    {
        8 or 9 or 10 => 1,
        2 or 4 => 2,
        3 or 5 or 6 => 4,
        7 or 11 or 12 => 8,
        _ => throw Damage($"a value is of type {type}, which is not known"),
    };

    // A number of the description: of 32 bits in version 3, of 64 in version 4.
    private long Word()
    {
        var word = _wordBytes == 8 ? _file.I64(_at) : _file.U32(_at);
        _at += _wordBytes;
        return word;
    }

    private bool Has(long bytes)
    {
        if (bytes <= _file.Length - _at && CutAt is null)
            return true;
        CutAt ??= _at;
        return false;
    }

    private SourceException Damage(string what) => _file.Fault(_at, $"{what}: the tags are damaged; copy the file again.");
}
