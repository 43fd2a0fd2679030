using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Timepix;

/// <summary>Counts the hits of frames, pixel by pixel.</summary>
internal sealed class TpxFrameReader : ITileReader
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly TpxIndex _index;
    private readonly TpxDetector _detector;
    private readonly long _frames;
    private readonly int _maxFrames;
    private readonly byte[] _counts;
    private RemainingFrames _rest;

    /// <param name="file">Open file; stays the caller's.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="index">Where the events lie.</param>
    /// <param name="detector">Where the chips lie.</param>
    /// <param name="frames">Frames that are read.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public TpxFrameReader(SafeFileHandle file, string path, TpxIndex index, TpxDetector detector, long frames, int maxFrames)
    {
        (_file, _path, _index, _detector, _frames) = (file, path, index, detector, frames);
        _maxFrames = Math.Clamp(maxFrames, 1, Array.MaxLength / FrameBytes);
        _counts = ArrayPool<byte>.Shared.Rent(_maxFrames * FrameBytes);
    }

    private int FrameBytes => _detector.Pixels * sizeof(ushort);

    public void Seek(FrameRange frames) => _rest.Begin(frames, _frames);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var frames = _rest.Take(_maxFrames);
        var bytes = _counts.AsSpan(0, frames.Count * FrameBytes);
        bytes.Clear();
        Count(frames, MemoryMarshal.Cast<byte, ushort>(bytes));
        tile = new(frames, bytes, FrameBytes);
        return true;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_counts);

    private void Count(FrameRange frames, Span<ushort> counts)
    {
        long start = long.MaxValue, end = 0;
        long? time = null;
        for (var frame = (int)frames.Start; frame < frames.End; frame++)
        {
            var place = _index.Places[frame];
            if (place.End == 0)
                continue;
            if (place.Start < start)
                (start, time) = (place.Start, place.Time);
            end = Math.Max(end, place.End);
        }

        if (end == 0)
            return;
        using var events = new TpxEvents(_file, _path, start, end, time);
        while (events.TryRead(out var word))
        {
            if (!TpxPacket.IsHit(word))
                continue;
            var frame = _index.Frames.FrameOf(events.Continue(TpxPacket.TimeOfHit(word))) - frames.Start;
            if (frame < 0 || frame >= frames.Count)
                continue;
            ref var count = ref counts[((int)frame * _detector.Pixels) + _detector.PixelOf(events.Chip, word)];
            if (count == ushort.MaxValue)
                throw new SourceException(
                    _path, $"a pixel has more than {ushort.MaxValue} hits in frame {frames.Start + frame}: set a shorter --frame-time.");
            count++;
        }
    }
}
