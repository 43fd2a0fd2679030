using System.Buffers;
using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Sources.SparseCsr;

/// <summary>Reads sparse frames, or scatters them into dense ones; every place is checked before it is used.</summary>
internal sealed class SparseCsrReader : ITileReader
{
    private const int LargestTile = 1 << 26;   // stored values

    private readonly NumberFile _rowStarts;
    private readonly NumberFile _columns;
    private readonly NumberFile _values;
    private readonly DataShape _shape;
    private readonly TileForm _form;
    private readonly int _maxFrames;
    private readonly int _pixels;
    private readonly int _size;
    private readonly long[] _starts;
    private byte[] _dense;
    private bool _isScattered;
    private int[] _places = [];
    private byte[] _numbers = [];
    private RemainingFrames _rest;

    public SparseCsrReader(NumberFile rowStarts, NumberFile columns, NumberFile values, DataShape shape, TileRequest request)
    {
        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
        _shape = shape;
        _form = request.Form;
        _pixels = (int)shape.FrameElements;
        _size = values.Type.Size();
        var most = _form == TileForm.Pixels ? Array.MaxLength / Math.Max(_pixels * _size, 1) : 1 << 16;
        _maxFrames = Math.Clamp(request.MaxFrames, 1, Math.Max(most, 1));
        _starts = new long[_maxFrames + 1];
        _dense = _form == TileForm.Pixels ? ArrayPool<byte>.Shared.Rent(_maxFrames * _pixels * _size) : [];
    }

    public void Seek(FrameRange frames) => _rest.Begin(frames, _shape.FrameCount);

    public bool TryRead(out Tile tile)
    {
        tile = default;
        if (_rest.IsEmpty)
            return false;
        var frames = _rest.Take(ReadStarts(_rest.Peek(_maxFrames)));
        var starts = _starts.AsSpan(0, frames.Count + 1);
        long first = starts[0], count = starts[^1] - first;
        Ensure((int)count);
        var places = _places.AsSpan(0, (int)count);
        var numbers = _numbers.AsSpan(0, (int)count * _size);
        _columns.ReadAs(first, places);
        _values.Read(first, numbers);
        foreach (ref var start in starts)
            start -= first;
        for (var frame = 0; frame < frames.Count; frame++)
            CheckRow(places[(int)starts[frame]..(int)starts[frame + 1]], frames.Start + frame);
        var sparse = new SparseFrames(_pixels, starts, places, numbers);
        _isScattered = false;
        tile = _form == TileForm.Sparse
            ? new(frames, sparse, _pixels * _size) { Maker = this }
            : new(frames, Scatter(sparse, frames.Count), _pixels * _size);
        return true;
    }

    public Tile Convert(Tile tile, TileForm form)
    {
        if (form != TileForm.Pixels || tile.Form != TileForm.Sparse)
            throw new InvalidOperationException($"Tiles of {tile.Form} are not converted to {form} here.");
        var bytes = checked(tile.Frames.Count * _pixels * _size);
        if (!_isScattered)
            Scatter(tile.Sparse, tile.Frames.Count);
        _isScattered = true;
        return new(tile.Frames, _dense.AsSpan(0, bytes), _pixels * _size);
    }

    public void Dispose()
    {
        if (_dense.Length > 0)
            ArrayPool<byte>.Shared.Return(_dense);
    }

    // Fewer frames where they hold very much.
    private int ReadStarts(FrameRange frames)
    {
        var starts = _starts.AsSpan(0, frames.Count + 1);
        _rowStarts.ReadAs(frames.Start, starts);
        if (starts[0] < 0)
            throw new SourceException(_rowStarts.Path, $"frame {frames.Start} begins at {starts[0]}.");
        for (var i = 1; i < starts.Length; i++)
        {
            if (starts[i] < starts[i - 1] || starts[i] > _values.Count || starts[i] - starts[i - 1] > _pixels)
                throw new SourceException(
                    _rowStarts.Path,
                    $"frame {frames.Start + i - 1} lies from {starts[i - 1]} to {starts[i]} among {_values.Count} "
                    + $"values of frames of {_pixels} pixels.");
            if (starts[i] - starts[0] > LargestTile && i > 1)
                return i - 1;
        }

        return frames.Count;
    }

    private void CheckRow(ReadOnlySpan<int> places, long frame)
    {
        var before = -1;
        var isAscending = true;
        foreach (var place in places)
        {
            if ((uint)place >= _pixels)
                throw new SourceException(_columns.Path, $"frame {frame} has a value at pixel {place}, but frames have {_pixels} pixels.");
            isAscending &= place > before;
            before = place;
        }

        if (!isAscending && new HashSet<int>(places.ToArray()).Count != places.Length)
            throw new SourceException(_columns.Path, $"frame {frame} has two values for one pixel.");
    }

    private ReadOnlySpan<byte> Scatter(SparseFrames sparse, int frames)
    {
        var bytes = checked(frames * _pixels * _size);
        if (_dense.Length < bytes)
        {
            if (_dense.Length > 0)
                ArrayPool<byte>.Shared.Return(_dense);
            _dense = ArrayPool<byte>.Shared.Rent(bytes);
        }

        var dense = _dense.AsSpan(0, bytes);
        dense.Clear();
        switch (_size)
        {
            case 1: Scatter<byte>(sparse, frames, dense); break;
            case 2: Scatter<ushort>(sparse, frames, dense); break;
            case 4: Scatter<uint>(sparse, frames, dense); break;
            default: Scatter<ulong>(sparse, frames, dense); break;
        }

        return dense;
    }

    private void Scatter<T>(SparseFrames sparse, int frames, Span<byte> dense)
        where T : unmanaged
    {
        var values = sparse.Values<T>();
        var pixels = MemoryMarshal.Cast<byte, T>(dense);
        for (var frame = 0; frame < frames; frame++)
        {
            var (from, count) = sparse.Row(frame).GetOffsetAndLength(values.Length);
            for (var i = from; i < from + count; i++)
                pixels[(frame * _pixels) + sparse.Columns[i]] = values[i];
        }
    }

    private void Ensure(int count)
    {
        if (_places.Length >= count)
            return;
        _places = new int[Math.Max(count, 2 * _places.Length)];
        _numbers = new byte[_places.Length * _size];
    }
}
