using System.Buffers.Binary;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Chunks;

/// <summary>Elements of fixed and extensible arrays: an address, and for filtered chunks the stored size and the filter mask.</summary>
/// <param name="space">The file.</param>
/// <param name="isFiltered">True when elements carry a size.</param>
/// <param name="elementSize">Bytes of one element.</param>
/// <param name="chunkBytes">Bytes of an unfiltered chunk.</param>
/// <param name="order">Turns positions into chunk numbers.</param>
/// <param name="builder">Receives the chunks.</param>
internal sealed class ChunkArrayElements(
    AddressSpace space, bool isFiltered, int elementSize, int chunkBytes, ChunkArrayOrder order, ChunkIndexBuilder builder)
{
    private readonly int _sizeWidth = elementSize - space.OffsetSize - 4;

    public int ElementSize => elementSize;

    public AddressSpace Space => space;

    public long End { get; } = order.End();

    public void CheckElementSize(Cursor header)
    {
        if (isFiltered ? _sizeWidth is < 1 or > 8 : elementSize != space.OffsetSize)
            throw header.Fault($"elements of {elementSize} bytes are not plausible");
    }

    /// <summary>Adds the chunks of a run of elements.</summary>
    /// <param name="elements">Whole elements.</param>
    /// <param name="address">Address of the first, for messages.</param>
    /// <param name="first">Position of the first in the array.</param>
    public void Add(ReadOnlySpan<byte> elements, long address, long first)
    {
        for (int at = 0; at < elements.Length; at += elementSize, first++)
        {
            var element = elements.Slice(at, elementSize);
            long chunk = space.OffsetSize == 8
                ? BinaryPrimitives.ReadInt64LittleEndian(element)
                : new Cursor(space, address + at, element, "a chunk array element").Offset();
            if (chunk == AddressSpace.Undefined)
                continue;
            long number = order.NumberAt(first);
            if (number < 0)
                continue;
            long size = chunkBytes;
            uint mask = 0;
            if (isFiltered)
            {
                size = new Cursor(space, address + at, element[space.OffsetSize..], "a chunk array element").Number(_sizeWidth);
                mask = BinaryPrimitives.ReadUInt32LittleEndian(element[^4..]);
            }
            builder.Add(number, chunk, size, mask);
        }
    }

    /// <summary>Adds the chunks of a page: elements and their checksum.</summary>
    public void AddPage(long address, long count, long first)
    {
        var page = space.ReadBlock(address, (count * elementSize) + 4, "a page of a chunk array");
        space.CheckChecksum(page, address, "a page of a chunk array");
        Add(page.AsSpan(..^4), address, first);
    }
}
