using System.Buffers.Binary;
using System.Text;

namespace Ronchi.Hdf5.Storage;

/// <summary>Reads the fields of one structure in order; no field can lie outside it.</summary>
internal ref struct Cursor
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly AddressSpace _space;
    private readonly long _address;
    private readonly string _what;
    private int _position;

    /// <summary>A cursor at the start of a structure.</summary>
    /// <param name="space">The file.</param>
    /// <param name="address">Address of the first of <paramref name="bytes"/>.</param>
    /// <param name="bytes">The structure.</param>
    /// <param name="what">Its name in messages.</param>
    public Cursor(AddressSpace space, long address, ReadOnlySpan<byte> bytes, string what)
    {
        _space = space;
        _address = address;
        _bytes = bytes;
        _what = what;
    }

    public readonly int Remaining => _bytes.Length - _position;

    public readonly int Position => _position;

    /// <summary>Address of the next field.</summary>
    public readonly long Address => _address + _position;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>An unsigned field of 1 to 8 bytes that must fit a signed 64-bit number.</summary>
    public long Number(int width)
    {
        if (width is < 1 or > 8)
            throw Fault($"a number of {width} bytes");
        var field = Take(width);
        ulong value = 0;
        for (int i = width - 1; i >= 0; i--)
            value = (value << 8) | field[i];
        if (value > long.MaxValue)
            throw Fault($"the number {value} is not plausible");
        return (long)value;
    }

    public long Length() => Number(_space.LengthSize);

    /// <summary>An address, or <see cref="AddressSpace.Undefined"/> where all its bits are set.</summary>
    public long Offset() => NumberOrAllOnes(_space.OffsetSize);

    /// <summary>A length, or -1 where all its bits are set.</summary>
    public long LengthOrUnlimited() => NumberOrAllOnes(_space.LengthSize);

    /// <summary>An unsigned field, or -1 where all its bits are set.</summary>
    public long NumberOrAllOnes(int width)
    {
        if (Remaining >= width && _bytes.Slice(_position, width).IndexOfAnyExcept((byte)0xFF) < 0)
        {
            _position += width;
            return AddressSpace.Undefined;
        }
        return Number(width);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Remaining)
            throw Fault($"it ends where {count} more bytes were expected");
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    public void Skip(int count) => Take(count);

    /// <summary>Skips to the next multiple of <paramref name="unit"/> counted from position <paramref name="origin"/>.</summary>
    public void Align(int unit, int origin = 0)
    {
        int past = (_position - origin) % unit;
        if (past != 0)
            Skip(Math.Min(unit - past, Remaining));
    }

    public void Expect(ReadOnlySpan<byte> signature)
    {
        if (!Take(signature.Length).SequenceEqual(signature))
        {
            _position -= signature.Length;
            throw Fault($"its signature \"{Encoding.ASCII.GetString(signature)}\" is missing");
        }
    }

    public void ExpectVersion(byte version)
    {
        byte found = U8();
        if (found != version)
            throw Fault($"its version is {found}, only {version} is known");
    }

    /// <summary>Text up to and past the next zero byte, or to the end.</summary>
    public string Text()
    {
        var rest = _bytes[_position..];
        int end = rest.IndexOf((byte)0);
        if (end < 0)
            throw Fault("a name has no end");
        _position += end + 1;
        return Encoding.UTF8.GetString(rest[..end]);
    }

    public readonly Hdf5Exception Fault(string problem) => _space.Fault(Address, $"{_what}: {problem}");
}
