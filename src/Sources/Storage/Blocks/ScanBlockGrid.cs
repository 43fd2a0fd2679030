using Ronchi.Frames;

namespace Ronchi.Sources.Storage;

/// <summary>
/// Cuts a scan into the blocks of frames that chunks hold together; a block that would take too much memory is cut again, along the slow
/// axis first.
/// </summary>
internal sealed class ScanBlockGrid
{
    private readonly long[] _scan;
    private readonly long[] _chunk;
    private readonly long[] _block;

    /// <param name="scan">Lengths of the scan axes.</param>
    /// <param name="chunk">Frames of a chunk along each of them.</param>
    /// <param name="frameBytes">Bytes of a frame.</param>
    /// <param name="mostBytes">Bytes of a block at most; a single frame may be larger.</param>
    public ScanBlockGrid(ReadOnlySpan<long> scan, ReadOnlySpan<long> chunk, long frameBytes, long mostBytes)
    {
        _scan = scan.ToArray();
        _chunk = chunk.ToArray();
        _block = new long[scan.Length];
        var bytes = frameBytes;
        for (var axis = 0; axis < _block.Length; axis++)
        {
            _block[axis] = Math.Max(Math.Min(_chunk[axis], _scan[axis]), 1);
            bytes *= _block[axis];
        }

        for (var axis = 0; axis < _block.Length && bytes > mostBytes; axis++)
        {
            var others = bytes / _block[axis];
            _block[axis] = Math.Clamp(mostBytes / others, 1, _block[axis]);
            bytes = others * _block[axis];
        }
    }

    /// <summary>Axes of the scan.</summary>
    public int Rank => _block.Length;

    /// <summary>Frames of a full block along each axis.</summary>
    public Extent Block => new(_block);

    /// <summary>The block that holds a frame.</summary>
    /// <param name="frame">Number of the frame in the scan.</param>
    /// <param name="start">First frame of the block along each axis.</param>
    /// <param name="count">Frames of the block along each axis.</param>
    /// <returns>Number of the block's first frame in the scan.</returns>
    public long BlockOf(long frame, Span<long> start, Span<long> count)
    {
        long first = 0, stride = 1;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            (frame, var at) = Math.DivRem(frame, _scan[axis]);
            var chunk = at / _chunk[axis] * _chunk[axis];
            start[axis] = chunk + ((at - chunk) / _block[axis] * _block[axis]);
            count[axis] = Math.Min(Math.Min(_block[axis], chunk + _chunk[axis] - start[axis]), _scan[axis] - start[axis]);
            first += start[axis] * stride;
            stride *= _scan[axis];
        }

        return first;
    }

    /// <summary>
    /// Where a frame stands in a block, and how many frames from there on follow one another in the block as in the scan.
    /// </summary>
    /// <returns>False when the block does not hold the frame.</returns>
    public bool TryFind(long frame, ReadOnlySpan<long> start, ReadOnlySpan<long> count, out int index, out int run)
    {
        (index, run) = (0, 1);
        var stride = 1;
        var isWhole = true;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            (frame, var at) = Math.DivRem(frame, _scan[axis]);
            var inside = at - start[axis];
            if (inside < 0 || inside >= count[axis])
                return false;
            index += (int)inside * stride;
            if (isWhole)
                run += (int)(count[axis] - inside - 1) * stride;
            isWhole &= count[axis] == _scan[axis];
            stride *= (int)count[axis];
        }

        return frame == 0;
    }
}
