using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Carrying;

/// <summary>Frames one behind the other, behind a header or none; what such a file has no place for goes into the file beside it.</summary>
internal sealed class FlatFileSink : IResumableSink
{
    private readonly string _path;
    private readonly string _sidecar;
    private readonly bool _overwrite;
    private readonly SinkDescription _data;
    private readonly PartFile? _part;        // with a journal, the file is its
    private readonly PartFile? _beside;
    private readonly FileStream _file;
    private readonly int _offset;
    private readonly FrameJournal? _journal;
    private readonly List<(long Frame, long Address, int Bytes)> _written = [];

    /// <summary>Where the file beside lies, for people.</summary>
    public const string Beside = "`NAME.ronchi.json`";

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether files of these names are replaced.</param>
    /// <param name="header">Bytes before the first frame.</param>
    /// <param name="isSelfContained">Whether shape and type can be read from the file.</param>
    /// <param name="isResumable">Whether writing can go on where it is interrupted.</param>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written.</exception>
    public FlatFileSink(
        string path, SinkDescription data, bool overwrite, ReadOnlySpan<byte> header, bool isSelfContained = true, bool isResumable = false)
    {
        _path = Path.GetFullPath(path);
        _sidecar = Sidecar.FileFor(_path);
        _overwrite = overwrite;
        _data = data;
        _offset = header.Length;
        var carried = CarriedScan.Of(data);
        if (carried.MaskedPixels is { } masked && !CarriedJson.Holds(masked))
        {
            Losses = [$"which {masked.Count} pixels are masked (too scattered to list)"];
            carried = carried with { MaskedPixels = null, Losses = [.. carried.Losses, .. Losses] };
        }

        // What lies there tells of the file that is replaced.
        var tells = !isSelfContained || Sidecar.IsNeeded(carried) || (overwrite && File.Exists(_sidecar));
        Files = tells ? [_path, _sidecar] : [_path];
        foreach (var file in Files)
        {
            if (!overwrite && File.Exists(file))
                throw new IOException($"{file}: already exists; choose another name, or replace it with --force.");
        }

        try
        {
            if (isResumable && data.Provenance is not null)
                _journal = new(path, data);
            else
                _part = new(path, overwrite, bufferBytes: 0);
            _file = _journal?.File ?? _part!.Stream;
            _journal?.Begin(_offset);
            RandomAccess.Write(_file.SafeFileHandle, header, 0);
            RandomAccess.SetLength(_file.SafeFileHandle, _offset + (data.Shape.FrameCount * data.FrameBytes));
            if (!tells)
                return;
            _beside = new(_sidecar, overwrite);
            _beside.Stream.Write(Sidecar.Bytes(carried, data.ElementType));
            _beside.Stream.Flush();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What such a file keeps of a scan.</summary>
    /// <param name="shape">Where the shape is.</param>
    /// <param name="axes">Where axes are besides, for other programs.</param>
    public static ImmutableArray<KeptPart> Parts(KeptPart shape, string axes = "") =>
    [
        shape,
        new(ScanPart.MaskedPixels, Keeping.Beside, Beside),
        new(ScanPart.NoData, Keeping.Beside, $"{Beside}, with `--masked keep`"),
        new(ScanPart.Axes, Keeping.Beside, $"{axes}{Beside}"),
        new(ScanPart.Facts, Keeping.Beside, Beside),
        new(ScanPart.SourceObjects, Keeping.Dropped, "no place for them: keep the original file"),
        new(ScanPart.Recorded, Keeping.Beside, Beside),
        new(ScanPart.Notes, Keeping.Beside, Beside),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Losses { get; } = [];

    /// <inheritdoc/>
    public FrameSet Saved => _journal?.Frames ?? FrameSet.None;

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        _data.Check(frame, pixels.Length);
        var address = _offset + (frame * pixels.Length);
        RandomAccess.Write(_file.SafeFileHandle, pixels, address);
        if (_journal is null)
            return;
        lock (_written)
            _written.Add((frame, address, pixels.Length));
    }

    /// <inheritdoc/>
    public void Save()
    {
        if (_journal is null)
            return;
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        _journal.Append(_written);
        _written.Clear();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _part?.Complete();
        _journal?.Complete(_overwrite);
        try
        {
            if (_beside is not null)
            {
                File.SetLastWriteTimeUtc(_beside.Stream.Name, DateTime.UtcNow);   // no older than what it stands beside
                _beside.Complete();
            }
        }
        catch when (!_overwrite)
        {
            File.Delete(_path);   // without what is kept beside it, its masked pixels would be counts
            throw;
        }

        if (_journal is null)
            FrameJournal.RemoveDead(_path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _part?.Dispose();
        _beside?.Dispose();
        _journal?.Dispose();
    }
}
