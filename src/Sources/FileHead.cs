using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Sources;

/// <summary>The beginning of a file, by which formats are told apart.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Bytes">Its first 4096 bytes, or fewer when it is shorter.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record FileHead(string Path, ReadOnlyMemory<byte> Bytes, long Length)
{
    private const int HeadBytes = 4096;
    private bool? _isHdf5;

    /// <summary>Extension of the file's name in lower case, with its dot; empty when there is none.</summary>
    public string Extension => System.IO.Path.GetExtension(Path).ToLowerInvariant();

    // The signature may stand far behind the beginning: it is looked for once, not by each format that is kept in such files.
    internal bool IsHdf5
    {
        get
        {
            if (_isHdf5 is { } known)
                return known;
            using var bytes = new FileByteSource(Path);
            _isHdf5 = Hdf5File.IsHdf5(bytes);
            return _isHdf5.Value;
        }
    }

    /// <summary>Reads the beginning of a file.</summary>
    /// <exception cref="SourceException">There is no such file, it is a folder, a pipe, a socket or a device, or it may not be
    /// read.</exception>
    public static FileHead Read(string path)
    {
        RegularFile.Require(path);
        try
        {
            using var handle = File.OpenHandle(path);
            var bytes = new byte[HeadBytes];
            var length = RandomAccess.GetLength(handle);
            var read = RandomAccess.Read(handle, bytes, 0);
            return new(System.IO.Path.GetFullPath(path), bytes.AsMemory(0, read), length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException(path, "there is no such file.", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", innerException: e);
        }
    }

    /// <summary>Whether the bytes at <paramref name="offset"/> are <paramref name="magic"/>.</summary>
    public bool Has(ReadOnlySpan<byte> magic, int offset = 0) =>
        Bytes.Length >= offset + magic.Length && Bytes.Span.Slice(offset, magic.Length).SequenceEqual(magic);
}
