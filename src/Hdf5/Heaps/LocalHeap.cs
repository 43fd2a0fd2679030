using System.Text;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Heaps;

/// <summary>Names of a symbol-table group (format specification 3.0, III.D).</summary>
internal sealed class LocalHeap
{
    private readonly AddressSpace _space;
    private readonly long _address;
    private readonly byte[] _data;

    public LocalHeap(AddressSpace space, long address)
    {
        _space = space;
        var cursor = new Cursor(
            space, address, space.ReadBlock(address, 8 + (2 * space.LengthSize) + space.OffsetSize, "a local heap"), "a local heap");
        cursor.Expect("HEAP"u8);
        cursor.ExpectVersion(0);
        cursor.Skip(3);
        long size = cursor.Length();
        cursor.LengthOrUnlimited();
        _address = cursor.Offset();
        _data = space.ReadBlock(_address, size, "a local heap's data");
    }

    public string Text(long offset)
    {
        if (offset < 0 || offset >= _data.Length)
            throw _space.Fault(_address, $"a name at {offset} lies outside its local heap of {_data.Length} bytes");
        var rest = _data.AsSpan((int)offset);
        int end = rest.IndexOf((byte)0);
        if (end < 0)
            throw _space.Fault(_address + offset, "a name in a local heap has no end");
        return Encoding.UTF8.GetString(rest[..end]);
    }
}
