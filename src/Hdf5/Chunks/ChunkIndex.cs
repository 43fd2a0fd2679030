namespace Ronchi.Hdf5.Chunks;

/// <summary>Where every chunk of a dataset is. Chunks are numbered in row-major order of the grid that they form.</summary>
public sealed class ChunkIndex
{
    private readonly ChunkGrid _grid;
    private readonly long[]? _numbers;
    private readonly long[] _offsets;
    private readonly int[] _sizes;
    private readonly uint[]? _masks;

    internal ChunkIndex(ChunkGrid grid, long[]? numbers, long[] offsets, int[] sizes, uint[]? masks, long storedCount, long storedBytes)
    {
        _grid = grid;
        _numbers = numbers;
        _offsets = offsets;
        _sizes = sizes;
        _masks = masks;
        StoredCount = storedCount;
        StoredBytes = storedBytes;
    }

    /// <summary>Chunks along each axis, slowest first.</summary>
    public ReadOnlySpan<long> GridShape => _grid.Shape;

    /// <summary>Chunks in the grid, holes included.</summary>
    public long Count => _grid.Count;

    /// <summary>Chunks that are in the file.</summary>
    public long StoredCount { get; }

    /// <summary>Bytes that they take there.</summary>
    public long StoredBytes { get; }

    /// <summary>Number of the first chunk that is lost because the file was cut off; larger than all when none is.</summary>
    internal long FirstLost { get; init; } = long.MaxValue;

    /// <summary>Where chunk <paramref name="number"/> is; a hole when it was never written.</summary>
    /// <param name="number">0 to <see cref="Count"/> - 1.</param>
    public ChunkEntry this[long number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
            long at = number;
            if (_numbers is not null)
            {
                at = Array.BinarySearch(_numbers, number);
                if (at < 0)
                    return ChunkEntry.Hole;
            }
            long offset = _offsets[at];
            return offset < 0 ? ChunkEntry.Hole : new ChunkEntry(offset, _sizes[at], _masks is null ? 0 : _masks[at]);
        }
    }

    /// <summary>Number of the chunk at a place of the grid.</summary>
    /// <param name="coordinates">Chunk coordinates (element coordinates divided by the chunk's shape).</param>
    public long NumberOf(ReadOnlySpan<long> coordinates) => _grid.NumberOf(coordinates);

    /// <summary>Place of a chunk in the grid.</summary>
    /// <param name="number">0 to <see cref="Count"/> - 1.</param>
    /// <param name="coordinates">Filled with chunk coordinates, one for each axis.</param>
    public void CoordinatesOf(long number, Span<long> coordinates) => _grid.CoordinatesOf(number, coordinates);
}
