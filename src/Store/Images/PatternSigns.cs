using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Scan positions whose frames are added to a pattern (1), subtracted (−1) or left out (0), block by block.</summary>
internal sealed class PatternSigns(Extent scan, int blocks)
{
    private readonly sbyte[]?[] _signs = new sbyte[blocks][];

    /// <summary>Blocks that hold such a position.</summary>
    public IEnumerable<int> Blocks =>
        Enumerable.Range(0, blocks).Where(number => _signs[number]?.AsSpan().ContainsAnyExcept((sbyte)0) == true);

    /// <summary>Stretches of memory that are read for each pixel, for those positions.</summary>
    public int Lines =>
        _signs.Sum(static signs => signs is null
            ? 0
            : signs.Chunk(BlockLayout.Lanes).Count(static lanes => lanes.AsSpan().ContainsAnyExcept((sbyte)0)));

    /// <summary>The signs of a block's positions.</summary>
    public ReadOnlySpan<sbyte> Of(int number) => _signs[number];

    /// <summary>Adds to the signs of some positions.</summary>
    /// <exception cref="ArgumentException">They belong to another scan.</exception>
    public void Mark(ScanSelection positions, sbyte sign)
    {
        if (positions.Scan != scan)
            throw new ArgumentException($"Positions of a scan of {positions.Scan} do not fit one of {scan}.", nameof(positions));
        foreach (var run in positions.Runs)
        {
            for (long position = run.Start; position < run.End;)
            {
                var (number, first) = Math.DivRem(position, BlockLayout.Frames);
                int count = (int)Math.Min(BlockLayout.Frames - first, run.End - position);
                foreach (ref var mark in (_signs[number] ??= new sbyte[BlockLayout.Frames]).AsSpan((int)first, count))
                    mark += sign;
                position += count;
            }
        }
    }
}
