namespace Ronchi.Hdf5.Chunks;

/// <summary>
/// Turns positions in a chunk array (implicit, fixed, extensible) into chunk numbers. Arrays are laid out for the largest shape, with the
/// unlimited axis moved to the front.
/// </summary>
internal sealed class ChunkArrayOrder
{
    private readonly ChunkGrid _grid;
    private readonly int[] _axes;
    private readonly long[] _strides;
    private readonly bool _isIdentity;

    /// <summary>An order for one dataset.</summary>
    /// <param name="grid">The grid of the present shape.</param>
    /// <param name="maxShape">Elements along each axis at most; -1 = unlimited.</param>
    /// <param name="chunkShape">Elements of a chunk along each axis.</param>
    /// <param name="unlimitedFirst">True for the extensible array.</param>
    public ChunkArrayOrder(ChunkGrid grid, long[] maxShape, long[] chunkShape, bool unlimitedFirst)
    {
        _grid = grid;
        int rank = maxShape.Length;
        var axes = new List<int>(Enumerable.Range(0, rank));
        int unlimited = Array.IndexOf(maxShape, Headers.Dataspace.Unlimited);
        if (unlimitedFirst && unlimited > 0)
        {
            axes.RemoveAt(unlimited);
            axes.Insert(0, unlimited);
        }
        _axes = [.. axes];
        _strides = new long[rank];
        long stride = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            _strides[i] = stride;
            long length = maxShape[_axes[i]];
            long chunks = length < 0 ? 1 : (length / chunkShape[_axes[i]]) + (length % chunkShape[_axes[i]] == 0 ? 0 : 1);
            stride = chunks == 0 || stride > long.MaxValue / chunks ? long.MaxValue : stride * chunks;
        }
        _isIdentity = rank == 0 || (_axes[0] == 0 && _strides.AsSpan().SequenceEqual(grid.Strides));
    }

    /// <summary>The chunk's number, or -1 for a chunk outside the present shape.</summary>
    public long NumberAt(long position)
    {
        if (_isIdentity)
            return position < _grid.Count ? position : -1;
        long number = 0;
        for (int i = 0; i < _axes.Length; i++)
        {
            long chunk = Math.DivRem(position, _strides[i], out position);
            if (chunk >= _grid.Shape[_axes[i]])
                return -1;
            number += chunk * _grid.Strides[_axes[i]];
        }
        return number;
    }

    /// <summary>The first array position behind all chunks of the present shape.</summary>
    public long End()
    {
        if (_grid.Count == 0)
            return 0;
        Int128 last = 0;
        for (int i = 0; i < _axes.Length; i++)
            last += (Int128)(_grid.Shape[_axes[i]] - 1) * _strides[i];
        return (long)Int128.Min(last + 1, long.MaxValue);
    }
}
