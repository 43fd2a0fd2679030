using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Headers;

/// <summary>The data layout message (format specification 3.0, IV.A.2.i), versions 1 to 4.</summary>
internal sealed class DataLayout
{
    private DataLayout(StorageLayout kind) => Kind = kind;

    public StorageLayout Kind { get; }

    /// <summary>The block, the chunk index, or the single chunk; may be undefined.</summary>
    public long Address { get; private init; } = AddressSpace.Undefined;

    /// <summary>Declared bytes of a contiguous block; -1 when not declared.</summary>
    public long Size { get; private init; } = -1;

    /// <summary>Bytes of a compact dataset.</summary>
    public ReadOnlyMemory<byte> Compact { get; private init; }

    /// <summary>Elements of a chunk along each axis.</summary>
    public long[] ChunkShape { get; private init; } = [];

    public int ElementSize { get; private init; }

    public ChunkIndexKind IndexKind { get; private init; }

    /// <summary>True when chunks that stick out of the dataset bypass the filters.</summary>
    public bool EdgeChunksUnfiltered { get; private init; }

    /// <summary>Stored size of the single filtered chunk.</summary>
    public long SingleSize { get; private init; } = -1;

    public uint SingleFilterMask { get; private init; }

    /// <summary>Number, in the heap at <see cref="Address"/>, of the list of parts of a virtual dataset.</summary>
    public int VirtualIndex { get; private init; }

    public static DataLayout Read(ObjectHeader header)
    {
        var message = header.Need(MessageKind.Layout, "data layout");
        var cursor = message.Open(header.Space, "the data layout message");
        int version = cursor.U8();
        return version switch
        {
            1 or 2 => ReadOld(cursor),
            3 => ReadVersion3(cursor, message),
            4 => ReadVersion4(cursor, message),
            _ => throw cursor.Fault($"its version is {version}, only 1 to 4 are known"),
        };
    }

    private static DataLayout ReadOld(Cursor cursor)
    {
        int rank = cursor.U8();
        var kind = (StorageLayout)cursor.U8();
        cursor.Skip(5);
        long address = kind == StorageLayout.Compact ? AddressSpace.Undefined : cursor.Offset();
        if (rank > Dataspace.MaxRank + 1)
            throw cursor.Fault($"it has {rank} axes");
        if (kind == StorageLayout.Chunked)
            return Chunked(address, ReadShape(ref cursor, rank, 4), cursor);
        cursor.Skip(4 * rank);
        switch (kind)
        {
            case StorageLayout.Contiguous:
                return new DataLayout(kind) { Address = address };
            case StorageLayout.Compact:
                long size = cursor.U32();
                return new DataLayout(kind) { Compact = cursor.Take((int)Math.Min(size, int.MaxValue)).ToArray() };
            default:
                throw cursor.Fault($"the layout class {(int)kind} is not known");
        }
    }

    private static DataLayout ReadVersion3(Cursor cursor, HeaderMessage message)
    {
        var kind = (StorageLayout)cursor.U8();
        if (kind != StorageLayout.Chunked)
            return ReadUnchunked(cursor, message, kind);
        int rank = cursor.U8();
        long address = cursor.Offset();
        return Chunked(address, ReadShape(ref cursor, rank, 4), cursor);
    }

    private static DataLayout ReadUnchunked(Cursor cursor, HeaderMessage message, StorageLayout kind)
    {
        switch (kind)
        {
            case StorageLayout.Compact:
                int size = cursor.U16();
                int at = cursor.Position;
                cursor.Skip(size);
                return new DataLayout(kind) { Compact = message.Body.Slice(at, size) };
            case StorageLayout.Contiguous:
                return new DataLayout(kind) { Address = cursor.Offset(), Size = cursor.Length() };
            case StorageLayout.Virtual:
                long address = cursor.Offset();
                return new DataLayout(kind) { Address = address, VirtualIndex = (int)Math.Min(cursor.U32(), int.MaxValue) };
            default:
                throw cursor.Fault($"the layout class {(int)kind} is not known");
        }
    }

    private static DataLayout ReadVersion4(Cursor cursor, HeaderMessage message)
    {
        var kind = (StorageLayout)cursor.U8();
        if (kind != StorageLayout.Chunked)
            return ReadUnchunked(cursor, message, kind);
        int flags = cursor.U8();
        int rank = cursor.U8();
        int width = cursor.U8();
        var shape = ReadShape(ref cursor, rank, width);
        var index = (ChunkIndexKind)cursor.U8();
        long singleSize = -1;
        uint mask = 0;
        switch (index)
        {
            case ChunkIndexKind.Single:
                if ((flags & 2) != 0)
                {
                    singleSize = cursor.Length();
                    mask = cursor.U32();
                }
                break;
            case ChunkIndexKind.Implicit:
                break;
            case ChunkIndexKind.FixedArray:
                cursor.Skip(1);
                break;
            case ChunkIndexKind.ExtensibleArray:
                cursor.Skip(5);
                break;
            case ChunkIndexKind.BTree2:
                cursor.Skip(6);
                break;
            default:
                throw cursor.Fault($"the chunk index type {(int)index} is not known");
        }
        return Chunked(cursor.Offset(), shape, cursor, index, (flags & 1) != 0, singleSize, mask);
    }

    /// <summary>The last "axis" is the element size.</summary>
    private static long[] ReadShape(ref Cursor cursor, int rank, int width)
    {
        if (rank is < 2 or > Dataspace.MaxRank + 1)
            throw cursor.Fault($"chunks of {rank - 1} axes");
        var shape = new long[rank];
        for (int axis = 0; axis < rank; axis++)
            shape[axis] = cursor.Number(width);
        return shape;
    }

    private static DataLayout Chunked(
        long address, long[] shapeAndElement, Cursor cursor, ChunkIndexKind index = ChunkIndexKind.BTree1,
        bool edgesUnfiltered = false, long singleSize = -1, uint mask = 0)
    {
        long bytes = 1;
        foreach (long length in shapeAndElement)
        {
            // HDF5 itself limits chunks to 4 GiB; one buffer holds a chunk here, hence 2 GiB.
            if (length <= 0 || length > int.MaxValue || bytes > Array.MaxLength / length)
                throw cursor.Fault(
                    $"a chunk of ({string.Join(", ", shapeAndElement[..^1])}) elements of {shapeAndElement[^1]} bytes is not plausible");
            bytes *= length;
        }
        return new DataLayout(StorageLayout.Chunked)
        {
            Address = address,
            ChunkShape = shapeAndElement[..^1],
            ElementSize = (int)shapeAndElement[^1],
            IndexKind = index,
            EdgeChunksUnfiltered = edgesUnfiltered,
            SingleSize = singleSize,
            SingleFilterMask = mask,
        };
    }
}
