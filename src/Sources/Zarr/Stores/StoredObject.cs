namespace Ronchi.Sources.Zarr;

/// <summary>One file of a store, open for reading at any position.</summary>
internal abstract class StoredObject : IDisposable
{
    /// <summary>What it is called in messages.</summary>
    public abstract string Path { get; }

    /// <summary>Its bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Reads bytes that lie within its length.</summary>
    /// <exception cref="Frames.SourceException">They cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> bytes);

    /// <inheritdoc/>
    public abstract void Dispose();
}
