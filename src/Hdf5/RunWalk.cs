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
        ReadOnlySpan<long> sourceShape,
        ReadOnlySpan<long> sourceOrigin, ReadOnlySpan<long> destinationShape, ReadOnlySpan<long> destinationOrigin,
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

    /// <summary>Runs of a group, which lie <see cref="SourceStep"/> and <see cref="DestinationStep"/> elements apart.</summary>
    public readonly long GroupRuns => _outer > 0 ? _extent[_outer - 1] : 1;

    public readonly long SourceStep => _outer > 0 ? _sourceStrides[_outer - 1] : 0;

    public readonly long DestinationStep => _outer > 0 ? _destinationStrides[_outer - 1] : 0;

    /// <summary>The next run.</summary>
    public bool Next(out long source, out long destination) => Next(_outer - 1, out source, out destination);

    /// <summary>The first run of the next group; a walk goes by runs or by groups.</summary>
    public bool NextGroup(out long source, out long destination) => Next(_outer - 2, out source, out destination);

    private bool Next(int axis, out long source, out long destination)
    {
        source = _source;
        destination = _destination;
        if (_isDone)
            return false;
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
