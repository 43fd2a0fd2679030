using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Analyses.HotPixels;

/// <summary>
/// The rule of quantem.widget's loader, for comparison: pixels whose mean over a thousand random positions lies above the median of all
/// pixels by more than five standard deviations.
/// </summary>
/// <remarks>
/// The rule knows nothing of neighbours: a bright-field disk that covers a small part of the detector is taken for hot. Use
/// <see cref="HotPixelSearch"/> for anything else than comparing. Positions are drawn with a fixed seed, but not by the generator of NumPy:
/// a pixel at the very limit may differ.
/// </remarks>
public static class QuantemHotPixels
{
    private const int Positions = 1000;
    private const int Seed = 42;
    private const double Deviations = 5;

    /// <summary>Applies the rule to a scan.</summary>
    /// <param name="source">The data.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public static async Task<PixelSet> FindAsync(IFrameSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var random = new Random(Seed);
        var frames = source.Shape.FrameCount <= Positions
            ? [.. Enumerable.Range(0, (int)source.Shape.FrameCount).Select(static frame => (long)frame)]
            : Enumerable.Range(0, Positions).Select(_ => random.NextInt64(source.Shape.FrameCount)).ToArray();
        var plan = RunPlan.Create(source, [new Sum()], ScanSelection.FromIndices(source.Shape.Scan, frames), RunOptions.Present);
        var results = await new CpuExecutor().RunAsync(plan, cancellationToken: cancellationToken).ConfigureAwait(false);
        return Find(results[Sum.Result].ToDoubles());
    }

    /// <summary>Applies the rule to a pattern; its scale does not matter.</summary>
    /// <param name="pattern">Mean or sum of frames, for each pixel.</param>
    public static PixelSet Find(ReadOnlySpan<double> pattern)
    {
        var values = pattern.ToArray();
        if (values.Length == 0)
            return PixelSet.None(0);
        var sorted = values.Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        return PixelSet.From(values.Length, pixel => values[pixel] > median + (Deviations * deviation));
    }
}
