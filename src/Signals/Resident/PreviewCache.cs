using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Ronchi.Analyses.BrightField;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources;

namespace Ronchi.Signals;

/// <summary>
/// Previews of scans in a folder, so that opening a scan again shows something at once. Files are told apart by path, size and time of
/// their last change.
/// </summary>
/// <remarks>
/// What is found is a memory, not a measurement: the files may have changed unnoticed. The least recently used previews make room for new
/// ones. Its files are not trusted: a damaged one is as good as none.
/// </remarks>
public sealed class PreviewCache
{
    private const string Version = "ronchi preview 2";
    private const string DiskEntry = "disk";

    private readonly string _folder;
    private readonly long _maxBytes;

    /// <summary>Uses a folder; it is made when the first preview is kept.</summary>
    /// <param name="folder">The folder. Null: <c>ronchi/previews</c> where the system keeps caches.</param>
    /// <param name="maxBytes">What all previews together may take.</param>
    public PreviewCache(string? folder = null, long maxBytes = 4L << 30)
    {
        _folder = folder ?? Path.Combine(CacheHome(), "ronchi", "previews");
        _maxBytes = maxBytes;
    }

    /// <summary>The preview of a scan whose files look as they did when it was kept; null: there is none.</summary>
    /// <param name="source">The opened scan.</param>
    /// <param name="variant">What else makes a preview a different one: binning, masks.</param>
    public ScanPreview? Find(IFrameSource source, string variant = "")
    {
        ArgumentNullException.ThrowIfNull(source);
        if (PathOf(source, variant) is not { } path || !File.Exists(path))
            return null;
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var results = new List<ResultArray>();
            BrightFieldDisk? disk = null;
            foreach (var entry in archive.Entries)
            {
                if (entry.Length > _maxBytes || entry.Length > Array.MaxLength)
                    return null;
                using var content = new MemoryStream((int)entry.Length);
                using (var stream = entry.Open())
                    stream.CopyTo(content);
                content.Position = 0;
                var array = NpyReader.Read(content, Path.GetFileNameWithoutExtension(entry.Name));
                var shape = new Extent(array.Shape.AsSpan());
                if (array.Name == DiskEntry && array.Values is double[] { Length: 4 } numbers)
                    disk = new(numbers[0], numbers[1], numbers[2]) { Quality = numbers[3] };
                else if (shape == source.Shape.Detector
                    || (shape.Rank >= source.Shape.Scan.Rank
                        && new Extent(shape.Lengths.AsSpan()[^source.Shape.Scan.Rank..]) == source.Shape.Scan))
                    results.Add(new(
                        array.Name,
                        array.Name == ScanPreview.Sum ? ResultKind.Detector : ResultKind.Scan,
                        array.Type,
                        shape,
                        array.Values));
                else
                    return null;
            }

            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);   // it was used
            return new() { Results = results, Disk = disk, IsVerified = false };
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException
            or SourceException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Keeps a preview.</summary>
    /// <param name="source">The opened scan.</param>
    /// <param name="preview">What was computed from it.</param>
    /// <param name="variant">See <see cref="Find"/>.</param>
    /// <returns>Whether it was kept: not when the data are no files, or the folder cannot be written to.</returns>
    public bool Keep(IFrameSource source, ScanPreview preview, string variant = "")
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(preview);
        if (PathOf(source, variant) is not { } path)
            return false;
        try
        {
            Directory.CreateDirectory(_folder);
            using (var file = new AtomicFile(path, overwrite: true))
            {
                using (var writer = new NpzWriter(file.Stream, compress: true))
                {
                    foreach (var result in preview.Results)
                        writer.Add(NamedArray.Of(result));
                    if (preview.Disk is { } disk)
                        writer.Add(
                            new NamedArray(DiskEntry, ElementType.F64, [4], new[] { disk.Row, disk.Column, disk.Radius, disk.Quality }));
                }

                file.Complete();
            }

            MakeRoom(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;   // a cache that cannot be written is no cache
        }
    }

    private void MakeRoom(string newest)
    {
        var files = new DirectoryInfo(_folder).GetFiles("*.npz").OrderByDescending(static file => file.LastWriteTimeUtc).ToList();
        long bytes = 0;
        foreach (var file in files)
        {
            bytes += file.Length;
            if (bytes > _maxBytes && file.FullName != newest)
                file.Delete();
        }
    }

    private string? PathOf(IFrameSource source, string variant)
    {
        if (source.Info.Files.IsEmpty)
            return null;
        var key = new StringBuilder(Version).Append('\n').Append(variant).Append('\n').Append(source.Shape.Full).Append('\n');
        foreach (string name in source.Info.Files)
        {
            var file = RegularFile.Behind(name);
            if (!file.Exists)
                return null;
            key.Append(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n");
        }

        return Path.Combine(
            Path.GetFullPath(_folder), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..32] + ".npz");
    }

    private static string CacheHome() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
        ? home
        : OperatingSystem.IsLinux()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
}
