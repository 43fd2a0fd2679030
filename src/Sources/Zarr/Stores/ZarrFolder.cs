using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>A store that is a folder. It is never listed as a whole: files are opened by their names.</summary>
/// <param name="path">The folder.</param>
/// <param name="mayRead">Says of a full path whether it may be opened; null: all may.</param>
internal sealed class ZarrFolder(string path, Func<string, bool>? mayRead = null) : ZarrStore(path)
{
    /// <inheritdoc/>
    public override string FileOf(string key) =>
        System.IO.Path.Combine(Path, key.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <inheritdoc/>
    public override StoredObject? Open(string key)
    {
        var file = FileOf(key);
        try
        {
            if (!File.Exists(file))
                return null;
            if (mayRead?.Invoke(file) == false)
                throw new SourceException(
                    file, "this is a link that leads out of the folders that may be read; put the file here instead.");
            RegularFile.Require(file);
            var handle = File.OpenHandle(file);
            return new Opened(file, handle, RandomAccess.GetLength(handle));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, e);
        }
    }

    /// <inheritdoc/>
    public override bool Has(string key) => File.Exists(FileOf(key));

    /// <inheritdoc/>
    public override bool HasFolder(string key) => Directory.Exists(FileOf(key));

    /// <inheritdoc/>
    public override IEnumerable<string> FoldersIn(string folder)
    {
        var full = FileOf(folder);
        try
        {
            return !Directory.Exists(full) ? [] : [.. Directory.EnumerateDirectories(full)
                .Take(ZarrKey.MostNodes)
                .Select(static inner => System.IO.Path.GetFileName(inner))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(full, e);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // No file is kept open.
    }

    private static SourceException Unreadable(string file, Exception e) =>
        new(file, $"the file cannot be read: {RegularFile.Reason(e)}.", innerException: e);

    private sealed class Opened(string path, SafeFileHandle handle, long length) : StoredObject
    {
        public override string Path => path;

        public override long Length => length;

        public override void Read(long offset, Span<byte> bytes) => PositionedRead.Fill(handle, path, bytes, offset);

        public override void Dispose() => handle.Dispose();
    }
}
