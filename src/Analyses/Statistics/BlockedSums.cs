using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Analyses.Statistics;

/// <summary>Sum patterns of frames side by side.</summary>
internal static class BlockedSums
{
    /// <param name="tile">Some frames of a block.</param>
    /// <param name="sums">A sum for each pixel; added to.</param>
    /// <param name="excluded">Counts values that are no measurement. Null: there are none.</param>
    public static void Add(in Tile tile, ResultBuffer sums, ResultBuffer? excluded)
    {
        var block = tile.Blocked;
        Span<sbyte> signs = stackalloc sbyte[BlockedFrames.Frames];
        signs.Clear();
        signs.Slice(block.First, tile.Frames.Count).Fill(1);
        foreach (var place in block.NoData)
        {
            if (excluded is not null && signs[place % BlockedFrames.Frames] != 0)
                excluded.Span<ulong>()[0]++;
        }

        if (!block.IsEmpty)
            block.Type.Dispatch<Adding, bool>(new(block, signs, sums));
    }

    private readonly ref struct Adding(BlockedFrames block, ReadOnlySpan<sbyte> signs, ResultBuffer sums) : IElementTypeAction<bool>
    {
        private readonly BlockedFrames _block = block;
        private readonly ReadOnlySpan<sbyte> _signs = signs;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
                BlockedPattern.Add(_block.Values<T>(), _signs, sums.Span<double>());
            else if (T.IsZero(T.MinValue))
                BlockedPattern.Add(_block.Values<T>(), _signs, sums.Span<ulong>());
            else
                BlockedPattern.Add(_block.Values<T>(), _signs, sums.Span<long>());
            return true;
        }
    }
}
