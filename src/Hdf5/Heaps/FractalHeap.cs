using System.Numerics;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Heaps;

/// <summary>
/// The heap of dense links and attributes (format specification 3.0, III.G): managed objects in a doubling table, huge and tiny objects.
/// </summary>
internal sealed class FractalHeap
{
    private readonly AddressSpace _space;
    private readonly long _address;
    private readonly int _idLength;
    private readonly int _offsetWidth;
    private readonly int _lengthWidth;
    private readonly long _hugeTree;
    private readonly int _width;
    private readonly long _startSize;
    private readonly long _maxDirectSize;
    private readonly long _root;
    private readonly int _rootRows;
    private readonly bool _isChecksummed;
    private readonly int _directRows;
    private readonly Dictionary<long, byte[]> _blocks = [];
    private Dictionary<long, (long Address, long Length)>? _huge;
    private long _read;

    public FractalHeap(AddressSpace space, long address)
    {
        _space = space;
        _address = address;
        const string what = "a fractal heap header";
        int size = 22 + (12 * space.LengthSize) + (3 * space.OffsetSize) + 4;
        var block = space.ReadBlock(address, size, what);
        var cursor = new Cursor(space, address, block, what);
        cursor.Expect("FRHP"u8);
        cursor.ExpectVersion(0);
        _idLength = cursor.U16();
        int filterLength = cursor.U16();
        if (filterLength != 0)
            throw cursor.Fault("its blocks are filtered, which is not supported");
        space.CheckChecksum(block, address, what);
        _isChecksummed = (cursor.U8() & 2) != 0;
        long maxManaged = cursor.U32();
        cursor.Skip(space.LengthSize);
        _hugeTree = cursor.Offset();
        cursor.Skip(space.LengthSize + space.OffsetSize + (8 * space.LengthSize));
        _width = cursor.U16();
        _startSize = cursor.Length();
        _maxDirectSize = cursor.Length();
        int heapBits = cursor.U16();
        cursor.Skip(2);
        _root = cursor.Offset();
        _rootRows = cursor.U16();
        if (_width == 0 || _startSize <= 0 || _maxDirectSize < _startSize || _maxDirectSize > 1 << 30
            || !BitOperations.IsPow2(_startSize) || !BitOperations.IsPow2(_maxDirectSize)
            || !BitOperations.IsPow2(_width) || heapBits is 0 or > 64)
            throw cursor.Fault(
                $"a doubling table of width {_width} with blocks from {_startSize} to {_maxDirectSize} bytes is not plausible");
        _offsetWidth = (heapBits + 7) / 8;
        _lengthWidth = Math.Min(
            (BitOperations.Log2((ulong)_maxDirectSize) + 7) / 8, (BitOperations.Log2((ulong)Math.Max(maxManaged, 1)) / 8) + 1);
        _directRows = BitOperations.Log2((ulong)_maxDirectSize) - BitOperations.Log2((ulong)_startSize) + 2;
    }

    /// <summary>The object that a heap ID names.</summary>
    /// <returns>Its bytes and their address.</returns>
    public (ReadOnlyMemory<byte> Bytes, long Address) Read(ReadOnlySpan<byte> id)
    {
        var cursor = new Cursor(_space, _address, id, "a fractal heap ID");
        int first = cursor.U8();
        if (first >> 6 != 0)
            throw _space.Fault(_address, $"a fractal heap ID has version {first >> 6}");
        switch ((first >> 4) & 3)
        {
            case 0:
                long offset = cursor.Number(_offsetWidth);
                return ReadManaged(offset, cursor.Number(_lengthWidth));
            case 1:
                return ReadHuge(ref cursor);
            case 2:
                int length = (first & 15) + 1;
                if (_idLength > 17)
                    length = (((first & 15) << 8) | cursor.U8()) + 1;
                return (cursor.Take(length).ToArray(), _address);
            default:
                throw _space.Fault(_address, "a fractal heap ID has an unknown type");
        }
    }

    private (ReadOnlyMemory<byte> Bytes, long Address) ReadHuge(ref Cursor cursor)
    {
        if (_space.OffsetSize + _space.LengthSize <= _idLength - 1)
        {
            long direct = cursor.Offset();
            return (ReadOnce(direct, cursor.Length(), "a huge heap object"), direct);
        }
        long key = cursor.Number(Math.Min(8, cursor.Remaining));
        _huge ??= ReadHugeTree();
        if (!_huge.TryGetValue(key, out var place))
            throw _space.Fault(_address, $"the huge heap object {key} is not in the heap's B-tree");
        return (ReadOnce(place.Address, place.Length, "a huge heap object"), place.Address);
    }

