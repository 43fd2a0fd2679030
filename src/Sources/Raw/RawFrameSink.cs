using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Raw;

/// <summary>Writes frames one behind the other, without a header, in native (little-endian) byte order.</summary>
/// <remarks>Opening such a file needs <c>--scan-shape</c>, <c>--frame-shape</c> and <c>--dtype</c>.</remarks>
public sealed class RawFrameSink : IFrameSink
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly SinkDescription _data;
    private readonly SafeFileHandle _file;
    private bool _isComplete;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    public RawFrameSink(string path, SinkDescription data, bool overwrite = false)
    {
        _path = Path.GetFullPath(path);
        _overwrite = overwrite;
        _data = data;
        if (!overwrite && File.Exists(_path))
            throw new IOException($"{path}: exists already.");
        _temporary = Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Path.GetRandomFileName()}.part");
        _file = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            RandomAccess.SetLength(_file, data.Shape.FrameCount * data.FrameBytes);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        _data.Check(frame, pixels.Length);
        RandomAccess.Write(_file, pixels, frame * pixels.Length);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _file.Dispose();
        File.Move(_temporary, _path, _overwrite);
        _isComplete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isComplete)
            File.Delete(_temporary);
    }
}
