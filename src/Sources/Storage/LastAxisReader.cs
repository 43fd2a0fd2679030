using System.Buffers;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;

namespace Ronchi.Sources.Storage;

/// <summary>Reads frames of an HDF5 dataset whose last axis counts them: as they lie where a chunk holds one frame, else turned, as many at
/// once as chunks hold.</summary>
internal sealed class LastAxisReader : ITileReader
{
    private const long MostTurned = 64 << 20;   // bytes

    private readonly Hdf5Dataset _dataset;
    private readonly Hdf5Member? _member;
    private readonly int _elementBytes;
    private readonly int _pixels;
    private readonly int _frameBytes;
    private readonly int _together;
    private readonly int _maxFrames;
    private readonly long _frames;
    private byte[] _turned = [];
    private byte[] _stored = [];
    private FrameRange _held;
    private RemainingFrames _rest;

    /// <param name="dataset">Detector axes, then frames; numbers of 1, 2, 4 or 8 bytes.</param>
    /// <param name="member">The member of its elements that is a pixel; null: the elements are.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public LastAxisReader(Hdf5Dataset dataset, Hdf5Member? member, int maxFrames)
    {
        _dataset = dataset;
        _member = member;
        _elementBytes = (member?.Type ?? dataset.Type).Size;
        _frames = dataset.Shape[^1];
        _pixels = checked((int)(dataset.ElementCount / _frames));
        _frameBytes = checked(_pixels * _elementBytes);
        var fits = (int)Math.Clamp(MostTurned / _frameBytes, 1, _frames);
        var inChunk = dataset.ChunkShape is [.., var last] ? last : _frames;
        _together = (int)Math.Min(inChunk, fits);
        _maxFrames = Math.Clamp(maxFrames, 1, fits);
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _frames);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        if (_rest.Start < _held.Start || _rest.Start >= _held.End)
            Load();
        var frames = _rest.Take((int)Math.Min(_maxFrames, _held.End - _rest.Start));
        tile = new(frames, _turned.AsSpan((int)(frames.Start - _held.Start) * _frameBytes), _frameBytes);
        return true;
    }

    public void Dispose()
    {
        Return(ref _turned);
        Return(ref _stored);
    }

    private void Load()
    {
        var start = _together == 1 ? _rest.Start : _rest.Start / _together * _together;
        var count = (int)Math.Min(_together == 1 ? Math.Min(_rest.Count, _maxFrames) : _together, _frames - start);
        _held = default;
        Rent(ref _turned, count * _frameBytes);
        try
        {
            if (_together == 1)
            {
                for (var i = 0; i < count; i++)
                    Read(start + i, 1, _turned.AsSpan(i * _frameBytes, _frameBytes));
            }
            else
            {
                Rent(ref _stored, count * _frameBytes);
                Read(start, count, _stored.AsSpan(0, count * _frameBytes));
                Turn(count);
            }
        }
        catch (Hdf5Exception e)
        {
            throw Hdf5Opening.Damage(e);
        }

        _held = new(start, count);
    }

    private void Read(long start, int count, Span<byte> destination)
    {
        var rank = _dataset.Shape.Length;
        Span<long> first = stackalloc long[rank], lengths = stackalloc long[rank];
        first.Clear();
        _dataset.Shape.CopyTo(lengths);
        (first[^1], lengths[^1]) = (start, count);
        if (_member is null)
            _dataset.ReadRaw(first, lengths, destination);
        else
            _dataset.ReadMember(_member, first, lengths, destination);
    }

    private void Turn(int count)
    {
        switch (_elementBytes)
        {
            case 1: Turn<byte>(count); break;
            case 2: Turn<ushort>(count); break;
            case 4: Turn<uint>(count); break;
            default: Turn<ulong>(count); break;
        }
    }

    // Pixel by pixel, some frames at a time, so that the lines of memory that are written stay in the cache.
    private void Turn<T>(int count)
        where T : unmanaged
    {
        const int Some = 64;
        var stored = MemoryMarshal.Cast<byte, T>(_stored.AsSpan(0, count * _frameBytes));
        var turned = MemoryMarshal.Cast<byte, T>(_turned.AsSpan(0, count * _frameBytes));
        for (var first = 0; first < count; first += Some)
        {
            var end = Math.Min(first + Some, count);
            for (var pixel = 0; pixel < _pixels; pixel++)
            {
                var of = stored.Slice(pixel * count, count);
                for (var frame = first; frame < end; frame++)
                    turned[(frame * _pixels) + pixel] = of[frame];
            }
        }
    }

    private static void Rent(ref byte[] buffer, int bytes)
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
