using System.Numerics;
using System.Text;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Filters;

namespace Ronchi.Hdf5.Writing;

/// <summary>A chunked dataset; its chunks are indexed by a fixed array, so that readers load the whole index in one read.</summary>
public sealed class ChunkedWriter : ObjectWriter
{
    private readonly byte[] _type;
    private readonly int _elementSize;
    private readonly long[] _shape;
    private readonly long[] _chunkShape;
    private readonly Hdf5Filter[] _filters;
    private readonly ChunkEncoder _encoder;
    private readonly long[] _addresses;
    private readonly int[] _sizes;
    private readonly uint[] _masks;
    private long _next;

    internal ChunkedWriter(
        OutputFile file, byte[] type, int elementSize, ReadOnlySpan<long> shape, ReadOnlySpan<long> chunkShape, Hdf5Filter[] filters)
        : base(file)
    {
        if (shape.Length == 0 || shape.Length != chunkShape.Length || shape.Length > 32)
            throw new ArgumentException($"Chunks of {chunkShape.Length} axes in a dataset of {shape.Length}.", nameof(chunkShape));
        long bytes = elementSize;
        Int128 elements = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(shape[axis], nameof(shape));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkShape[axis], nameof(chunkShape));
            if (chunkShape[axis] > Array.MaxLength / bytes)
                throw new ArgumentException(
                    $"Chunks of ({string.Join(", ", chunkShape.ToArray())}) elements are too large.", nameof(chunkShape));
            bytes *= chunkShape[axis];
            elements = Int128.Min(elements * Math.Max(1, shape[axis]), long.MaxValue);
        }
        if (elements == long.MaxValue)
            throw new ArgumentException($"The shape ({string.Join(", ", shape.ToArray())}) is too large.", nameof(shape));
        _type = type;
        _elementSize = elementSize;
        _shape = shape.ToArray();
        _chunkShape = chunkShape.ToArray();
        _filters = filters;
        _encoder = new ChunkEncoder(filters);
        var grid = new ChunkGrid(shape, chunkShape);
        if (grid.Count > Array.MaxLength / 32)
            throw new ArgumentException($"{grid.Count} chunks are too many.", nameof(chunkShape));
        ChunkBytes = (int)bytes;
        ChunkCount = grid.Count;
        _addresses = new long[grid.Count];
        Array.Fill(_addresses, LittleEndianBuffer.Undefined);
        _sizes = new int[grid.Count];
        _masks = new uint[grid.Count];
    }

    /// <summary>Bytes of a chunk before the filters.</summary>
    public int ChunkBytes { get; }

    /// <summary>Chunks in the grid. Those that are not written read as zeros.</summary>
    public long ChunkCount { get; }

    /// <summary>
    /// Appends the next chunk, in row-major order of the grid, and applies the filters, which must be shuffle and deflate or none.
    /// </summary>
    /// <param name="chunk">Exactly <see cref="ChunkBytes"/> bytes, little-endian; what sticks out of the shape is ignored by
    /// readers.</param>
    /// <exception cref="ArgumentException">The length is wrong, all chunks are written, or a filter is not known here.</exception>
    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != ChunkBytes)
            throw new ArgumentException($"A chunk has {ChunkBytes} bytes, not {chunk.Length}.", nameof(chunk));
        AppendEncoded(_encoder.Encode(chunk).Span);
    }

    /// <summary>Appends the next chunk as it is, already encoded with the filters.</summary>
    /// <param name="encoded">The bytes to store.</param>
    /// <param name="filterMask">Bit i set = filter i was not applied.</param>
    /// <exception cref="ArgumentException">All chunks are written, or a dataset without filters gets a chunk of another length.</exception>
    public void AppendEncoded(ReadOnlySpan<byte> encoded, uint filterMask = 0)
    {
        WriteEncoded(_next, encoded, filterMask);
        _next++;
    }

    /// <summary>Writes any chunk as it is, already encoded; the order is free, and the last one of a number counts.</summary>
    /// <param name="number">Number of the chunk in row-major order of the grid.</param>
    /// <param name="encoded">The bytes to store.</param>
    /// <param name="filterMask">Bit i set = filter i was not applied.</param>
    /// <exception cref="ArgumentException">There is no such chunk, or a dataset without filters gets a chunk of another length.</exception>
    public void WriteEncoded(long number, ReadOnlySpan<byte> encoded, uint filterMask = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (number >= ChunkCount)
            throw new ArgumentOutOfRangeException(nameof(number), $"Chunk {number} of {ChunkCount}.");
        if (_filters.Length == 0 && encoded.Length != ChunkBytes)
            throw new ArgumentException($"A chunk has {ChunkBytes} bytes, not {encoded.Length}.", nameof(encoded));
        _addresses[number] = File.Append(encoded);
        _sizes[number] = encoded.Length;
        _masks[number] = filterMask;
    }

    /// <summary>Where a chunk that was written lies in the file, and its bytes there.</summary>
    /// <param name="number">Number of the chunk in row-major order of the grid.</param>
    public (long Address, int Bytes) PlaceOf(long number) => (_addresses[number], _sizes[number]);

    /// <summary>Takes a chunk that lies in an unfinished file already, encoded with all filters.</summary>
    /// <param name="number">Number of the chunk in row-major order of the grid.</param>
    /// <param name="address">Where it lies.</param>
    /// <param name="bytes">Its bytes there.</param>
    /// <exception cref="ArgumentException">There is no such chunk.</exception>
    public void Restore(long number, long address, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, ChunkCount);
        (_addresses[number], _sizes[number], _masks[number]) = (address, bytes, 0);
    }

    internal override long Finish()
    {
        bool isFiltered = _filters.Length > 0;
        int pageBits = Math.Max(10, BitOperations.Log2((ulong)Math.Max(1, ChunkCount - 1)) + 1);
        long index = ChunkCount == 0 ? LittleEndianBuffer.Undefined : WriteFixedArray(isFiltered, pageBits);
        var layout = new LittleEndianBuffer().U8(4).U8(2).U8(0).U8(_shape.Length + 1).U8(4);
        foreach (long length in _chunkShape)
            layout.U32((uint)length);
        layout.U32((uint)_elementSize).U8((int)Headers.ChunkIndexKind.FixedArray).U8(pageBits).I64(index);
        var messages = new List<(int Kind, byte[] Body)>
        {
            (0x01, Dataspace(_shape)), (0x03, _type), (0x05, [3, 0x0B]), (0x08, layout.Written.ToArray()),
        };
        if (isFiltered)
            messages.Add((0x0B, FilterMessage()));
        return WriteHeader(messages);
    }

    /// <summary>An array on one page: it is read at once, by us and by the library.</summary>
    private long WriteFixedArray(bool isFiltered, int pageBits)
    {
        // The library derives this width from the chunk size, and expects the same.
        int sizeWidth = isFiltered ? Math.Min(8, 1 + ((BitOperations.Log2((uint)ChunkBytes) + 8) / 8)) : 0;
        int elementSize = isFiltered ? 8 + sizeWidth + 4 : 8;
        const int headerSize = 28; // with its checksum
        File.Align();
        long address = File.Length;
        long data = address + headerSize + 4;
        File.Append(new LittleEndianBuffer()
            .Raw("FAHD"u8)
            .U8(0)
            .U8(isFiltered ? 1 : 0)
            .U8(elementSize)
            .U8(pageBits)
            .I64(ChunkCount)
            .I64(data)
            .Checksum().Written);
        File.Align();
        var block = new LittleEndianBuffer().Raw("FADB"u8).U8(0).U8(isFiltered ? 1 : 0).I64(address);
        for (int i = 0; i < _addresses.Length; i++)
        {
            block.I64(_addresses[i]);
            if (isFiltered)
                block.Number(_sizes[i], sizeWidth).U32(_masks[i]);
        }
        File.Append(block.Checksum().Written);
        return address;
    }

    private byte[] FilterMessage()
    {
        var message = new LittleEndianBuffer().U8(2).U8(_filters.Length);
        foreach (var filter in _filters)
        {
            message.U16(filter.Id);
            int nameBytes = filter.StoredName.Length == 0 ? 0 : Encoding.UTF8.GetByteCount(filter.StoredName) + 1;
            if (filter.Id >= 256)
                message.U16(nameBytes);
            message.U16(filter.IsOptional ? 1 : 0).U16(filter.Parameters.Count);
            if (filter.Id >= 256 && nameBytes > 0)
                message.Text(filter.StoredName);
            foreach (uint parameter in filter.Parameters)
                message.U32(parameter);
        }
        return message.Written.ToArray();
    }
}
