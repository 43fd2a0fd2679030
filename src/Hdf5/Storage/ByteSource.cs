using Microsoft.Win32.SafeHandles;

namespace Ronchi.Hdf5.Storage;

/// <summary>The bytes of one file, read by position. Instances are safe to read from many threads at once.</summary>
public abstract class ByteSource : IDisposable
{
    /// <summary>Path of the file, or the name given to bytes in memory; it stands in every message.</summary>
    public abstract string Name { get; }

    /// <summary>Length in bytes when the source was opened.</summary>
    public abstract long Length { get; }

    /// <summary>Folder against which relative external links are resolved; null for bytes in memory.</summary>
    public virtual string? Folder => null;

    /// <summary>Folder of the file that the path leads to when it is a symbolic link; null when it is none.</summary>
    public virtual string? LinkedFolder => null;

    /// <summary>Handle of the open file for callers who read many chunks by themselves; null for bytes in memory.</summary>
    public virtual SafeFileHandle? Handle => null;

    /// <summary>Reads up to <paramref name="destination"/>.Length bytes at <paramref name="offset"/>.</summary>
    /// <param name="offset">Bytes from the start of the file.</param>
    /// <param name="destination">Filled from its start.</param>
    /// <returns>Bytes read; fewer than asked only at the end of the file.</returns>
    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>Reads exactly <paramref name="destination"/>.Length bytes at <paramref name="offset"/>.</summary>
    /// <param name="offset">Bytes from the start of the file.</param>
    /// <param name="destination">Filled completely.</param>
    /// <param name="what">What is being read, for the message.</param>
    /// <exception cref="Hdf5Exception">The range does not lie inside the file.</exception>
    public void ReadExactly(long offset, Span<byte> destination, string what)
    {
        if (offset < 0 || offset > Length - destination.Length)
            throw new Hdf5Exception(Name, offset, $"{what} of {destination.Length} bytes lies outside the file, which has {Length} bytes");
        int read = Read(offset, destination);
        if (read != destination.Length)
            throw new Hdf5Exception(
                Name, offset, $"{what} of {destination.Length} bytes ends after {read} bytes; the file was shortened while it was open");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
