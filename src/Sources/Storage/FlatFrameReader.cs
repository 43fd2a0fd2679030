using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>Reads uncompressed frames by positioned reads into one pooled buffer that stays in a core's L2 cache.</summary>
internal sealed class FlatFrameReader : ITileReader
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly FlatLayout _layout;
    private readonly long _frames;
    private readonly int _maxFrames;
    private readonly byte[] _buffer;
    private FrameRange _rest;

    /// <param name="file">Open file; stays the caller's.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="layout">Where frames lie.</param>
    /// <param name="frames">Frames in the file.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public FlatFrameReader(SafeFileHandle file, string path, FlatLayout layout, long frames, int maxFrames)
    {
        _file = file;
        _path = path;
        _layout = layout;
        _frames = frames;
        _maxFrames = Math.Max(1, Math.Min(maxFrames, (int)(Array.MaxLength / Math.Max(layout.Stride, 1))));
        _buffer = ArrayPool<byte>.Shared.Rent(SpanBytes(_maxFrames));
    }

    public void Seek(FrameRange frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames.Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.End, _frames);
        _rest = frames;
    }

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.Count == 0)
            return false;
        var frames = _rest with { Count = Math.Min(_rest.Count, _maxFrames) };
        _rest = new(frames.End, _rest.Count - frames.Count);
        var bytes = _buffer.AsSpan(0, SpanBytes(frames.Count));
        Fill(bytes, _layout.Offset + (frames.Start * _layout.Stride));
        if (_layout.Stride != _layout.FrameBytes)
            CloseGaps(bytes, frames.Count);
        var pixels = bytes[..(frames.Count * _layout.FrameBytes)];
        if (_layout.IsBigEndian)
            ReverseBytes(pixels, _layout.ElementBytes);
        tile = new(frames, pixels, _layout.FrameBytes);
        return true;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    // The gap behind the last frame is not read: the file may end there.
    private int SpanBytes(int frames) => checked((int)(((frames - 1) * _layout.Stride) + _layout.FrameBytes));

    private void Fill(Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int read;
            try
            {
                read = RandomAccess.Read(_file, bytes, offset);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException(_path, $"the file cannot be read: {e.Message}", offset, e);
            }

            if (read == 0)
                throw new SourceException(_path, $"the file ends here, {bytes.Length} bytes too early; it was truncated while it was open.", offset);
            bytes = bytes[read..];
            offset += read;
        }
    }

    private void CloseGaps(Span<byte> bytes, int frames)
    {
        for (var frame = 1; frame < frames; frame++)
            bytes.Slice((int)(frame * _layout.Stride), _layout.FrameBytes).CopyTo(bytes[(frame * _layout.FrameBytes)..]);
    }

    private static void ReverseBytes(Span<byte> bytes, int elementBytes)
    {
        switch (elementBytes)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
