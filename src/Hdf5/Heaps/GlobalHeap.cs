using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Heaps;

/// <summary>
/// Texts and sequences of variable length (format specification 3.0, III.E). Collections read once are kept while this object lives.
/// </summary>
/// <param name="space">The file.</param>
internal sealed class GlobalHeap(AddressSpace space)
{
    private readonly Dictionary<long, Dictionary<int, ReadOnlyMemory<byte>>> _collections = [];
    private long _read;

    public ReadOnlyMemory<byte> Read(long address, int index)
    {
        if (!_collections.TryGetValue(address, out var objects))
            _collections[address] = objects = ReadCollection(address);
        return objects.TryGetValue(index, out var found)
            ? found
            : throw space.Fault(address, $"the global heap collection has no object {index}");
    }

    private Dictionary<int, ReadOnlyMemory<byte>> ReadCollection(long address)
    {
        const string what = "a global heap collection";
        int head = 8 + space.LengthSize;
        var start = new Cursor(space, address, space.ReadBlock(address, head, what), what);
        start.Expect("GCOL"u8);
        start.ExpectVersion(1);
        start.Skip(3);
        long size = start.Length();
        if (size < head)
            throw space.Fault(address, $"{what} declares {size} bytes");
        // Honest collections do not overlap: together they cannot be longer than the file.
        _read += size;
        if (_read > space.Length)
            throw space.Fault(address, $"{what} overlaps others");
        var block = space.ReadBlock(address, size, what);
        var cursor = new Cursor(space, address, block, what);
        cursor.Skip(head);
        var objects = new Dictionary<int, ReadOnlyMemory<byte>>();
        while (cursor.Remaining >= 8 + space.LengthSize)
        {
            int index = cursor.U16();
            cursor.Skip(2 + 4);
            long length = cursor.Length();
            if (index == 0)
                break;
            if (length > cursor.Remaining)
                throw cursor.Fault($"the object {index} of {length} bytes does not fit");
            objects[index] = block.AsMemory(cursor.Position, (int)length);
            cursor.Skip((int)length);
            cursor.Skip((int)Math.Min(cursor.Remaining, (8 - (length % 8)) % 8));
        }
        return objects;
    }
}
