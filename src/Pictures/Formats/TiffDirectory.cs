using System.Buffers.Binary;

namespace Ronchi.Pictures;

/// <summary>One image file directory: the tags of a page.</summary>
internal sealed class TiffDirectory
{
    public const int Ascii = 2;
    public const int Short = 3;
    public const int Long = 4;
    public const int Rational = 5;
    public const int Long8 = 16;

    private readonly bool _isBig;
    private readonly byte[] _bytes;
    private int _at;

    /// <summary>Begins a directory of a classic or a BigTIFF.</summary>
    public TiffDirectory(bool isBig, int samples)
    {
        _isBig = isBig;
        _bytes = new byte[Length(isBig, samples)];
        _at = isBig ? 8 : 2;
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes, (ushort)Tags(samples));
    }

    /// <summary>Bytes of a directory; a multiple of two, as TIFF wants its offsets.</summary>
    public static int Length(bool isBig, int samples) => isBig ? 8 + (Tags(samples) * 20) + 8 : 2 + (Tags(samples) * 12) + 4;

    /// <summary>Adds a tag; tags come in ascending order.</summary>
    /// <param name="tag">Number of the tag.</param>
    /// <param name="type">Type of its values.</param>
    /// <param name="count">Number of its values.</param>
    /// <param name="value">The value, or the offset of the values when they do not fit.</param>
    public void Add(ushort tag, int type, long count, long value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_at), tag);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_at + 2), (ushort)type);
        if (_isBig)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_at + 4), count);
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_at + 12), value);
            _at += 20;
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_at + 4), checked((uint)count));
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_at + 8), checked((uint)value));
            _at += 12;
        }
    }

    // A value behind red, green and blue has a tag of its own.
    private static int Tags(int samples) => samples > 3 ? 15 : 14;

    /// <summary>The directory's bytes.</summary>
    /// <param name="next">Offset of the next page's directory; 0 for none.</param>
    public byte[] Complete(long next)
    {
        if (_isBig)
            BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_at), next);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_at), checked((uint)next));
        return _bytes;
    }
}
