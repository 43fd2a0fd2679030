namespace Ronchi.Hdf5.Chunks;

/// <summary>Where a chunk is.</summary>
/// <param name="Offset">Bytes from the start of the file; -1 when the chunk was never written.</param>
/// <param name="Size">Bytes stored.</param>
/// <param name="FilterMask">Bit i set = filter i was not applied.</param>
public readonly record struct ChunkEntry(long Offset, int Size, uint FilterMask)
{
    /// <summary>A chunk that was never written; its elements have the fill value.</summary>
    public static ChunkEntry Hole { get; } = new(-1, 0, 0);

    /// <summary>False for a hole.</summary>
    public bool IsStored => Offset >= 0;
}
