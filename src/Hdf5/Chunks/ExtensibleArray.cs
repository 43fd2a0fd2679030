using System.Numerics;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Chunks;

/// <summary>
/// The chunk index of datasets with one unlimited axis (format specification 3.0, VII.D): elements in the index block, then data blocks,
/// then super blocks of growing data blocks.
/// </summary>
internal sealed class ExtensibleArray
{
    private readonly AddressSpace _space;
    private readonly ChunkArrayElements _elements;
    private readonly int _offsetWidth;
    private readonly int _indexElements;
    private readonly int _leastElements;
    private readonly int _leastPointers;
    private readonly long _pageLength;
    private readonly int _superBlocks;
    private readonly long _end;
    private readonly long _indexBlock;

    private ExtensibleArray(AddressSpace space, long address, int chunkBytes, ChunkArrayOrder order, ChunkIndexBuilder builder)
    {
        _space = space;
        const string what = "an extensible array header";
        var block = space.ReadBlock(address, 16 + (6 * space.LengthSize) + space.OffsetSize, what);
        var header = new Cursor(space, address, block, what);
        header.Expect("EAHD"u8);
        header.ExpectVersion(0);
        space.CheckChecksum(block, address, what);
        bool isFiltered = header.U8() != 0;
        int elementSize = header.U8();
        int maxBits = header.U8();
        _indexElements = header.U8();
        _leastElements = header.U8();
        _leastPointers = header.U8();
        int pageBits = header.U8();
        header.Skip(4 * space.LengthSize);
        long maxIndexSet = header.Length();
        header.Skip(space.LengthSize);
        _indexBlock = header.Offset();
        _elements = new ChunkArrayElements(space, isFiltered, elementSize, chunkBytes, order, builder);
        _elements.CheckElementSize(header);
        if (maxBits is 0 or > 62 || pageBits > 30 || !BitOperations.IsPow2(_leastElements) || !BitOperations.IsPow2(_leastPointers)
            || _leastPointers < 2 || maxBits < BitOperations.Log2((uint)_leastElements))
            throw header.Fault(
                $"an array of 2^{maxBits} elements in blocks from {_leastElements} elements and "
                + $"{_leastPointers} pointers is not plausible");
        _offsetWidth = (maxBits + 7) / 8;
        _pageLength = 1L << pageBits;
        _superBlocks = 1 + (maxBits - BitOperations.Log2((uint)_leastElements));
        _end = Math.Min(maxIndexSet, _elements.End);
    }

    public static void Walk(AddressSpace space, long address, int chunkBytes, ChunkArrayOrder order, ChunkIndexBuilder builder)
    {
        if (address == AddressSpace.Undefined)
            return;
        var array = new ExtensibleArray(space, address, chunkBytes, order, builder);
        if (array._indexBlock != AddressSpace.Undefined)
            array.ReadIndexBlock();
    }

    private void ReadIndexBlock()
    {
        const string what = "an extensible array index block";
        int directSuperBlocks = Math.Min(_superBlocks, 2 * BitOperations.Log2((uint)_leastPointers));
        int dataBlocks = 2 * (_leastPointers - 1);
        int prefix = 6 + _space.OffsetSize;
        int size = prefix + (_indexElements * _elements.ElementSize)
            + ((dataBlocks + _superBlocks - directSuperBlocks) * _space.OffsetSize) + 4;
        var block = _space.ReadBlock(_indexBlock, size, what);
        var cursor = new Cursor(_space, _indexBlock, block, what);
        cursor.Expect("EAIB"u8);
        cursor.ExpectVersion(0);
        _space.CheckChecksum(block, _indexBlock, what);
        cursor.Skip(prefix - cursor.Position);
        long address = cursor.Address;
        _elements.Add(cursor.Take(_indexElements * _elements.ElementSize), address, 0);
        long first = _indexElements;
        for (int superBlock = 0; superBlock < _superBlocks && first < _end; superBlock++)
        {
            long blocks = 1L << (superBlock / 2);
            long length = (1L << ((superBlock + 1) / 2)) * _leastElements;
            if (superBlock < directSuperBlocks)
            {
                for (long i = 0; i < blocks; i++)
                    ReadDataBlock(cursor.Offset(), first + (i * length), length, default, 0);
            }
            else
            {
                ReadSuperBlock(cursor.Offset(), first, blocks, length);
            }
            first += blocks * length;
        }
    }

    private void ReadSuperBlock(long address, long first, long blocks, long length)
    {
        if (address == AddressSpace.Undefined)
            return;
        const string what = "an extensible array super block";
        int prefix = 6 + _space.OffsetSize + _offsetWidth;
        long pages = length > _pageLength ? length / _pageLength : 0;
        long bitmap = blocks * ((pages + 7) / 8);
        var block = _space.ReadBlock(address, prefix + bitmap + (blocks * _space.OffsetSize) + 4, what);
        var cursor = new Cursor(_space, address, block, what);
        cursor.Expect("EASB"u8);
        cursor.ExpectVersion(0);
        _space.CheckChecksum(block, address, what);
        cursor.Skip(prefix - cursor.Position);
        var written = cursor.Take((int)bitmap);
        for (long i = 0; i < blocks; i++)
        {
            long data = cursor.Offset();
            if (first + (i * length) < _end)
                ReadDataBlock(data, first + (i * length), length, written, i * pages);
        }
    }

    private void ReadDataBlock(long address, long first, long length, ReadOnlySpan<byte> written, long firstPage)
    {
        if (address == AddressSpace.Undefined || first >= _end)
            return;
        const string what = "an extensible array data block";
        int prefix = 6 + _space.OffsetSize + _offsetWidth;
        bool isPaged = length > _pageLength;
        if (isPaged && written.IsEmpty)
            throw _space.Fault(address, $"{what} of {length} elements has pages although no super block tells which were written");
        var block = _space.ReadBlock(address, prefix + (isPaged ? 0 : length * _elements.ElementSize) + 4, what);
        var cursor = new Cursor(_space, address, block, what);
        cursor.Expect("EADB"u8);
        cursor.ExpectVersion(0);
        _space.CheckChecksum(block, address, what);
        if (!isPaged)
        {
            _elements.Add(block.AsSpan(prefix..^4), address + prefix, first);
            return;
        }
        long pageBytes = (_pageLength * _elements.ElementSize) + 4;
        for (long page = 0; page < length / _pageLength; page++)
        {
            long bit = firstPage + page;
            if ((written[(int)(bit / 8)] & (0x80 >> (int)(bit % 8))) != 0)
                _elements.AddPage(address + prefix + 4 + (page * pageBytes), _pageLength, first + (page * _pageLength));
        }
    }
}
