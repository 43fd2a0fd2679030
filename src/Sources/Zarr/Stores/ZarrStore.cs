using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>Files by their keys, paths with <c>/</c> from the store's root: a folder or a ZIP archive. Thread-safe.</summary>
/// <param name="path">The folder or archive.</param>
internal abstract class ZarrStore(string path) : IDisposable
{
    private const int MostDocumentBytes = 16 << 20;

    /// <summary>The folder or archive.</summary>
    public string Path { get; } = path;

    /// <summary>The file of the system that holds a file of the store.</summary>
    public virtual string FileOf(string key) => Path;

    /// <summary>Opens a file.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="SourceException">It cannot be read.</exception>
    public abstract StoredObject? Open(string key);

    /// <summary>Whether there is a file.</summary>
    public abstract bool Has(string key);

    /// <summary>Whether there is a folder.</summary>
    public abstract bool HasFolder(string key);

    /// <summary>Names of the folders directly in another, in order.</summary>
    /// <param name="folder">Key of the folder; empty: the root.</param>
    public abstract IEnumerable<string> FoldersIn(string folder);

    /// <summary>A small file as a whole.</summary>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="SourceException">It cannot be read, or is no small file.</exception>
    public byte[]? Document(string key)
    {
        using var file = Open(key);
        if (file is null)
            return null;
        if (file.Length > MostDocumentBytes)
            throw new SourceException(file.Path, $"this description has {file.Length} bytes; at most {MostDocumentBytes} are read.");
        var bytes = new byte[file.Length];
        file.Read(0, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
