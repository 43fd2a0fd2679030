using Ronchi.Frames;

namespace Ronchi.Sources.Following;

/// <summary>Reads frames of a growing file from the state of it in which they are there.</summary>
/// <param name="source">The file.</param>
/// <param name="request">What is asked for.</param>
internal sealed class FollowedReader(FollowedSource source, TileRequest request) : ITileReader
{
    private Snapshot? _snapshot;
    private ITileReader? _reader;

    public void Seek(FrameRange frames)
    {
        if (!TrySeek(frames))
            throw NotThere(source.Info.Path, frames, source.Growth.Now);
    }

    public bool TrySeek(FrameRange frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, source.Shape.FrameCount);
        if (!source.Growth.Now.Readable.Contains(frames))
            return false;
        if (_snapshot?.Frames.Contains(frames) is not true)
        {
            Close();
            _snapshot = source.Newest();
            _reader = _snapshot.Source.OpenReader(request);
        }

        _reader!.Seek(frames);
        return true;
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        return _reader is not null && _reader.TryRead(out tile);
    }

    public Tile Convert(Tile tile, TileForm form) => _reader!.Convert(tile, form);

    public void Dispose() => Close();

    /// <summary>Why frames cannot be read now.</summary>
    public static SourceException NotThere(string path, FrameRange frames, Arrivals now)
    {
        var missing = FrameSet.Of(frames).Except(now.Readable);
        return new(path, $"{(missing.Count == 1 ? "frame" : "frames")} {missing} {(missing.Count == 1 ? "is" : "are")} not "
            + $"there{(now.End is null ? $" yet: {now.Extent} have come. Wait for more, or read those" : $": {now.Extent} came")}.");
    }

    private void Close()
    {
        _reader?.Dispose();
        _snapshot?.Leave();
        (_reader, _snapshot) = (null, null);
    }
}
