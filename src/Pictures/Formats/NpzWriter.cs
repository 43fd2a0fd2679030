using System.IO.Compression;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>Writes arrays into a NumPy NPZ file: a ZIP archive with one NPY entry each.</summary>
/// <remarks>Two files with the same content are the same bytes: entries carry no time.</remarks>
public sealed class NpzWriter : IDisposable
{
    private static readonly DateTimeOffset FirstZipTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ZipArchive _archive;
    private readonly CompressionLevel _level;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Begins an archive.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="compress">Whether entries are deflated.</param>
    public NpzWriter(Stream stream, bool compress = false)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        _level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
    }

    /// <summary>Adds an array.</summary>
    /// <exception cref="ArgumentException">The name is empty, taken, or holds a character that file names cannot.</exception>
    public void Add(NamedArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Add(array.Name, array.Type, array.Shape.AsSpan(), writer => writer.Append(array.Values));
    }

    /// <summary>Adds an array whose values <paramref name="append"/> writes, piece by piece.</summary>
    /// <exception cref="ArgumentException">The name is empty, taken, or holds a character that file names cannot.</exception>
    public void Add(string name, ElementType type, ReadOnlySpan<long> shape, Action<NpyWriter> append)
    {
        ArgumentNullException.ThrowIfNull(append);
        using var stream = Begin(name);
        var writer = new NpyWriter(stream, type, shape);
        append(writer);
        writer.Complete();
    }

    /// <summary>Adds a text, which <c>str(numpy.load(file)[name])</c> gives back.</summary>
    /// <exception cref="ArgumentException">The name is empty, taken, or holds a character that file names cannot.</exception>
    public void AddText(string name, string text)
    {
        using var stream = Begin(name);
        NpyWriter.WriteText(stream, text);
    }

    private Stream Begin(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.AsSpan().IndexOfAny("/\\\0") >= 0 || !_names.Add(name))
            throw new ArgumentException($"'{name}' cannot name an array in this archive: it is taken, or holds a slash.", nameof(name));
        var entry = _archive.CreateEntry(name + ".npy", _level);
        entry.LastWriteTime = FirstZipTime;
        return entry.Open();
    }

    /// <summary>Writes the archive's directory.</summary>
    public void Dispose() => _archive.Dispose();
}
