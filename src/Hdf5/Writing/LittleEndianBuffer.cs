using System.Buffers.Binary;
using System.Text;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Writing;

/// <summary>
/// A structure as it is put together, in the byte order and widths that the writer uses: little-endian, 8-byte addresses and lengths.
/// </summary>
internal sealed class LittleEndianBuffer
{
    public const long Undefined = -1;
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public LittleEndianBuffer U8(int value)
    {
        Extend(1)[0] = (byte)value;
        return this;
    }

    public LittleEndianBuffer U16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Extend(2), (ushort)value);
        return this;
    }

    public LittleEndianBuffer U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Extend(4), value);
        return this;
    }

    public LittleEndianBuffer I64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Extend(8), value);
        return this;
    }

    /// <summary>The low <paramref name="width"/> bytes of a number.</summary>
    public LittleEndianBuffer Number(long value, int width)
    {
        var field = Extend(width);
        for (int i = 0; i < width; i++)
            field[i] = (byte)(value >> (8 * i));
        return this;
    }

    public LittleEndianBuffer Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Extend(bytes.Length));
        return this;
    }

    /// <summary>UTF-8 and a zero byte.</summary>
    public LittleEndianBuffer Text(string text) => Raw(Encoding.UTF8.GetBytes(text)).U8(0);

    /// <summary>The checksum of all that was written so far.</summary>
    public LittleEndianBuffer Checksum() => U32(Lookup3.Hash(Written));

    private Span<byte> Extend(int count)
    {
        int at = Length;
        int length = checked(at + count);
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max((long)length, 2L * _bytes.Length), Array.MaxLength));
        Length = length;
        return _bytes.AsSpan(at, count);
    }
}
