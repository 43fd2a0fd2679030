using System.Buffers.Binary;

namespace Ronchi.Tests.Sources.Tiff;

/// <summary>Writes TIFF files tag by tag, also such as no program would write. Little-endian.</summary>
internal sealed class TinyTiff
{
    private readonly MemoryStream _bytes = new();
    private long _link = 4;

    public TinyTiff() => _bytes.Write("II*\0\0\0\0\0"u8);

    /// <summary>Bytes so far: where the next thing will lie.</summary>
    public int Length => (int)_bytes.Length;

    /// <summary>Puts bytes somewhere.</summary>
    /// <returns>Where.</returns>
    public int Put(ReadOnlySpan<byte> bytes)
    {
        var at = Length;
        _bytes.Write(bytes);
        if (Length % 2 == 1)
            _bytes.WriteByte(0);
        return at;
    }

    /// <summary>Adds a page of uint8 in one strip; tags beside and instead of the usual ones may be given.</summary>
    public TinyTiff Page(int rows, int columns, byte[] pixels, params (int Tag, int Type, long Value)[] tags) =>
        Directory(
            [
                .. new (int Tag, int Type, long Value)[]
                {
                    (256, 4, columns), (257, 4, rows), (258, 3, 8), (273, 4, Put(pixels)), (278, 4, rows), (279, 4, pixels.Length),
                }.Where(usual => !tags.Any(tag => tag.Tag == usual.Tag)),
                .. tags,
            ]);

    /// <summary>Adds a directory, whose next one is the one that is added next.</summary>
    public TinyTiff Directory(params (int Tag, int Type, long Value)[] tags)
    {
        var at = Length;
        LinkTo(at);
        Span<byte> entry = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tags.Length);
        _bytes.Write(entry[..2]);
        foreach (var (tag, type, value) in tags.OrderBy(static tag => tag.Tag))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], type == 2 ? (int)(value >> 32) : 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)value);
            _bytes.Write(entry);
        }

        _link = Length;
        _bytes.Write([0, 0, 0, 0]);
        return this;
    }

    /// <summary>Where the chain goes on.</summary>
    public TinyTiff LinkTo(long offset)
    {
        Span<byte> link = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(link, (uint)offset);
        _bytes.Position = _link;
        _bytes.Write(link);
        _bytes.Position = _bytes.Length;
        return this;
    }

    /// <summary>A text as the value of a tag of type 2.</summary>
    public long Text(string text)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(text + "\0   ");
        return ((long)bytes.Length << 32) | (uint)Put(bytes);
    }

    public void Save(string path) => File.WriteAllBytes(path, _bytes.ToArray());

    public byte[] ToArray() => _bytes.ToArray();
}
