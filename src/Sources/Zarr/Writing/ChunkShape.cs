using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Zarr;

/// <summary>
/// How frames lie in the chunks of a store that is written: whole frames, as many along the fast axes of the scan as suit.
/// </summary>
internal sealed class ChunkShape
{
    private readonly long[] _scan;
    private readonly long[] _chunk;
    private readonly long[] _grid;

    /// <param name="scan">Scan axes.</param>
    /// <param name="frames">How many frames a chunk should hold at least, where there are so many.</param>
    public ChunkShape(Extent scan, long frames)
    {
        _scan = [.. scan.Lengths];
        _chunk = new long[_scan.Length];
        var left = frames;
        for (var axis = _scan.Length - 1; axis >= 0; axis--)
        {
            // Equal parts of the axis, none shorter than what is asked for.
            var parts = Math.Max(_scan[axis] / Math.Max(left, 1), 1);
            _chunk[axis] = (_scan[axis] + parts - 1) / parts;
            left = (left + _chunk[axis] - 1) / _chunk[axis];
        }

        _grid = [.. _scan.Zip(_chunk, static (length, chunk) => (length + chunk - 1) / chunk)];
    }

    /// <summary>Frames of a chunk along each axis.</summary>
    public ImmutableArray<long> Lengths => [.. _chunk];

    /// <summary>Chunks along each axis.</summary>
    public ImmutableArray<long> Grid => [.. _grid];

    /// <summary>Frames of a chunk that the scan fills.</summary>
    public long FramesOfFull => new Extent(_chunk).Count;

    /// <summary>The chunk of a frame, and which of its frames that is.</summary>
    /// <param name="frame">Flat scan index.</param>
    public (long Chunk, long Slot) PlaceOf(long frame)
    {
        long chunk = 0, slot = 0, chunks = 1, slots = 1;
        for (var axis = _scan.Length - 1; axis >= 0; axis--)
        {
            (frame, var at) = Math.DivRem(frame, _scan[axis]);
            var (number, inside) = Math.DivRem(at, _chunk[axis]);
            chunk += number * chunks;
            slot += inside * slots;
            chunks *= _grid[axis];
            slots *= _chunk[axis];
        }

        return (chunk, slot);
    }

    /// <summary>Number of a chunk along each axis.</summary>
    public ImmutableArray<long> PlaceOfChunk(long chunk)
    {
        var place = new long[_grid.Length];
        for (var axis = _grid.Length - 1; axis >= 0; axis--)
            (chunk, place[axis]) = Math.DivRem(chunk, _grid[axis]);
        return [.. place];
    }

    /// <summary>Frames of a chunk that lie in the scan.</summary>
    public long FramesOf(long chunk)
    {
        var frames = 1L;
        var place = PlaceOfChunk(chunk);
        for (var axis = 0; axis < _scan.Length; axis++)
            frames *= Math.Min(_chunk[axis], _scan[axis] - (place[axis] * _chunk[axis]));
        return frames;
    }
}
