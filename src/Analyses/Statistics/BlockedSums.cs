using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Blocked;
using Ronchi.Kernels.Pixels;

namespace Ronchi.Analyses.Statistics;

/// <summary>Sum patterns of frames side by side.</summary>
internal static class BlockedSums
{
    /// <param name="tile">Some frames of a block.</param>
    /// <param name="sums">A sum for each pixel, or its lower half; added to.</param>
    /// <param name="high">Upper halves, of 64-bit integers (<see cref="SplitSum"/>). Null: sums are whole.</param>
    /// <param name="excluded">Counts values that are no measurement. Null: there are none.</param>
    public static void Add(in Tile tile, ResultBuffer sums, ResultBuffer? high, ResultBuffer? excluded)
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
            block.Type.Dispatch<AddAction, bool>(new(block, signs, sums, high));
    }

    private readonly ref struct AddAction(BlockedFrames block, ReadOnlySpan<sbyte> signs, ResultBuffer sums, ResultBuffer? high)
        : IElementTypeAction<bool>
    {
        private readonly BlockedFrames _block = block;
        private readonly ReadOnlySpan<sbyte> _signs = signs;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (high is not null)
                AddSplit<T>(sums.Span<ulong>(), high.Span<long>());
            else if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
                BlockedPattern.Add(_block.Values<T>(), _signs, sums.Span<double>());
            else if (T.IsZero(T.MinValue))
                BlockedPattern.Add(_block.Values<T>(), _signs, sums.Span<ulong>());
            else
                BlockedPattern.Add(_block.Values<T>(), _signs, sums.Span<long>());
            return true;
        }

        private void AddSplit<T>(Span<ulong> low, Span<long> upper)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = _block.Values<T>();
            for (var pixel = 0; pixel < low.Length; pixel++)
            {
                for (var frame = 0; frame < BlockedFrames.Frames; frame++)
                {
                    if (_signs[frame] != 0)
                        SplitSum.Add(values[(pixel * BlockedFrames.Frames) + frame], ref low[pixel], ref upper[pixel]);
                }
            }
        }
    }
}
