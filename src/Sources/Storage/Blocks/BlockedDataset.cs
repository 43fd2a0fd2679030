using Ronchi.Hdf5;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources.Storage;

/// <summary>A dataset whose frames are decoded in blocks of the scan.</summary>
internal sealed class BlockedDataset : StoredBlocks
{
    // Chunks of this size are decoded one after the other, so that their memory is not needed several times.
    private const int LargeChunk = 64 << 20;

    // Chunks with narrow rows share lines of memory with their neighbours: as many are decoded together as this holds.
    private const int TogetherBytes = 16 << 20;
    private const int NarrowRow = 256;   // bytes

    private readonly Hdf5Dataset _dataset;
    private readonly ChunkIndex? _index;
    private readonly int _together = 1;
    private readonly Lock _large = new();
    private readonly int _scanRank;

    /// <param name="dataset">Its last axes are the detector.</param>
    /// <param name="detectorRank">How many of them.</param>
    /// <param name="frameBytes">Bytes of a frame.</param>
    /// <param name="memoryBytes">Bytes that decoded blocks may take.</param>
    public BlockedDataset(Hdf5Dataset dataset, int detectorRank, int frameBytes, long memoryBytes)
        : base(dataset.Shape.AsSpan()[..^detectorRank], ChunkOf(dataset, detectorRank), frameBytes, dataset.ChunkBytes, memoryBytes)
    {
        _dataset = dataset;
        _scanRank = dataset.Shape.Length - detectorRank;
        if (dataset.Layout != StorageLayout.Chunked)
            return;
        _index = dataset.ReadChunkIndex();
        _together = Together(dataset, _scanRank);
    }

    /// <inheritdoc/>
    public override long PartsOf(ReadOnlySpan<long> start, ReadOnlySpan<long> count)
    {
        var parts = 1L;
        for (var axis = 0; axis < _dataset.Shape.Length && _index is not null; axis++)
            parts *= Parts(axis, start, count).Count;
        return parts;
    }

    /// <inheritdoc/>
    public override void Decode(long part, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> pixels)
    {
        try
        {
            DecodePart(part, start, count, pixels);
        }
        catch (Hdf5Exception e)
        {
            throw Hdf5Opening.Damage(e);
        }
    }

    private static long[] ChunkOf(Hdf5Dataset dataset, int detectorRank) => dataset.Layout == StorageLayout.Chunked
        ? [.. dataset.ChunkShape[..^detectorRank]]
        : [.. Enumerable.Repeat(1L, dataset.Shape.Length - detectorRank)];

    private void DecodePart(long part, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> pixels)
    {
        var rank = _dataset.Shape.Length;
        Span<long> boxStart = stackalloc long[rank], boxCount = stackalloc long[rank], place = stackalloc long[rank];
        boxStart.Clear();
        start.CopyTo(boxStart);
        _dataset.Shape.AsSpan().CopyTo(boxCount);
        count.CopyTo(boxCount);
        var bytes = (long)FrameBytes;
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
            (part, var step) = Math.DivRem(part, Parts(axis, start, count).Count);
            place[axis] = Range(axis, start, count).First + (axis == rank - 1 ? step * _together : step);
        }

        var (firstAlong, along) = Range(rank - 1, start, count);
        Span<long> numbers = stackalloc long[(int)Math.Min(_together, firstAlong + along - place[^1])];
        foreach (ref var number in numbers)
        {
            number = _index.NumberOf(place);
            place[^1]++;
        }

        if (_dataset.ChunkBytes < LargeChunk)
        {
            Read(numbers, boxStart, boxCount, box);
            return;
        }

        lock (_large)
            Read(numbers, boxStart, boxCount, box);
    }

    private void Read(ReadOnlySpan<long> numbers, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> box)
    {
        if (numbers.Length == 1)
            _dataset.ReadRawOfChunk(numbers[0], start, count, box);
        else
            _dataset.ReadRawOfChunks(numbers, start, count, box);
    }

    // Chunks along the last axis that are decoded together, as far as enough parts are left for all cores.
    private static int Together(Hdf5Dataset dataset, int scanRank)
    {
        var last = dataset.Shape.Length - 1;
        if (last < scanRank || dataset.ChunkShape[last] * dataset.Type.Size >= NarrowRow)
            return 1;
        var chunks = 1L;
        for (var axis = scanRank; axis <= last; axis++)
            chunks *= (dataset.Shape[axis] + dataset.ChunkShape[axis] - 1) / dataset.ChunkShape[axis];
        var along = (dataset.Shape[last] + dataset.ChunkShape[last] - 1) / dataset.ChunkShape[last];
        return (int)Math.Clamp(
            Math.Min(TogetherBytes / dataset.ChunkBytes, chunks / (2 * Environment.ProcessorCount)), 1, Math.Min(along, 64));
    }

    private (long First, long Count) Parts(int axis, ReadOnlySpan<long> start, ReadOnlySpan<long> count)
    {
        var (first, chunks) = Range(axis, start, count);
        return axis == _dataset.Shape.Length - 1 ? (first, (chunks + _together - 1) / _together) : (first, chunks);
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
