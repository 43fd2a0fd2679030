using Microsoft.Win32.SafeHandles;

namespace Ronchi.Hdf5.Storage;

/// <summary>
/// A file read by <c>pread</c>: no lock, no shared position, no mapping (a mapped file that is truncated kills the process).
/// </summary>
public sealed class FileByteSource : ByteSource
{
    private readonly SafeFileHandle _handle;

    /// <summary>Opens a file for reading; others may go on writing to it.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or it is a folder.</exception>
    public FileByteSource(string path)
    {
        Name = path;
        Folder = Path.GetDirectoryName(Path.GetFullPath(path));
        LinkedFolder = FolderBehindLink(path);
        if (FileKind.NotAFile(path) is { } kind)
            throw new Hdf5Exception(path, -1, $"this is {kind}, not a file; HDF5 needs a file that can be read at any position");
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            Length = RandomAccess.GetLength(_handle);
        }
        catch (NotSupportedException error)
        {
            _handle.Dispose();
            throw new Hdf5Exception(
                path, -1, "this is a pipe or a device, not a file; HDF5 needs a file that can be read at any position", error);
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override string? Folder { get; }

    /// <inheritdoc/>
    public override string? LinkedFolder { get; }

    /// <inheritdoc/>
    public override SafeFileHandle Handle => _handle;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = RandomAccess.Read(_handle, destination[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }
        return total;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _handle.Dispose();
    }

    private static string? FolderBehindLink(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? Path.GetDirectoryName(target.FullName) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;   // opening the file says what is wrong
        }
    }
}
