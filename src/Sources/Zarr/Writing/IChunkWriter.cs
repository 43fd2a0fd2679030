namespace Ronchi.Sources.Zarr;

/// <summary>Where encoded chunks of an array go; from several threads at once, each chunk from one.</summary>
internal interface IChunkWriter : IDisposable
{
    /// <summary>Writes a chunk, in place of what was written of it before.</summary>
    /// <param name="chunk">Its number, row-major.</param>
    /// <param name="encoded">Its bytes.</param>
    void Write(long chunk, ReadOnlySpan<byte> encoded);

    /// <summary>What was written of a chunk.</summary>
    byte[] Read(long chunk);

    /// <summary>Says that no more chunks come.</summary>
    void Complete();
}
