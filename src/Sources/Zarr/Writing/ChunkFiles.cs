namespace Ronchi.Sources.Zarr;

/// <summary>A file for each chunk.</summary>
/// <param name="store">The folder of the store.</param>
/// <param name="array">The array.</param>
/// <param name="shape">How frames lie in chunks.</param>
internal sealed class ChunkFiles(string store, ZarrArray array, ChunkShape shape) : IChunkWriter
{
    /// <inheritdoc/>
    public void Write(long chunk, ReadOnlySpan<byte> encoded)
    {
        using var file = File.OpenHandle(
            FileOf(chunk), FileMode.Create, FileAccess.Write, FileShare.None, preallocationSize: encoded.Length);
        RandomAccess.Write(file, encoded, 0);
    }

    /// <inheritdoc/>
    public byte[] Read(long chunk) => File.ReadAllBytes(FileOf(chunk));

    /// <inheritdoc/>
    public void Complete()
    {
        // Each file is complete as it is.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // No file is open.
    }

    // Chunks hold whole frames: along the detector each is the first.
    private string FileOf(long chunk)
    {
        var place = new long[array.Shape.Length];
        shape.PlaceOfChunk(chunk).CopyTo(place);
        return Path.Combine(store, array.KeyOf(place));
    }
}
