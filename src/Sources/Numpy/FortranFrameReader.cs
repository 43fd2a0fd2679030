using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Numpy;

/// <summary>
/// Gathers frames from an array in Fortran order, in which the first scan axis varies fastest and no frame lies in one piece.
/// </summary>
internal sealed class FortranFrameReader : ITileReader
{
    private readonly MappedFile _file;
    private readonly FlatLayout _layout;
    private readonly DataShape _shape;
    private readonly Extent _stored;
    private readonly Extent _turnedDetector;
    private readonly int _maxFrames;
    private readonly byte[] _buffer;
    private RemainingFrames _rest;

    /// <param name="file">The file; stays the caller's.</param>
    /// <param name="layout">Offset of the array, size of a frame and of an element, byte order.</param>
    /// <param name="shape">Frames as they are given.</param>
    /// <param name="stored">The scan axes of the stored array.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public FortranFrameReader(MappedFile file, FlatLayout layout, DataShape shape, Extent stored, int maxFrames)
    {
        _file = file;
        _layout = layout;
        _shape = shape;
        _stored = stored;
        _turnedDetector = new([.. shape.Detector.Lengths.Reverse()]);
        _maxFrames = Math.Max(1, Math.Min(maxFrames, Array.MaxLength / layout.FrameBytes));
        _buffer = ArrayPool<byte>.Shared.Rent(_maxFrames * layout.FrameBytes);
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _shape.FrameCount);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var frames = _rest.Take(_maxFrames);
        switch (_layout.ElementBytes)
        {
            case 1: Gather<byte>(frames); break;
            case 2: Gather<ushort>(frames); break;
            case 4: Gather<uint>(frames); break;
            default: Gather<ulong>(frames); break;
        }

        tile = new(frames, _buffer.AsSpan(0, frames.Count * _layout.FrameBytes), _layout.FrameBytes);
        return true;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Gather<T>(FrameRange frames)
        where T : unmanaged
    {
        Span<long> places = frames.Count <= 256 ? stackalloc long[frames.Count] : new long[frames.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = Place(frames.Start + i, _stored);
        var pixels = (int)_shape.FrameElements;
        var values = MemoryMarshal.Cast<byte, T>(_buffer.AsSpan(0, frames.Count * _layout.FrameBytes));
        var scan = _stored.Count;
        for (var number = 0; number < pixels; number++)
        {
            // All scan positions of one pixel lie together; what is behind the pixel is that of the next row, not of the next column.
            var stored = _layout.Offset + (scan * number * _layout.ElementBytes);
            var pixel = (int)Place(number, _turnedDetector);
            for (var i = 0; i < places.Length; i++)
                values[(i * pixels) + pixel] = MemoryMarshal.Read<T>(
                    _file.Bytes(stored + (places[i] * _layout.ElementBytes), _layout.ElementBytes));
        }

        if (_layout.IsBigEndian)
            Turn(values);
    }

    // Number of an element, counted with the first axis fastest.
    private static long Place(long element, Extent axes)
    {
        long place = 0, stride = axes.Count;
        for (var axis = axes.Rank - 1; axis >= 0; axis--)
        {
            stride /= axes[axis];
            place += element % axes[axis] * stride;
            element /= axes[axis];
        }

        return place;
    }

    private static void Turn<T>(Span<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (typeof(T) == typeof(ushort))
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (typeof(T) == typeof(uint))
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else if (typeof(T) == typeof(ulong))
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }
}
