using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Chunks;

/// <summary>The chunk index of datasets without an unlimited axis (format specification 3.0, VII.C), paged or not.</summary>
internal static class FixedArray
{
    public static void Walk(AddressSpace space, long address, int chunkBytes, ChunkArrayOrder order, ChunkIndexBuilder builder)
    {
        if (address == AddressSpace.Undefined)
            return;
        const string what = "a fixed array header";
        var block = space.ReadBlock(address, 12 + space.LengthSize + space.OffsetSize, what);
        var header = new Cursor(space, address, block, what);
        header.Expect("FAHD"u8);
        header.ExpectVersion(0);
        space.CheckChecksum(block, address, what);
        bool isFiltered = header.U8() != 0;
        int elementSize = header.U8();
        int pageBits = header.U8();
        long count = header.Length();
        long data = header.Offset();
        var elements = new ChunkArrayElements(space, isFiltered, elementSize, chunkBytes, order, builder);
        elements.CheckElementSize(header);
        if (pageBits > 30 || count > space.Length / elementSize * (long)(1 + (8 << Math.Min(pageBits, 30))))
            throw header.Fault($"{count} elements on pages of 2^{pageBits} are not plausible");
        if (data != AddressSpace.Undefined)
            ReadData(elements, data, count, 1L << pageBits);
    }

    private static void ReadData(ChunkArrayElements elements, long address, long count, long pageLength)
    {
        const string what = "a fixed array data block";
        var space = elements.Space;
        int prefix = 6 + space.OffsetSize;
        bool isPaged = count > pageLength;
        long pages = isPaged ? ((count - 1) / pageLength) + 1 : 0;
        long size = prefix + 4 + (isPaged ? (pages + 7) / 8 : count * elements.ElementSize);
        var block = space.ReadBlock(address, size, what);
        var cursor = new Cursor(space, address, block, what);
        cursor.Expect("FADB"u8);
        cursor.ExpectVersion(0);
        space.CheckChecksum(block, address, what);
        if (!isPaged)
        {
            elements.Add(block.AsSpan(prefix..^4), address + prefix, 0);
            return;
        }
        long pageBytes = (pageLength * elements.ElementSize) + 4;
        for (long page = 0; page < pages; page++)
        {
            // Pages that were never written are marked in a bitmap, most significant bit first.
            if ((block[prefix + (page / 8)] & (0x80 >> (int)(page % 8))) != 0)
                elements.AddPage(address + size + (page * pageBytes), Math.Min(pageLength, count - (page * pageLength)), page * pageLength);
        }
    }
}
