using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Decomposition;

/// <summary>
/// The first pass of every decomposition: sums of each pixel, and how many values went in. Frames that are not finite are left out.
/// </summary>
internal static class MeanFrame
{
    /// <summary>Buffers of the pass.</summary>
    public static IEnumerable<BufferDeclaration> Declare() =>
    [
        new("sums", ResultKind.Detector, ElementType.F64, Use: BufferUse.Private),
        new("counts", ResultKind.Detector, ElementType.I64, Use: BufferUse.Private),
    ];

    /// <summary>The pixels that hold a measurement; null: all.</summary>
    public static bool[]? Measured(UdfTask merged) => MeasuredPixels.Of(merged, pixel => merged["counts"].Span<long>()[pixel] > 0);

    /// <summary>Adds a tile to the first two buffers.</summary>
    public static void Add(in Tile tile, UdfTask task) => task.Data.ElementType.Dispatch<AddAction, bool>(new(tile, task));

    /// <summary>The mean of each pixel; 0 where pixels are masked or nothing was measured.</summary>
    public static double[] Of(UdfTask merged)
    {
        var sums = merged["sums"].Span<double>();
        var counts = merged["counts"].Span<long>();
        var mean = new double[sums.Length];
        for (var i = 0; i < mean.Length; i++)
            mean[i] = counts[i] > 0 && merged.Data.Validity.MaskedPixels?[i] != true ? sums[i] / counts[i] : 0;
        return mean;
    }

    private readonly ref struct AddAction(Tile tile, UdfTask task) : IElementTypeAction<bool>
    {
        private readonly Tile _tile = tile;

        public bool Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var sums = task["sums"].Span<double>();
            var counts = task["counts"].Span<long>();
            var hasNoData = task.Data.Validity.MaximumIsNoData;
            for (var frame = 0; frame < _tile.Frames.Count; frame++)
            {
                var pixels = _tile.Frame<T>(frame);
                if (!FiniteFrames.IsFinite(pixels, task.Data.Validity.MaskedPixels))
                {
                    task[FiniteFrames.LeftOutResult].Span<ulong>()[0]++;
                    continue;
                }

                for (var i = 0; i < sums.Length; i++)
                {
                    if (hasNoData && pixels[i] == T.MaxValue)
                        continue;
                    sums[i] += double.CreateTruncating(pixels[i]);
                    counts[i]++;
                }
            }

            return true;
        }
    }
}
