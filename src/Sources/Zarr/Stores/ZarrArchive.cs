using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>A store that is a ZIP archive. Stored entries are read where they lie; deflated ones are inflated as a whole.</summary>
/// <remarks>Zarr's writers append a file again when it changes: of entries with one name the last counts.</remarks>
internal sealed class ZarrArchive : ZarrStore
{
    private const int Stored = 0;
    private const int Deflated = 8;
    private const int HighestRatio = 1100;   // deflate makes 1032 bytes of one at most

    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, ZipDirectory.Entry> _entries = new(StringComparer.Ordinal);
    private readonly string _root;

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SourceException">It cannot be read, or is damaged.</exception>
    public ZarrArchive(string path)
        : base(path)
    {
        RegularFile.Require(path);
        try
        {
            _file = File.OpenHandle(path);
            foreach (var entry in ZipDirectory.Read(_file))
                _entries[entry.Name] = entry;
        }
        catch (InvalidDataException e)
        {
            _file?.Dispose();
            throw new SourceException(path, e.Message, offset: null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            throw new SourceException(path, $"the archive cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }

        _root = RootOf(_entries.Keys);
    }

    /// <summary>Whether a ZIP archive is a store: it has a group or an array at its root, or below its only folder.</summary>
    public static bool IsStore(string path)
    {
        try
        {
            using var archive = new ZarrArchive(path);
            return ZarrKey.Marks.Any(archive.Has);
        }
        catch (SourceException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override bool Has(string key) => _entries.ContainsKey(_root + key);

    /// <inheritdoc/>
    public override bool HasFolder(string key) =>
        _entries.Keys.Any(name => name.StartsWith($"{_root}{key}/", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override StoredObject? Open(string key)
    {
        if (!_entries.TryGetValue(_root + key, out var entry))
            return null;
        var name = $"{Path}!{entry.Name}";
        try
        {
            if (entry.IsEncrypted)
                throw new SourceException(name, "this file of the archive is encrypted; unpack the archive with its password.");
            var offset = ZipDirectory.DataOffset(_file, entry);
            return entry.Method switch
            {
                Stored when entry.StoredBytes == entry.Bytes => new InPlace(name, _file, offset, entry.Bytes),
                Deflated => new Inflated(name, Inflate(name, entry, offset)),
                _ => throw new SourceException(
                    name, $"this file of the archive is compressed by method {entry.Method}; pack the archive without compression."),
            };
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(name, e.Message, offset: null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(name, $"the archive cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> FoldersIn(string folder)
    {
        var prefix = _root + (folder.Length == 0 ? "" : folder + "/");
        return _entries.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..])
            .Where(static rest => rest.IndexOf('/', StringComparison.Ordinal) > 0)
            .Select(static rest => rest[..rest.IndexOf('/', StringComparison.Ordinal)])
            .Where(ZarrKey.IsName)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(ZarrKey.MostNodes);
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    // Who packs a folder as it is has its name before each key.
    private static string RootOf(ICollection<string> names)
    {
        if (names.Count == 0 || ZarrKey.Marks.Any(names.Contains))
            return "";
        var first = names.First();
        var slash = first.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && names.All(name => name.AsSpan().StartsWith(first.AsSpan(0, slash + 1))) ? first[..(slash + 1)] : "";
    }

    private byte[] Inflate(string name, ZipDirectory.Entry entry, long offset)
    {
        if (entry.Bytes > Array.MaxLength || entry.StoredBytes > Array.MaxLength || entry.Bytes / HighestRatio > entry.StoredBytes)
            throw new SourceException(
                name, $"the archive declares {entry.Bytes} bytes for {entry.StoredBytes} stored ones: it is damaged; pack it again.");
        var stored = new byte[entry.StoredBytes];
        new InPlace(name, _file, offset, stored.Length).Read(0, stored);
        var bytes = new byte[entry.Bytes];
        using var stream = new DeflateStream(new MemoryStream(stored), CompressionMode.Decompress);
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? bytes
            : throw new InvalidDataException("this file of the archive is truncated; pack it again.");
    }

    private sealed class InPlace(string path, SafeFileHandle archive, long start, long length) : StoredObject
    {
        public override string Path => path;

        public override long Length => length;

        public override void Read(long offset, Span<byte> bytes) => PositionedRead.Fill(archive, path, bytes, start + offset);

        public override void Dispose()
        {
            // The archive stays open.
        }
    }

    private sealed class Inflated(string path, byte[] content) : StoredObject
    {
        public override string Path => path;

        public override long Length => content.Length;

        public override void Read(long offset, Span<byte> bytes) => content.AsSpan((int)offset, bytes.Length).CopyTo(bytes);

        public override void Dispose()
        {
            // Nothing is open.
        }
    }
}
