namespace Ronchi.Hdf5;

/// <summary>Enumerates the contiguous runs that a box has in two row-major arrays at once.</summary>
internal ref struct RunWalk
{
    private readonly ReadOnlySpan<long> _extent;
    private readonly long[] _sourceStrides;
    private readonly long[] _destinationStrides;
    private readonly long[] _index;
    private readonly int _outer;
    private long _source;
    private long _destination;
    private bool _isDone;

    /// <summary>A walk over a box of <paramref name="extent"/> that begins at the two origins.</summary>
    public RunWalk(
        ReadOnlySpan<long> sourceShape, ReadOnlySpan<long> sourceOrigin, ReadOnlySpan<long> destinationShape, ReadOnlySpan<long> destinationOrigin,
        ReadOnlySpan<long> extent)
    {
        int rank = extent.Length;
        _extent = extent;
        _sourceStrides = new long[rank];
        _destinationStrides = new long[rank];
        _index = new long[rank];
        long sourceStride = 1, destinationStride = 1;
        Length = 1;
        _outer = rank;
        bool isWhole = true;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            _sourceStrides[axis] = sourceStride;
            _destinationStrides[axis] = destinationStride;
            _source += sourceOrigin[axis] * sourceStride;
            _destination += destinationOrigin[axis] * destinationStride;
            sourceStride *= sourceShape[axis];
            destinationStride *= destinationShape[axis];
            if (isWhole)
            {
                Length *= extent[axis];
                _outer = axis;
                isWhole = extent[axis] == sourceShape[axis] && extent[axis] == destinationShape[axis];
            }
            _isDone |= extent[axis] == 0;
        }
    }

    /// <summary>Elements of every run.</summary>
    public long Length { get; }

    public bool Next(out long source, out long destination)
    {
        source = _source;
        destination = _destination;
        if (_isDone)
            return false;
        int axis = _outer - 1;
        for (; axis >= 0; axis--)
        {
            _source += _sourceStrides[axis];
            _destination += _destinationStrides[axis];
            if (++_index[axis] < _extent[axis])
                break;
            _source -= _extent[axis] * _sourceStrides[axis];
            _destination -= _extent[axis] * _destinationStrides[axis];
            _index[axis] = 0;
        }
        _isDone = axis < 0;
        return true;
    }
}
