using System.Numerics;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Heaps;

/// <summary>Receives one record of a version 2 B-tree.</summary>
/// <param name="record">The record's fields.</param>
internal delegate void RecordVisitor(Cursor record);

/// <summary>Version 2 B-trees (format specification 3.0, III.A.2), walked in order.</summary>
internal sealed class BTree2
{
    private const int Overhead = 10;
    private readonly AddressSpace _space;
    private readonly long _address;
    private readonly int _nodeSize;
    private readonly int _recordSize;
    private readonly int _depth;
    private readonly long _root;
    private readonly int _rootCount;
    private readonly int _countWidth;
    private readonly int[] _totalWidth;

    public BTree2(AddressSpace space, long address)
    {
        _space = space;
        _address = address;
        var block = space.ReadBlock(address, 22 + space.OffsetSize + space.LengthSize, "a version 2 B-tree header");
        var cursor = new Cursor(space, address, block, "a version 2 B-tree header");
        cursor.Expect("BTHD"u8);
        cursor.ExpectVersion(0);
        space.CheckChecksum(block, address, "a version 2 B-tree header");
        RecordType = cursor.U8();
        long nodeSize = cursor.U32();
        _recordSize = cursor.U16();
        _depth = cursor.U16();
        cursor.Skip(2);
        _root = cursor.Offset();
        _rootCount = cursor.U16();
        Count = cursor.Length();
        if (nodeSize > space.Length || nodeSize > Array.MaxLength || _recordSize == 0 || nodeSize < Overhead + _recordSize || _depth > 16)
            throw cursor.Fault($"nodes of {nodeSize} bytes, records of {_recordSize} bytes and a depth of {_depth} are not plausible");
        _nodeSize = (int)nodeSize;
        if (Count > space.Length / _recordSize)
            throw cursor.Fault($"it declares {Count} records, more than the file can hold");
        int leafMax = (_nodeSize - Overhead) / _recordSize;
        _countWidth = EncodedWidth(leafMax);
        _totalWidth = new int[_depth + 1];
        Int128 total = leafMax;
        for (int level = 1; level <= _depth; level++)
        {
            int pointer = space.OffsetSize + _countWidth + _totalWidth[level - 1];
            int max = (_nodeSize - Overhead - pointer) / (_recordSize + pointer);
            total = Int128.Min(((max + 1) * total) + max, long.MaxValue);
            _totalWidth[level] = EncodedWidth((long)total);
        }
    }

    public int RecordType { get; }

    public int RecordSize => _recordSize;

    /// <summary>Number of records that the header declares.</summary>
    public long Count { get; }

    public void Walk(RecordVisitor visit)
    {
        if (_root == AddressSpace.Undefined || _rootCount == 0)
            return;
        long left = Count;
        Walk(_root, _rootCount, _depth, visit, ref left);
    }

    private void Walk(long address, int count, int level, RecordVisitor visit, ref long left)
    {
        // Every node but the root has records, so the declared total bounds the walk even where nodes point back.
        left -= count;
        if (left < 0 || count == 0)
            throw _space.Fault(
                address,
                $"a version 2 B-tree holds more than the {Count} records that its header at {_address} declares, or an empty node");
        string what = level == 0 ? "a version 2 B-tree leaf" : "a version 2 B-tree node";
        int pointer = level == 0 ? 0 : _space.OffsetSize + _countWidth + _totalWidth[level - 1];
        long used = 6 + ((long)count * _recordSize) + ((level == 0 ? 0 : count + 1L) * pointer) + 4;
        if (used > _nodeSize)
            throw _space.Fault(address, $"{what} of {_nodeSize} bytes cannot hold {count} records");
        var block = _space.ReadBlock(address, used, what);
        var cursor = new Cursor(_space, address, block, what);
        cursor.Expect(level == 0 ? "BTLF"u8 : "BTIN"u8);
        cursor.ExpectVersion(0);
        _space.CheckChecksum(block, address, what);
        if (cursor.U8() != RecordType)
            throw cursor.Fault("its record type differs from the tree's");
        int records = cursor.Position;
        if (level == 0)
        {
            for (int i = 0; i < count; i++)
                visit(Record(block, address, records, i));
            return;
        }
        cursor.Skip(count * _recordSize);
        for (int i = 0; i <= count; i++)
        {
            long child = cursor.Offset();
            int childCount = (int)Math.Min(cursor.Number(_countWidth), int.MaxValue);
            if (level > 1)
                cursor.Skip(_totalWidth[level - 1]);
            Walk(child, childCount, level - 1, visit, ref left);
            if (i < count)
                visit(Record(block, address, records, i));
        }
    }

    private Cursor Record(byte[] block, long address, int records, int index)
    {
        int at = records + (index * _recordSize);
        return new Cursor(_space, address + at, block.AsSpan(at, _recordSize), "a version 2 B-tree record");
    }

    private static int EncodedWidth(long limit) => (BitOperations.Log2((ulong)Math.Max(limit, 1)) / 8) + 1;
}
