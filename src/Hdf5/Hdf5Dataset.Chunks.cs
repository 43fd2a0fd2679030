using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <content>Raw chunks: the index, the stored bytes, and their decoding.</content>
public sealed partial class Hdf5Dataset
{
    /// <summary>Reads where all chunks are, in one walk. The file is walked again at every call.</summary>
    /// <exception cref="Hdf5Exception">The dataset is not chunked, or its index is damaged.</exception>
    public ChunkIndex ReadChunkIndex()
    {
        if (_layout.Kind != StorageLayout.Chunked)
            throw Fault($"is stored {_layout.Kind.ToString().ToLowerInvariant()}, it has no chunks");
        var index = ChunkIndexReader.Read(Header.Space, _layout, _dataspace, ChunkBytes, !_pipeline.IsEmpty, File.Superblock.ChunkNodeRank);
        _index ??= index;
        return index;
    }

    /// <summary>
    /// Reads a chunk as it is stored. To read several that follow each other at once, read their range from <see cref="Hdf5File.Bytes"/>.
    /// </summary>
    /// <param name="chunk">From the index.</param>
    /// <param name="destination">At least <see cref="ChunkEntry.Size"/> bytes; filled from its start.</param>
    /// <exception cref="ArgumentException">The chunk is a hole, or the destination too short.</exception>
    /// <exception cref="Hdf5Exception">The chunk does not lie in the file.</exception>
    public void ReadStoredChunk(ChunkEntry chunk, Span<byte> destination)
    {
        if (!chunk.IsStored)
            throw new ArgumentException("A chunk that was never written cannot be read.", nameof(chunk));
        if (destination.Length < chunk.Size)
            throw new ArgumentException($"A chunk of {chunk.Size} bytes does not fit into {destination.Length}.", nameof(destination));
        File.Bytes.ReadExactly(chunk.Offset, destination[..chunk.Size], "a chunk");
    }

    /// <summary>Undoes the filters of a chunk. Numbers keep the stored byte order.</summary>
    /// <param name="stored">The stored bytes.</param>
    /// <param name="chunk">From the index; of its number depends whether filters apply at the edge.</param>
    /// <param name="number">Number of the chunk.</param>
    /// <param name="destination">Exactly <see cref="ChunkBytes"/> bytes.</param>
    /// <exception cref="Hdf5Exception">The bytes are malformed, or a filter is not supported, which the message names.</exception>
    public void DecodeChunk(ReadOnlySpan<byte> stored, ChunkEntry chunk, long number, Span<byte> destination)
    {
        uint mask = MaskOf(chunk, number);
        if (_pipeline.Decode(stored, mask, destination[..ChunkBytes]) is { } problem)
            throw new Hdf5Exception(File.Path, chunk.Offset, $"chunk {number} of '{Path}' cannot be decoded: {problem}");
    }

    private ChunkIndex Index => _index ?? ReadChunkIndex();

    private uint MaskOf(ChunkEntry chunk, long number)
    {
        if (!_layout.EdgeChunksUnfiltered)
            return chunk.FilterMask;
        Span<long> place = stackalloc long[Shape.Length];
        Index.CoordinatesOf(number, place);
        for (int axis = 0; axis < place.Length; axis++)
        {
            if ((place[axis] + 1) * ChunkShape[axis] > Shape[axis])
                return uint.MaxValue;
        }
        return chunk.FilterMask;
    }

    private void CheckExpansion(ChunkEntry chunk, long number, uint mask)
    {
        if (_pipeline.Missing(mask) is { } missing)
            throw Fault(Filtered(missing));
        if (!_pipeline.CanExpand(chunk.Size, ChunkBytes, mask))
            throw new Hdf5Exception(
                File.Path,
                chunk.Offset,
                $"chunk {number} of '{Path}' declares {ChunkBytes} bytes, more than its {chunk.Size} stored bytes can decode to");
    }
}
