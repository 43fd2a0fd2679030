using Ronchi.Engine;
using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Analyses.HotPixels;

/// <summary>Finds pixels that count far more than all around them: local outliers of the sum pattern.</summary>
/// <remarks>
/// A pixel is hot when it holds more than 8 times the second largest of its eight neighbours, and more than that by 8
/// standard deviations of counting. A bright-field disk or Bragg disk of three pixels or more across is never taken for
/// hot, since each of its pixels has bright neighbours, however bright it is against the rest of the detector; two hot
/// pixels beside each other are still found. A spot that lights a single pixel cannot be told from a hot one: look
/// before you fix.
/// </remarks>
public static class HotPixelSearch
{
    private const int SampledFrames = 1000;
    private const double Ratio = 8;
    private const double Deviations = 8;
    private const int FewestNeighbours = 3;

    /// <summary>Searches the sum of about a thousand frames, evenly spread over the scan.</summary>
    /// <param name="source">The data; frames of two axes and counts, other data have no hot pixels.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>The hot pixels; empty when there are none.</returns>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public static async Task<PixelSet> FindAsync(IFrameSource source, CancellationToken cancellationToken = default)
    {
        var none = PixelSet.None((int)source.Shape.FrameElements);
        if (source.Shape.Detector.Rank != 2 || !source.ElementType.IsUnsigned())
            return none;
        var plan = RunPlan.Create(source, [new Sum()], ScanSelection.Sample(source, SampledFrames), RunOptions.Present);
        var results = await new CpuExecutor().RunAsync(plan, cancellationToken: cancellationToken).ConfigureAwait(false);
        return Find(results[Sum.Result].Span<ulong>(), source.Shape.Detector, source.Validity.MaskedPixels);
    }

    /// <summary>Searches a sum pattern.</summary>
    /// <param name="sums">Counts of each pixel over some frames, row-major.</param>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="masked">Pixels that are known to be bad: neither hot nor neighbours. Null: none.</param>
    /// <exception cref="ArgumentException">The pattern does not have the shape, or the shape has not two axes.</exception>
    public static PixelSet Find<T>(ReadOnlySpan<T> sums, Extent detector, PixelSet? masked = null)
        where T : INumber<T>
    {
        if (detector.Rank != 2 || sums.Length != detector.Count)
            throw new ArgumentException($"{sums.Length} sums are not a pattern of {detector}.", nameof(sums));
        var hot = new HashSet<int>();
        int rows = (int)detector[0], columns = (int)detector[1];
        for (var pixel = 0; pixel < sums.Length; pixel++)
        {
            if (masked is not null && masked[pixel])
                continue;
            var value = double.CreateTruncating(sums[pixel]);
            // Two neighbours that are bright enough settle it.
            if (pixel > 0 && pixel + 1 < sums.Length && pixel % columns != 0 && (pixel + 1) % columns != 0 && masked is null
                && value <= Ratio * double.CreateTruncating(sums[pixel - 1]) && value <= Ratio * double.CreateTruncating(sums[pixel + 1]))
                continue;
            if (Second(sums, rows, columns, pixel, masked) is { } second && value > Ratio * second
                && value - second > Deviations * Math.Sqrt(value + second))
                hot.Add(pixel);
        }

        return PixelSet.From(sums.Length, hot.Contains);
    }

    // The second largest neighbour; null where too few are left to judge by.
    private static double? Second<T>(ReadOnlySpan<T> sums, int rows, int columns, int pixel, PixelSet? masked)
        where T : INumber<T>
    {
        var (row, column) = Math.DivRem(pixel, columns);
        double largest = double.NegativeInfinity, second = double.NegativeInfinity;
        var count = 0;
        for (var r = Math.Max(row - 1, 0); r <= Math.Min(row + 1, rows - 1); r++)
        {
            for (var c = Math.Max(column - 1, 0); c <= Math.Min(column + 1, columns - 1); c++)
            {
                var neighbour = (r * columns) + c;
                if (neighbour == pixel || (masked is not null && masked[neighbour]))
                    continue;
                count++;
                var value = double.CreateTruncating(sums[neighbour]);
                if (value > largest)
                    (largest, second) = (value, largest);
                else if (value > second)
                    second = value;
            }
        }

        return count >= FewestNeighbours ? second : null;
    }
}
