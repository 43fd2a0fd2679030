using System.Buffers.Binary;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Heaps;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Chunks;

/// <summary>Reads the whole chunk index of a dataset in one walk, whatever its kind.</summary>
internal static class ChunkIndexReader
{
    /// <summary>Walks the index.</summary>
    /// <param name="space">The file.</param>
    /// <param name="layout">A chunked layout.</param>
    /// <param name="dataspace">Shape, of the same rank.</param>
    /// <param name="chunkBytes">Bytes of an unfiltered chunk.</param>
    /// <param name="isFiltered">True when the dataset has filters.</param>
    /// <param name="nodeRank">From the superblock.</param>
    public static ChunkIndex Read(AddressSpace space, DataLayout layout, Dataspace dataspace, int chunkBytes, bool isFiltered, int nodeRank)
    {
        var grid = new ChunkGrid(dataspace.Shape, layout.ChunkShape);
        var builder = new ChunkIndexBuilder(space, grid);
        if (layout.Address == AddressSpace.Undefined || grid.Count == 0)
            return builder.Build();
        try
        {
            Walk(space, layout, dataspace, grid, chunkBytes, isFiltered, nodeRank, builder);
        }
        catch (Hdf5Exception) when (space.Truncation is not null)
        {
            builder.Lose(0);   // the index itself was cut off
        }
        return builder.Build();
    }

    private static void Walk(
        AddressSpace space, DataLayout layout, Dataspace dataspace, ChunkGrid grid,
        int chunkBytes, bool isFiltered, int nodeRank, ChunkIndexBuilder builder)
    {
        switch (layout.IndexKind)
        {
            case ChunkIndexKind.BTree1:
                new ChunkBTree1(space, layout.ChunkShape, nodeRank, builder).Walk(layout.Address);
                break;
            case ChunkIndexKind.Single:
                if (grid.Count != 1)
                    throw space.Fault(layout.Address, $"the layout declares a single chunk, but the shape needs {grid.Count}");
                builder.Add(0, layout.Address, layout.SingleSize < 0 ? chunkBytes : layout.SingleSize, layout.SingleFilterMask);
                break;
            case ChunkIndexKind.Implicit:
                ReadImplicit(space, layout, OrderOf(), chunkBytes, builder);
                break;
            case ChunkIndexKind.FixedArray:
                FixedArray.Walk(space, layout.Address, chunkBytes, OrderOf(), builder);
                break;
            case ChunkIndexKind.ExtensibleArray:
                ExtensibleArray.Walk(space, layout.Address, chunkBytes, OrderOf(), builder);
                break;
            default:
                ReadBTree2(space, layout, grid, chunkBytes, isFiltered, builder);
                break;
        }

        ChunkArrayOrder OrderOf() => new(grid, dataspace.MaxShape, layout.ChunkShape, layout.IndexKind == ChunkIndexKind.ExtensibleArray);
    }

    private static void ReadImplicit(
        AddressSpace space, DataLayout layout, ChunkArrayOrder order, int chunkBytes, ChunkIndexBuilder builder)
    {
        long end = order.End(), there = Math.Max(space.Length - layout.Address, 0) / chunkBytes;
        if (end > there && space.Truncation is null)
            throw space.Fault(
                layout.Address, $"{end} chunks of {chunkBytes} bytes lie outside the file, which has {space.Source.Length} bytes");
        if (end > there)
            builder.Lose(Math.Max(order.NumberAt(there), 0));
        end = Math.Min(end, there);
        for (long position = 0; position < end; position++)
        {
            long number = order.NumberAt(position);
            if (number >= 0)
                builder.Add(number, layout.Address + (position * chunkBytes), chunkBytes, 0);
        }
    }

    private static void ReadBTree2(
        AddressSpace space, DataLayout layout, ChunkGrid grid, int chunkBytes, bool isFiltered, ChunkIndexBuilder builder)
    {
        var tree = new BTree2(space, layout.Address);
        int rank = layout.ChunkShape.Length;
        int sizeWidth = tree.RecordSize - space.OffsetSize - 4 - (8 * rank);
        bool isExpected = isFiltered ? tree.RecordType == 11 && sizeWidth is >= 1 and <= 8 : tree.RecordType == 10 && sizeWidth == -4;
        if (!isExpected)
            throw space.Fault(layout.Address, $"a chunk B-tree has records of type {tree.RecordType} and {tree.RecordSize} bytes");
        tree.Walk(record =>
        {
            long address = record.Offset();
            long size = isFiltered ? record.Number(sizeWidth) : chunkBytes;
            uint mask = isFiltered ? record.U32() : 0;
            var scaled = record.Take(8 * rank);
            long number = 0;
            for (int axis = 0; axis < rank; axis++)
            {
                ulong chunk = BinaryPrimitives.ReadUInt64LittleEndian(scaled[(8 * axis)..]);
                if (chunk >= (ulong)grid.Shape[axis])
                    return;
                number += (long)chunk * grid.Strides[axis];
            }
            if (address != AddressSpace.Undefined)
                builder.Add(number, address, size, mask);
        });
    }
}
