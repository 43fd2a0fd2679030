using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Reads uncompressed frames by positioned reads into one pooled buffer that stays in a core's L2 cache.</summary>
/// <remarks>Where the pixels asked for lie together and much lies between those of one frame and the next, only their stretch of each
/// frame is read.</remarks>
internal sealed class FlatFrameReader : ITileReader
{
    private const int WorthSkipping = 8 << 10;   // a system call costs as much as copying so many bytes
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly FlatLayout _layout;
    private readonly long _frames;
    private readonly int _maxFrames;
    private readonly byte[] _buffer;
    private readonly int _wantedStart;
    private readonly int _wantedBytes;
    private readonly bool _isApart;
    private RemainingFrames _rest;

    /// <param name="file">Open file; stays the caller's.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="layout">Where frames lie.</param>
    /// <param name="frames">Frames in the file.</param>
    /// <param name="request">Frames of a tile at most, and the pixels that are read.</param>
    public FlatFrameReader(SafeFileHandle file, string path, FlatLayout layout, long frames, TileRequest request)
    {
        _file = file;
        _path = path;
        _layout = layout;
        _frames = frames;
        (_wantedStart, _wantedBytes) = Wanted(request.Support, layout);
        _isApart = _wantedBytes < layout.FrameBytes || layout.Stride - layout.FrameBytes >= WorthSkipping;
        var room = _isApart ? layout.FrameBytes : layout.Stride;
        _maxFrames = Math.Max(1, Math.Min(request.MaxFrames, (int)(Array.MaxLength / Math.Max(room, 1))));
        _buffer = ArrayPool<byte>.Shared.Rent(_isApart ? checked(_maxFrames * layout.FrameBytes) : SpanBytes(_maxFrames));
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _frames);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var frames = _rest.Take(_maxFrames);
        if (_isApart)
        {
            tile = new(frames, Stretches(frames), _layout.FrameBytes);
            return true;
        }

        var bytes = _buffer.AsSpan(0, SpanBytes(frames.Count));
        PositionedRead.Fill(_file, _path, bytes, _layout.Offset + (frames.Start * _layout.Stride));
        if (_layout.Stride != _layout.FrameBytes)
            CloseGaps(bytes, frames.Count);
        var pixels = bytes[..(frames.Count * _layout.FrameBytes)];
        NativeOrder.Of(pixels, _layout.ElementBytes, _layout.IsBigEndian);
        tile = new(frames, pixels, _layout.FrameBytes);
        return true;
    }

    // From the first wanted pixel to behind the last; a whole frame where a read of its own for each frame would cost more than it saves.
    private static (int Start, int Bytes) Wanted(PixelSet? support, FlatLayout layout)
    {
        if (support is null || support.Count == 0 || (long)support.Pixels * layout.ElementBytes != layout.FrameBytes)
            return (0, layout.FrameBytes);
        int first = 0, last = support.Pixels - 1;
        while (!support[first])
            first++;
        while (!support[last])
            last--;
        var bytes = (last + 1 - first) * layout.ElementBytes;
        return layout.FrameBytes - bytes < WorthSkipping ? (0, layout.FrameBytes) : (first * layout.ElementBytes, bytes);
    }

    private Span<byte> Stretches(FrameRange frames)
    {
        for (var frame = 0; frame < frames.Count; frame++)
        {
            var stretch = _buffer.AsSpan((frame * _layout.FrameBytes) + _wantedStart, _wantedBytes);
            PositionedRead.Fill(_file, _path, stretch, _layout.Offset + ((frames.Start + frame) * _layout.Stride) + _wantedStart);
            NativeOrder.Of(stretch, _layout.ElementBytes, _layout.IsBigEndian);
        }

        return _buffer.AsSpan(0, frames.Count * _layout.FrameBytes);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    // The gap behind the last frame is not read: the file may end there.
    private int SpanBytes(int frames) => checked((int)(((frames - 1) * _layout.Stride) + _layout.FrameBytes));

    private void CloseGaps(Span<byte> bytes, int frames)
    {
        for (var frame = 1; frame < frames; frame++)
            bytes.Slice((int)(frame * _layout.Stride), _layout.FrameBytes).CopyTo(bytes[(frame * _layout.FrameBytes)..]);
    }
}
