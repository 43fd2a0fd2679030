using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Gives frames as they lie in a mapped file, without a copy.</summary>
/// <param name="file">The file; stays the caller's.</param>
/// <param name="layout">Where frames lie, in native byte order.</param>
/// <param name="frames">Frames in the file.</param>
/// <param name="maxFrames">Frames of a tile at most; 1 where there are gaps.</param>
internal sealed class MappedFrameReader(MappedFile file, FlatLayout layout, long frames, int maxFrames) : ITileReader
{
    private readonly int _maxFrames = layout.Stride != layout.FrameBytes
        ? 1
        : Math.Max(1, Math.Min(maxFrames, Array.MaxLength / Math.Max(layout.FrameBytes, 1)));
    private RemainingFrames _rest;

    public void Seek(FrameRange range) => _rest.Begin(range, frames);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var range = _rest.Take(_maxFrames);
        tile = new(range, file.Bytes(layout.Offset + (range.Start * layout.Stride), range.Count * layout.FrameBytes), layout.FrameBytes);
        return true;
    }

    public void Dispose()
    {
    }
}
