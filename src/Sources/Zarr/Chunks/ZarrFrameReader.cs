using System.Buffers;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>Reads frames of which no chunk holds several: nobody else wants what is decoded, so nothing is kept.</summary>
internal sealed class ZarrFrameReader : ITileReader
{
    private readonly ZarrChunks _frames;
    private readonly long _parts;
    private readonly long[] _start;
    private readonly long[] _count;
    private readonly byte[] _pixels;
    private readonly int _maxFrames;
    private RemainingFrames _rest;

    /// <param name="frames">The frames.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public ZarrFrameReader(ZarrChunks frames, int maxFrames)
    {
        _frames = frames;
        _start = new long[frames.Grid.Rank];
        _count = [.. Enumerable.Repeat(1L, frames.Grid.Rank)];
        _parts = frames.PartsOf(_start, _count);
        _maxFrames = Math.Clamp(maxFrames, 1, Array.MaxLength / Math.Max(frames.FrameBytes, 1));
        _pixels = ArrayPool<byte>.Shared.Rent(_maxFrames * frames.FrameBytes);
    }

    /// <inheritdoc/>
    public void Seek(FrameRange frames) => _rest.Begin(frames, _frames.FrameCount);

    /// <inheritdoc/>
    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var range = _rest.Take(_maxFrames);
        var begin = StageMeter.Now;
        for (var i = 0; i < range.Count; i++)
        {
            _frames.Grid.BlockOf(range.Start + i, _start, _count);
            for (var part = 0L; part < _parts; part++)
                _frames.Decode(part, _start, _count, _pixels.AsSpan(_frames.BytesOf(i), _frames.FrameBytes));
        }

        StageMeter.WasDecoded(begin);
        tile = new(range, _pixels, _frames.FrameBytes);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_pixels);
}
