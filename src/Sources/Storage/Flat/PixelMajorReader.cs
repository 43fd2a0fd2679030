using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Gathers frames from values that are stored pixel by pixel: of each wanted pixel one stretch for many frames at a time, turned in the
/// processor's cache.
/// </summary>
internal sealed class PixelMajorReader : ITileReader
{
    private const int WorthSkipping = 4 << 10;   // what lies between is read again for each block: rather one more system call
    private const int StretchBytes = 256 << 10;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly PixelMajorLayout _layout;
    private readonly PixelSet? _wanted;
    private readonly int _blockFrames;
    private readonly int _maxFrames;
    private byte[] _frames = [];
    private byte[] _stretches = [];
    private FrameRange _loaded;
    private RemainingFrames _rest;

    /// <param name="file">Open file; stays the caller's.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="layout">Where values lie.</param>
    /// <param name="blockFrames">Frames that are gathered together.</param>
    /// <param name="request">Frames of a tile at most, and the pixels that are read.</param>
    public PixelMajorReader(SafeFileHandle file, string path, PixelMajorLayout layout, int blockFrames, TileRequest request)
    {
        _file = file;
        _path = path;
        _layout = layout;
        _wanted = request.Support is { } support && support.Pixels == layout.Pixels && support.Count < support.Pixels ? support : null;
        _blockFrames = blockFrames;
        _maxFrames = Math.Max(request.MaxFrames, 1);
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _layout.Positions);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        if (_rest.Start < _loaded.Start || _rest.Start >= _loaded.End)
            Load(Block(_rest.Peek(_rest.Count)));
        var frames = _rest.Take((int)Math.Min(_maxFrames, _loaded.End - _rest.Start));
        tile = new(
            frames,
            _frames.AsSpan((int)(frames.Start - _loaded.Start) * _layout.FrameBytes, frames.Count * _layout.FrameBytes),
            _layout.FrameBytes);
        return true;
    }

    public void Dispose()
    {
        Return(ref _frames);
        Return(ref _stretches);
    }

    // Who looks at one frame gets it alone; who wants several goes on, and finds those in the block that come next.
    private FrameRange Block(FrameRange wanted)
    {
        if (wanted.Count == 1)
            return wanted;
        var start = wanted.Start / _blockFrames * _blockFrames;
        return new(start, (int)Math.Min(_blockFrames, _layout.Positions - start));
    }

    private void Load(FrameRange frames)
    {
        _loaded = default;
        Ensure(ref _frames, checked(frames.Count * _layout.FrameBytes));
        switch (_layout.ElementBytes)
        {
            case 1: Gather<byte>(frames); break;
            case 2: Gather<ushort>(frames); break;
            case 4: Gather<uint>(frames); break;
            default: Gather<ulong>(frames); break;
        }

        _loaded = frames;
    }

    private void Gather<T>(FrameRange frames)
        where T : unmanaged
    {
        var bytes = frames.Count * _layout.ElementBytes;
        // Where little lies between the stretches of two pixels it is read, too.
        var between = (_layout.Positions - frames.Count) * _layout.ElementBytes;
        var isTogether = between <= WorthSkipping;
        var step = isTogether ? (int)_layout.Positions : frames.Count;
        var most = Math.Max(StretchBytes / (step * _layout.ElementBytes), 1);
        Ensure(ref _stretches, (int)Math.Min((long)most, _layout.Pixels) * step * _layout.ElementBytes);
        var values = MemoryMarshal.Cast<byte, T>(_frames.AsSpan(0, frames.Count * _layout.FrameBytes));
        for (var first = 0; first < _layout.Pixels;)
        {
            if (_wanted is not null && !_wanted[first])
            {
                first++;
                continue;
            }

            var count = 1;
            while (count < most && first + count < _layout.Pixels && _wanted?[first + count] != false)
                count++;
            // In one read, or in one for each pixel.
            var (reads, length) = isTogether ? (1, ((count - 1) * step * _layout.ElementBytes) + bytes) : (count, bytes);
            for (var read = 0; read < reads; read++)
                PositionedRead.Fill(
                    _file, _path, _stretches.AsSpan(read * bytes, length), _layout.PlaceOf(first + read, frames.Start));
            Turn(MemoryMarshal.Cast<byte, T>(_stretches), step, count, values[first..], frames.Count);
            first += count;
        }

        NativeOrder.Of(MemoryMarshal.AsBytes(values), _layout.ElementBytes, _layout.IsBigEndian);
    }

    // From pixels × frames to frames × pixels.
    private void Turn<T>(ReadOnlySpan<T> stretches, int step, int pixels, Span<T> values, int frames)
        where T : unmanaged
    {
        const int Side = 16;
        for (var frame = 0; frame < frames; frame += Side)
        {
            var frameEnd = Math.Min(frame + Side, frames);
            for (var pixel = 0; pixel < pixels; pixel += Side)
            {
                var pixelEnd = Math.Min(pixel + Side, pixels);
                for (var f = frame; f < frameEnd; f++)
                {
                    var row = values.Slice(f * _layout.Pixels, pixelEnd);
                    for (var p = pixel; p < row.Length; p++)
                        row[p] = stretches[(p * step) + f];
                }
            }
        }
    }

    private static void Ensure(ref byte[] buffer, int bytes)
    {
        if (buffer.Length >= bytes)
            return;
        Return(ref buffer);
        buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
