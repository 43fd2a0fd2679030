using Ronchi.Hdf5;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Headers;

namespace Ronchi.Sources.Storage;

/// <summary>A dataset whose frames are decoded in blocks of the scan.</summary>
internal sealed class BlockedDataset
{
    // Chunks of this size are decoded one after the other, so that their memory is not needed several times.
    private const int LargeChunk = 64 << 20;

    private readonly Hdf5Dataset _dataset;
    private readonly ChunkIndex? _index;
    private readonly Lock _large = new();
    private readonly int _frameBytes;
    private readonly int _scanRank;

    /// <param name="dataset">Its last axes are the detector.</param>
    /// <param name="detectorRank">How many of them.</param>
    /// <param name="frameBytes">Bytes of a frame.</param>
    /// <param name="memoryBytes">Bytes that decoded blocks may take.</param>
    public BlockedDataset(Hdf5Dataset dataset, int detectorRank, int frameBytes, long memoryBytes)
    {
        _dataset = dataset;
        _frameBytes = frameBytes;
        _scanRank = dataset.Shape.Length - detectorRank;
        MemoryBytes = memoryBytes;
        var scan = dataset.Shape.AsSpan()[.._scanRank];
        var chunk = new long[_scanRank];
        Array.Fill(chunk, 1);
        if (dataset.Layout == StorageLayout.Chunked)
        {
            _index = dataset.ReadChunkIndex();
            dataset.ChunkShape.AsSpan()[.._scanRank].CopyTo(chunk);
        }

        // Two blocks are in use when readers go from one to the next. What a chunk takes anyway may be kept.
        Grid = new(scan, chunk, frameBytes, Math.Min(Math.Max(memoryBytes / 2, dataset.ChunkBytes), Array.MaxLength));
    }

    /// <summary>How the scan is cut.</summary>
    public ScanBlockGrid Grid { get; }

    /// <summary>Bytes that decoded blocks may take.</summary>
    public long MemoryBytes { get; }

    /// <summary>Readers that are open; changed by <see cref="DecodedBlocks"/> alone.</summary>
    public int Readers { get; set; }

    /// <summary>Whether the file is closed; changed by <see cref="DecodedBlocks"/> alone.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Bytes of so many frames.</summary>
    public int BytesOf(long frames) => checked((int)(frames * _frameBytes));

    /// <summary>How many chunks hold parts of a block.</summary>
    public long ChunksOf(ReadOnlySpan<long> start, ReadOnlySpan<long> count)
    {
        var chunks = 1L;
        for (var axis = 0; axis < _dataset.Shape.Length && _index is not null; axis++)
            chunks *= Range(axis, start, count).Count;
        return chunks;
    }

    /// <summary>Decodes what one chunk holds of a block.</summary>
    /// <param name="chunk">Number of the chunk among those of the block.</param>
    /// <param name="start">First frame of the block along each scan axis.</param>
    /// <param name="count">Frames along each scan axis.</param>
    /// <param name="pixels">The whole block.</param>
    public void Decode(long chunk, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> pixels)
    {
        var rank = _dataset.Shape.Length;
        Span<long> boxStart = stackalloc long[rank], boxCount = stackalloc long[rank], place = stackalloc long[rank];
        boxStart.Clear();
        start.CopyTo(boxStart);
        _dataset.Shape.AsSpan().CopyTo(boxCount);
        count.CopyTo(boxCount);
        var bytes = (long)_frameBytes;
        foreach (var length in count)
            bytes *= length;
        var box = pixels[..(int)bytes];
        if (_index is null)
        {
            _dataset.ReadRaw(boxStart, boxCount, box);
            return;
        }

        for (var axis = rank - 1; axis >= 0; axis--)
        {
            var (first, chunks) = Range(axis, start, count);
            (chunk, var step) = Math.DivRem(chunk, chunks);
            place[axis] = first + step;
        }

        var number = _index.NumberOf(place);
        if (_dataset.ChunkBytes < LargeChunk)
        {
            _dataset.ReadRawOfChunk(number, boxStart, boxCount, box);
            return;
        }

        lock (_large)
            _dataset.ReadRawOfChunk(number, boxStart, boxCount, box);
    }

    // Chunks along an axis that hold parts of a block.
    private (long First, long Count) Range(int axis, ReadOnlySpan<long> start, ReadOnlySpan<long> count)
    {
        var length = _dataset.ChunkShape[axis];
        if (axis >= _scanRank)
            return (0, (_dataset.Shape[axis] + length - 1) / length);
        var first = start[axis] / length;
        return (first, ((start[axis] + count[axis] - 1) / length) - first + 1);
    }
}
