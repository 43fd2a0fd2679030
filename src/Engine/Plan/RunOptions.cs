using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>What the user decides about a run instead of the engine. Everything is optional.</summary>
public sealed record RunOptions
{
    /// <summary>The engine decides.</summary>
    public static RunOptions None { get; } = new();

    /// <summary>Only the frames that are there when the plan is made, also of a source that grows.</summary>
    public static RunOptions Present { get; } = new() { WaitsForFrames = false };

    /// <summary>Whether the run over a source that grows (<see cref="IFrameSource.Growth"/>) goes on until the source has ended.</summary>
    public bool WaitsForFrames { get; init; } = true;

    /// <summary>Tile forms that may be used; null: all.</summary>
    public IReadOnlyList<TileForm>? Forms { get; init; }

    /// <summary>What may compute; null: everything there is. A run is refused when nothing of it is there.</summary>
    public IReadOnlyList<DeviceClass>? Devices { get; init; }

    /// <summary>Frames of a tile at most; null: from the caches.</summary>
    public int? TileFrames { get; init; }

    /// <summary>
    /// Detector block of the tiles of UDFs that process by tile; null: whole frames, cut into rows where one frame exceeds a core's cache.
    /// </summary>
    public Extent? TileBlock { get; init; }

    /// <summary>Number of partitions; null: small ones, from the size of the data.</summary>
    public int? Partitions { get; init; }

    /// <summary>Partitions begin at multiples of so many frames of the scan; null: they are cut from the size of the data.</summary>
    public int? PartitionFrames { get; init; }

    /// <summary>
    /// Bytes of rows of vectors results that the run keeps in memory, a megabyte for each worker and result apart; those beyond go into a
    /// temporary file.
    /// </summary>
    public long MostRowBytes { get; init; } = 256 << 20;

    /// <summary>Folder for temporary files; null: where the system puts them.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>
    /// Whether partitions are merged in scan order, so that sums of floats and merges of user code come out the same every time.
    /// </summary>
    public bool IsOrdered { get; init; }
}
