namespace Ronchi.Sources.Storage;

/// <summary>Frames that are decoded in blocks of the scan, as their chunks hold them.</summary>
internal abstract class StoredBlocks
{
    /// <param name="scan">Lengths of the scan axes.</param>
    /// <param name="chunk">Frames of a chunk along each of them.</param>
    /// <param name="frameBytes">Bytes of a frame.</param>
    /// <param name="chunkBytes">Bytes of a decoded chunk: what it takes anyway may be kept.</param>
    /// <param name="memoryBytes">Bytes that decoded blocks may take.</param>
    protected StoredBlocks(ReadOnlySpan<long> scan, ReadOnlySpan<long> chunk, int frameBytes, long chunkBytes, long memoryBytes)
    {
        FrameBytes = frameBytes;
        MemoryBytes = memoryBytes;
        FrameCount = 1;
        foreach (var length in scan)
            FrameCount *= length;
        // Two blocks are in use when readers go from one to the next.
        Grid = new(scan, chunk, frameBytes, Math.Min(Math.Max(memoryBytes / 2, chunkBytes), Array.MaxLength));
    }

    /// <summary>How the scan is cut.</summary>
    public ScanBlockGrid Grid { get; }

    /// <summary>Number of frames.</summary>
    public long FrameCount { get; }

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes { get; }

    /// <summary>Bytes that decoded blocks may take.</summary>
    public long MemoryBytes { get; }

    /// <summary>Readers that are open; changed by <see cref="DecodedBlocks"/> alone.</summary>
    public int Readers { get; set; }

    /// <summary>Whether the data are closed; changed by <see cref="DecodedBlocks"/> alone.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Bytes of so many frames.</summary>
    public int BytesOf(long frames) => checked((int)(frames * FrameBytes));

    /// <summary>In how many parts a block is decoded: chunks, or a few of them side by side.</summary>
    /// <param name="start">First frame of the block along each scan axis.</param>
    /// <param name="count">Frames along each scan axis.</param>
    public abstract long PartsOf(ReadOnlySpan<long> start, ReadOnlySpan<long> count);

    /// <summary>Decodes a part of a block; several at once.</summary>
    /// <param name="part">Its number.</param>
    /// <param name="start">First frame of the block along each scan axis.</param>
    /// <param name="count">Frames along each scan axis.</param>
    /// <param name="pixels">The whole block.</param>
    /// <exception cref="Frames.SourceException">It cannot be read.</exception>
    public abstract void Decode(long part, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> pixels);
}
