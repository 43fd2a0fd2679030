using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Reads frames that lie in several files, one file after the other; one of them is open at a time.</summary>
internal sealed class FlatFilesReader : ITileReader
{
    private readonly IReadOnlyList<FlatFile> _files;
    private readonly long[] _starts;
    private readonly long _frames;
    private readonly TileRequest _request;
    private SafeFileHandle? _handle;
    private FlatFrameReader? _reader;
    private int _open = -1;
    private RemainingFrames _rest;

    /// <param name="files">The files in the order of their frames.</param>
    /// <param name="starts">The first frame of each, and the number of all.</param>
    /// <param name="frames">Frames that are read, at most as many as there are.</param>
    /// <param name="request">What is asked for.</param>
    public FlatFilesReader(IReadOnlyList<FlatFile> files, long[] starts, long frames, TileRequest request)
    {
        _files = files;
        _starts = starts;
        _frames = frames;
        _request = request;
    }

    public void Seek(FrameRange frames)
    {
        _rest.Begin(frames, _frames);
        if (frames.Count > 0)
            SeekInFile();
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        if (!_reader!.TryRead(out tile))
        {
            SeekInFile();
            if (!_reader!.TryRead(out tile))
                throw new InvalidOperationException($"{_files[_open].Path} gave no frame at {_rest.Start}.");
        }

        tile = new(_rest.Take(tile.Frames.Count), tile.Pixels<byte>(), tile.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _handle?.Dispose();
    }

    // The part of what is left that lies in the file of its first frame.
    private void SeekInFile()
    {
        var found = Array.BinarySearch(_starts, _rest.Start);
        var file = found < 0 ? ~found - 1 : found;
        while (_files[file].Frames == 0)
            file++;
        if (file != _open)
            Open(file);
        var start = _rest.Start - _starts[file];
        _reader!.Seek(new(start, (int)Math.Min(_rest.Count, _files[file].Frames - start)));
    }

    private void Open(int file)
    {
        _reader?.Dispose();
        _handle?.Dispose();
        (_reader, _handle, _open) = (null, null, -1);
        var (path, layout, frames) = _files[file];
        try
        {
            _handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the file cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }

        _reader = new(_handle, path, layout, frames, _request);
        _open = file;
    }
}
