using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Carrying;

/// <summary>Frames one behind the other, behind a header or none; what such a file has no place for goes into the file beside it.</summary>
internal sealed class FlatFileSink : IResumableSink
{
    private readonly string _path;
    private readonly string _sidecar;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly SinkDescription _data;
    private readonly SafeFileHandle _file;
    private readonly int _offset;
    private readonly byte[]? _carried;
    private readonly FrameJournal? _journal;
    private readonly List<(long Frame, long Address, int Bytes)> _written = [];
    private bool _isComplete;

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
        _carried = !isSelfContained || Sidecar.IsNeeded(carried) || (overwrite && File.Exists(_sidecar))
            ? Sidecar.Bytes(carried, data.ElementType)
            : null;
        Files = _carried is null ? [_path] : [_path, _sidecar];
        foreach (var file in Files)
        {
            if (!overwrite && File.Exists(file))
                throw new IOException($"{file}: already exists; choose another name, or replace it with --force.");
        }

        _journal = isResumable && data.Provenance is not null ? new(_path, data) : null;
        _temporary = _journal?.FilePath
            ?? Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Path.GetRandomFileName()}.part");
        try
        {
            _file = File.OpenHandle(
                _temporary, _journal is null ? FileMode.CreateNew : FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException(
                $"{path}: cannot create a file in its folder; choose another folder, or ask for permission to write there.", e);
        }
        catch (PathTooLongException e)
        {
            throw new IOException($"{path}: the name is too long for its folder; choose a shorter one.", e);
        }
        catch (IOException e) when (_journal is not null && FrameJournal.IsHeld(e))
        {
            _journal.Dispose();
            throw FrameJournal.Held(path, e);
        }

        try
        {
            _journal?.Begin(_offset);
            RandomAccess.Write(_file, header, 0);
            RandomAccess.SetLength(_file, _offset + (data.Shape.FrameCount * data.FrameBytes));
            if (_carried is not null)
                File.WriteAllBytes(Temporary(_sidecar), _carried);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

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
        RandomAccess.Write(_file, pixels, address);
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
        RandomAccess.FlushToDisk(_file);
        _journal.Append(_written);
        _written.Clear();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _file.Dispose();
        File.Move(_temporary, _path, _overwrite);
        try
        {
            if (_carried is not null)
            {
                File.SetLastWriteTimeUtc(Temporary(_sidecar), DateTime.UtcNow);   // no older than what it stands beside
                File.Move(Temporary(_sidecar), _sidecar, _overwrite);
            }
        }
        catch when (!_overwrite)
        {
            File.Delete(_path);   // without what is kept beside it, its masked pixels would be counts
            throw;
        }

        _isComplete = true;
        _journal?.Delete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _journal?.Dispose();
        if (_isComplete)
            return;
        if (_journal is null)
            File.Delete(_temporary);
        if (_carried is not null)
            File.Delete(Temporary(_sidecar));
    }

    private string Temporary(string file) =>
        Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(_temporary) + Path.GetExtension(file));
}
