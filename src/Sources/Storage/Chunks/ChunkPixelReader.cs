using System.Buffers;
using Ronchi.Codecs;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Decodes stored frames to dense values.</summary>
internal sealed class ChunkPixelReader : ITileReader
{
    private readonly ChunkedFrames _frames;
    private readonly StoredFrameReader _stored;
    private readonly int _maxFrames;
    private readonly byte[] _pixels;
    private RemainingFrames _rest;

    public ChunkPixelReader(ChunkedFrames frames, int maxFrames, IFrameMemory? memory)
    {
        _frames = frames;
        _stored = new(frames, memory);
        _maxFrames = Math.Clamp(maxFrames, 1, Array.MaxLength / Math.Max(frames.FrameBytes, 1));
        _pixels = ArrayPool<byte>.Shared.Rent(_maxFrames * frames.FrameBytes);
    }

    public void Seek(FrameRange frames)
    {
        _stored.Seek(frames);
        _rest.Begin(frames, _frames.FrameCount);
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var range = _rest.Take(_maxFrames);
        for (var frame = 0; frame < range.Count; frame++)
        {
            if (!_stored.TryNext(out var stored))
                throw new InvalidOperationException("The stored frames ended before the range did.");
            long start = StageMeter.Now;
            StoredFrame.Decode(stored, _stored, _frames, _pixels.AsSpan(frame * _frames.FrameBytes, _frames.FrameBytes));
            StageMeter.WasDecoded(start);
        }

        tile = new(range, _pixels, _frames.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        _stored.Dispose();
        ArrayPool<byte>.Shared.Return(_pixels);
    }
}
