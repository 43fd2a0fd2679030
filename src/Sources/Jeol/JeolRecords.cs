using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Jeol;

/// <summary>The named values of a file of the Analysis Station: a tree, of which each branch ends with the byte 255.</summary>
internal sealed class JeolRecords
{
    private const int MostRecords = 10_000;
    private const int MostDepth = 16;
    private const int MostNameBytes = 256;
    private const byte Begin = 1;
    private const byte End = 255;

    private readonly HeaderReader _file;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    private JeolRecords(HeaderReader file) => _file = file;

    /// <summary>Where a value lies.</summary>
    /// <param name="Type">Its type: 2 and 3 are unsigned numbers of 16 and 32 bits, 4 and 5 floats, 12 text; others are arrays.</param>
    /// <param name="Offset">Where it begins.</param>
    /// <param name="Bytes">How long it is.</param>
    public readonly record struct Place(uint Type, long Offset, long Bytes);

    /// <summary>Reads the tree.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where its first record begins.</param>
    /// <exception cref="SourceException">It is damaged.</exception>
    public static JeolRecords Read(HeaderReader file, long offset)
    {
        var records = new JeolRecords(file);
        records.Branch(offset, "", 0);
        return records;
    }

    /// <summary>A value; null: it is not there.</summary>
    /// <param name="name">Names of its branches and its own, with slashes between.</param>
    public Place? Find(string name) => _places.TryGetValue(name, out var place) ? place : null;

    /// <summary>A number; null: it is not there, or none.</summary>
    public double? Number(string name) => Find(name) switch
    {
        { Type: 2, Bytes: 2 } place => _file.U16(place.Offset),
        { Type: 3, Bytes: 4 } place => _file.U32(place.Offset),
        { Type: 4, Bytes: 4 } place when float.IsFinite(_file.F32(place.Offset)) => _file.F32(place.Offset),
        { Type: 5, Bytes: 8 } place when double.IsFinite(_file.F64(place.Offset)) => _file.F64(place.Offset),
        _ => null,
    };

    /// <summary>A text; null: it is not there, or empty.</summary>
    public string? Text(string name) =>
        Find(name) is { Type: 12, Bytes: > 0 and < 4096 } place && _file.Text(place.Offset, (int)place.Bytes) is { Length: > 0 } text
            ? text
            : null;

    // Where the branch ends.
    private long Branch(long at, string prefix, int depth)
    {
        while (at < _file.Length && _file.U8(at) == Begin)
        {
            long nameBytes = _file.U32(at + 1);
            if (nameBytes is 0 or > MostNameBytes || depth > MostDepth || _places.Count >= MostRecords)
                throw Damaged(at);
            var name = prefix + _file.Text(at + 5, (int)nameBytes);
            var value = at + 13 + nameBytes;
            long bytes = _file.U32(value - 4);
            if (bytes > _file.Length - value)
                throw Damaged(at);
            _places.TryAdd(name, new(_file.U32(value - 8), value, bytes));
            at = Branch(value + bytes, name + "/", depth + 1);
            if (at >= _file.Length || _file.U8(at) != End)
                throw Damaged(at);
            at++;
        }

        return at;
    }

    private SourceException Damaged(long at) => _file.Fault(at, "this file of the Analysis Station is damaged or cut off; copy it again.");
}
