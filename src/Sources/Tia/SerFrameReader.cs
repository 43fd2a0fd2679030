using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tia;

/// <summary>
/// Reads elements where the table says that they lie, those at equal distances together; each must be like the first. The bottom row of an
/// image is stored first.
/// </summary>
internal sealed class SerFrameReader : ITileReader
{
    private const int WorthSkipping = 8 << 10;   // a system call costs as much as copying so many bytes
    private const int MostTableBytes = 64 << 10;
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly SerHeader _header;
    private readonly SerElement _like;
    private readonly long _frames;
    private readonly int _maxFrames;
    private readonly int _headerBytes;
    private readonly int _frameBytes;
    private readonly long _lastPlace;
    private readonly long[] _places;
    private readonly byte[] _table;
    private readonly int _rowBytes;
    private readonly byte[] _pixels;
    private byte[] _stored = [];
    private RemainingFrames _rest;

    /// <param name="file">Open file; stays the caller's.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="header">Its header.</param>
    /// <param name="like">The first element.</param>
    /// <param name="frames">Frames that are there.</param>
    /// <param name="maxFrames">Frames of a tile at most.</param>
    public SerFrameReader(SafeFileHandle file, string path, SerHeader header, SerElement like, long frames, int maxFrames)
    {
        (_file, _path, _header, _like, _frames) = (file, path, header, like, frames);
        _headerBytes = SerElement.HeaderBytes(header.Axes);
        _frameBytes = (int)(like.Detector.Count * like.Type!.Value.Size());
        var fit = Math.Min(MostTableBytes / header.WordBytes, Array.MaxLength / (_frameBytes + _headerBytes + WorthSkipping));
        _maxFrames = Math.Clamp(maxFrames, 1, Math.Max(fit, 1));
        _lastPlace = RandomAccess.GetLength(file) - _headerBytes - _frameBytes;
        _rowBytes = (int)(header.Axes == 1 ? _frameBytes : like.Axes[0].Length * like.Type!.Value.Size());
        _pixels = ArrayPool<byte>.Shared.Rent(_maxFrames * _frameBytes);
        _places = new long[_maxFrames];
        _table = new byte[_maxFrames * header.WordBytes];
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _frames);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var (count, stride) = Together(ReadPlaces(_rest.Peek(_maxFrames)));
        var frames = _rest.Take(count);
        var bytes = (int)((stride * (count - 1)) + _headerBytes + _frameBytes);
        if (_stored.Length < bytes)
        {
            Return();
            _stored = ArrayPool<byte>.Shared.Rent(bytes);
        }

        PositionedRead.Fill(_file, _path, _stored.AsSpan(0, bytes), _places[0]);
        for (var i = 0; i < count; i++)
        {
            var element = _stored.AsSpan((int)(i * stride), _headerBytes + _frameBytes);
            Check(element, frames.Start + i, _places[i]);
            TurnOver(element[_headerBytes..], _pixels.AsSpan(i * _frameBytes, _frameBytes));
        }

        var pixels = _pixels.AsSpan(0, count * _frameBytes);
        NativeOrder.Of(pixels, _like.Type!.Value.Size(), isBigEndian: false);
        tile = new(frames, pixels, _frameBytes);
        return true;
    }

    public void Dispose()
    {
        Return();
        ArrayPool<byte>.Shared.Return(_pixels);
    }

    private void Return()
    {
        if (_stored.Length > 0)
            ArrayPool<byte>.Shared.Return(_stored);
        _stored = [];
    }

    private void TurnOver(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        for (var row = 0; row < _frameBytes; row += _rowBytes)
            stored.Slice(_frameBytes - _rowBytes - row, _rowBytes).CopyTo(pixels[row..]);
    }

    private ReadOnlySpan<long> ReadPlaces(FrameRange frames)
    {
        var table = _table.AsSpan(0, frames.Count * _header.WordBytes);
        PositionedRead.Fill(_file, _path, table, _header.TableAt + (frames.Start * _header.WordBytes));
        for (var i = 0; i < frames.Count; i++)
        {
            var word = table[(i * _header.WordBytes)..];
            _places[i] = _header.WordBytes == 8
                ? BinaryPrimitives.ReadInt64LittleEndian(word)
                : BinaryPrimitives.ReadUInt32LittleEndian(word);
            if (_places[i] < 0 || _places[i] > _lastPlace)
                throw new SourceException(
                    _path,
                    $"element {frames.Start + i} is said to lie at byte {_places[i]}, where the file has none; leave it out with --roi, or "
                    + "copy the file again.",
                    _header.TableAt + ((frames.Start + i) * _header.WordBytes));
        }

        return _places.AsSpan(0, frames.Count);
    }

    // How many elements lie at equal, small distances from the first on.
    private (int Count, long Stride) Together(ReadOnlySpan<long> places)
    {
        var stride = places.Length > 1 ? places[1] - places[0] : 0;
        if (stride < _headerBytes + _frameBytes || stride > _headerBytes + _frameBytes + WorthSkipping)
            return (1, 0);
        var count = 2;
        while (count < places.Length && places[count] - places[count - 1] == stride)
            count++;
        return (count, stride);
    }

    private void Check(ReadOnlySpan<byte> element, long frame, long place)
    {
        const int AxisBytes = 20;
        var about = element[(_header.Axes * AxisBytes)..];
        var isLike = BinaryPrimitives.ReadUInt16LittleEndian(about) == _like.TypeNumber;
        for (var axis = 0; axis < _header.Axes; axis++)
            isLike &= BinaryPrimitives.ReadUInt32LittleEndian(about[(2 + (4 * axis))..]) == _like.Axes[axis].Length;
        if (!isLike)
            throw new SourceException(
                _path,
                $"element {frame} is not of {_like.Detector} {_like.Type!.Value.Name()} as the first one; leave it out with --roi, or "
                + "copy the file again.",
                place);
    }
}
