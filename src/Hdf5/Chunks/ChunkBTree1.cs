using System.Buffers.Binary;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Chunks;

/// <summary>
/// The chunk index of layout messages up to version 3: a version 1 B-tree (format specification 3.0, III.A.1, node type 1).
/// </summary>
/// <param name="space">The file.</param>
/// <param name="chunkShape">Elements of a chunk along each axis.</param>
/// <param name="nodeRank">Half the largest number of children of a node, as the superblock says; a hint for read-ahead.</param>
/// <param name="builder">Receives the chunks.</param>
internal sealed class ChunkBTree1(AddressSpace space, long[] chunkShape, int nodeRank, ChunkIndexBuilder builder)
{
    private const string What = "a chunk B-tree node";
    private readonly HashSet<long> _seen = [];
    private readonly int _head = 8 + (2 * space.OffsetSize);
    private readonly int _key = 8 + (8 * (chunkShape.Length + 1));

    public void Walk(long root)
    {
        if (root != AddressSpace.Undefined)
            Walk(root, -1);
    }

    // Chunks stand in the tree in the order of their numbers: where a file was cut off, all from the first key of a lost node on are lost.
    private void WalkLeft(ReadOnlySpan<byte> key, long address, int level)
    {
        try
        {
            Walk(address, level);
        }
        catch (Hdf5Exception) when (space.Truncation is not null)
        {
            long row = (long)(BinaryPrimitives.ReadUInt64LittleEndian(key[8..]) / (ulong)chunkShape[0]);
            if (row < builder.Grid.Shape[0])
                builder.Lose(row * builder.Grid.Strides[0]);
        }
    }

    private void Walk(long address, int level)
    {
        if (!_seen.Add(address))
            throw space.Fault(address, "a chunk B-tree points to the same node twice");
        int stride = _key + space.OffsetSize;
        int likely = (int)Math.Min(_head + (2L * nodeRank * stride), 1 << 16);
        var block = space.ReadAhead(address, _head, likely, What);
        var cursor = new Cursor(space, address, block, What);
        cursor.Expect("TREE"u8);
        if (cursor.U8() != 1)
            throw cursor.Fault("it does not belong to chunks");
        int found = cursor.U8();
        if (level >= 0 && found != level)
            throw cursor.Fault($"its level is {found}, its parent expects {level}");
        int count = cursor.U16();
        int need = _head + (count * stride);
        if (need > block.Length)
            block = space.ReadBlock(address, need, What);
        for (int i = 0; i < count; i++)
        {
            var entry = block.AsSpan(_head + (i * stride), stride);
            if (found == 0)
                AddChunk(entry, address);
            else
                WalkLeft(entry, new Cursor(space, address, entry[_key..], What).Offset(), found - 1);
        }
    }

    // The chunk's number, or -1 for one beyond the shape: such remain in the index when a dataset is shrunk.
    private long NumberOf(ReadOnlySpan<byte> entry, long node)
    {
        var grid = builder.Grid;
        long number = 0;
        for (int axis = 0; axis < chunkShape.Length; axis++)
        {
            ulong element = BinaryPrimitives.ReadUInt64LittleEndian(entry[(8 + (8 * axis))..]);
            ulong length = (ulong)chunkShape[axis];
            ulong chunk = length == 1 ? element : element / length;
            if (chunk * length != element)
                throw space.Fault(node, $"{What} lists a chunk at element {element} on axis {axis}, where chunks have {length} elements");
            if (chunk >= (ulong)grid.Shape[axis])
                return -1;
            number += (long)chunk * grid.Strides[axis];
        }
        return number;
    }

    private void AddChunk(ReadOnlySpan<byte> entry, long node)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(entry);
        uint mask = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
        if (NumberOf(entry, node) is not (>= 0 and var number))
            return;
        long address = space.OffsetSize == 8
            ? BinaryPrimitives.ReadInt64LittleEndian(entry[_key..])
            : new Cursor(space, node, entry[_key..], What).Offset();
        if (address != AddressSpace.Undefined)
            builder.Add(number, address, size, mask);
    }
}
