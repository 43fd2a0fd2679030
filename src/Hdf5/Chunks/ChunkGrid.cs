namespace Ronchi.Hdf5.Chunks;

/// <summary>The grid that a dataset's chunks form.</summary>
internal sealed class ChunkGrid
{
    private readonly long[] _shape;
    private readonly long[] _strides;

    /// <summary>The grid over a shape.</summary>
    /// <param name="shape">Elements along each axis.</param>
    /// <param name="chunkShape">Elements of a chunk along each axis.</param>
    public ChunkGrid(ReadOnlySpan<long> shape, ReadOnlySpan<long> chunkShape)
    {
        _shape = new long[shape.Length];
        _strides = new long[shape.Length];
        Count = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            // No overflow: a grid has no more cells than the dataset has elements, and those were counted.
            _shape[axis] = (shape[axis] / chunkShape[axis]) + (shape[axis] % chunkShape[axis] == 0 ? 0 : 1);
            _strides[axis] = Count;
            Count *= _shape[axis];
        }
    }

    public ReadOnlySpan<long> Shape => _shape;

    public ReadOnlySpan<long> Strides => _strides;

    public long Count { get; }

    public long NumberOf(ReadOnlySpan<long> coordinates)
    {
        if (coordinates.Length != _shape.Length)
            throw new ArgumentException($"{coordinates.Length} coordinates for {_shape.Length} axes.", nameof(coordinates));
        long number = 0;
        for (int axis = 0; axis < _shape.Length; axis++)
        {
            if ((ulong)coordinates[axis] >= (ulong)_shape[axis])
                throw new ArgumentOutOfRangeException(
                    nameof(coordinates), $"Chunk coordinate {coordinates[axis]} on axis {axis} of {_shape[axis]} chunks.");
            number += coordinates[axis] * _strides[axis];
        }
        return number;
    }

    public void CoordinatesOf(long number, Span<long> coordinates)
    {
        if ((ulong)number >= (ulong)Count)
            throw new ArgumentOutOfRangeException(nameof(number), $"Chunk {number} of {Count}.");
        for (int axis = 0; axis < _shape.Length; axis++)
            coordinates[axis] = Math.DivRem(number, _strides[axis], out number);
    }
}
