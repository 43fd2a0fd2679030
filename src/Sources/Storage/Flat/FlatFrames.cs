using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Uncompressed frames in an open file, by positioned reads or mapped.</summary>
internal sealed class FlatFrames : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle? _file;
    private readonly MappedFile? _map;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">Where frames lie.</param>
    /// <param name="isMapped">Whether to map it; big-endian values are turned in a copy, and read.</param>
    /// <exception cref="SourceException">It cannot be mapped.</exception>
    public FlatFrames(string path, FlatLayout layout, bool isMapped)
    {
        _path = path;
        Layout = layout;
        if (isMapped && !(layout.IsBigEndian && layout.ElementBytes > 1))
            _map = new MappedFile(path);
        else
            _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
    }

    /// <summary>Where frames lie.</summary>
    public FlatLayout Layout { get; }

    /// <summary>Whether the file is mapped.</summary>
    public bool IsMapped => _map is not null;

    /// <summary>Opens a reader for one worker.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="frames">Frames in the file.</param>
    /// <exception cref="ArgumentException">Another form than pixels is asked for.</exception>
    public ITileReader OpenReader(TileRequest request, long frames)
    {
        if (request.Form != TileForm.Pixels)
            throw new ArgumentException($"Uncompressed frames are read as {TileForm.Pixels}, not {request.Form}.", nameof(request));
        return _map is not null
            ? new MappedFrameReader(_map, Layout, frames, request.MaxFrames)
            : new FlatFrameReader(_file!, _path, Layout, frames, request);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _map?.Dispose();
    }
}