    /// <summary>Honest blocks and huge objects do not overlap: together they cannot be longer than the file.</summary>
    private byte[] ReadOnce(long address, long length, string what)
    {
        _read += length;
        if (_read > _space.Length)
            throw _space.Fault(address, $"{what}: the objects of one fractal heap overlap");
        return _space.ReadBlock(address, length, what);
    }

    private Dictionary<long, (long Address, long Length)> ReadHugeTree()
    {
        var places = new Dictionary<long, (long Address, long Length)>();
        var tree = new BTree2(_space, _hugeTree);
        if (tree.RecordType != 1)
            throw _space.Fault(_hugeTree, $"the B-tree of huge heap objects has record type {tree.RecordType}, 1 was expected");
        tree.Walk(record =>
        {
            long address = record.Offset();
            long length = record.Length();
            places[record.Length()] = (address, length);
        });
        return places;
    }

    private (ReadOnlyMemory<byte> Bytes, long Address) ReadManaged(long offset, long length)
    {
        long block = _root, blockStart = 0, blockSize = _startSize;
        if (_rootRows > 0)
            (block, blockStart, blockSize) = Locate(offset);
        long inside = offset - blockStart;
        if (inside < 0 || length < 0 || inside > blockSize - length)
            throw _space.Fault(_address, $"a heap object of {length} bytes at {offset} lies outside its block");
        if (!_blocks.TryGetValue(block, out var bytes))
        {
            bytes = ReadOnce(block, blockSize, "a fractal heap block");
            new Cursor(_space, block, bytes, "a fractal heap block").Expect("FHDB"u8);
            if (_isChecksummed)
                CheckBlock(bytes, block);
            _blocks[block] = bytes;
        }
        return (bytes.AsMemory((int)inside, (int)length), block + inside);
    }

    private void CheckBlock(byte[] bytes, long address)
    {
        // The checksum covers the block with its own field set to zero.
        int at = 5 + _space.OffsetSize + _offsetWidth;
        if (!_space.VerifyChecksums || at + 4 > bytes.Length)
            return;
        uint stored = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
        var copy = bytes.AsSpan().ToArray();
        copy.AsSpan(at, 4).Clear();
        if (Lookup3.Hash(copy) != stored)
            throw _space.Fault(address, "a fractal heap block is damaged: its checksum does not match");
    }

    /// <summary>Descends the indirect blocks to the direct block that covers a heap offset.</summary>
    private (long Address, long Start, long Size) Locate(long offset)
    {
        long indirect = _root, start = 0;
        int rows = _rootRows;
        // Each level's blocks are smaller than the one above, so 64 levels cannot be exceeded by an honest heap.
        for (int depth = 0; depth < 64; depth++)
        {
            var (row, column, childStart, childSize) = Cell(offset, start, indirect);
            if (row >= rows)
                throw _space.Fault(indirect, $"the heap offset {offset} lies beyond the last row of its indirect block");
            int head = 5 + _space.OffsetSize + _offsetWidth;
            var signature = new Cursor(
                _space, indirect, _space.ReadBlock(indirect, head, "a fractal heap indirect block"), "a fractal heap indirect block");
            signature.Expect("FHIB"u8);
            long slot = indirect + head + ((((long)row * _width) + column) * _space.OffsetSize);
            var pointer = new Cursor(
                _space, slot, _space.ReadBlock(slot, _space.OffsetSize, "a fractal heap indirect block"), "a fractal heap indirect block");
            long child = pointer.Offset();
            if (row < _directRows)
                return (child, childStart, childSize);
            rows = BitOperations.Log2((ulong)childSize) - BitOperations.Log2((ulong)(_startSize * _width)) + 1;
            indirect = child;
            start = childStart;
        }
        throw _space.Fault(indirect, "a fractal heap is nested without end");
    }

    private (int Row, int Column, long Start, long Size) Cell(long offset, long start, long indirect)
    {
        long inside = offset - start;
        long size = _startSize, rowStart = 0;
        for (int row = 0; row < 64; row++)
        {
            if (row > 1)
                size *= 2;
            if (size > long.MaxValue / 4 / _width)
                break;
            long rowLength = size * _width;
            if (inside < rowStart + rowLength)
            {
                int column = (int)((inside - rowStart) / size);
                return (row, column, start + rowStart + (column * size), size);
            }
            rowStart += rowLength;
        }
        throw _space.Fault(indirect, $"the heap offset {offset} is not plausible");
    }
}
