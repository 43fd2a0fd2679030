using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>
/// Where the intensity of each frame lies, against its mean over the scan: the centre of mass Σ p·I ∕ Σ I over the pixels p of a region, less the
/// mean of all centres, in pixels of the detector. Two images one behind the other: towards the rows, towards the columns; a frame without intensity is no number.
/// </summary>
/// <param name="Detector">The region as it is written in commands; null: the whole frame.</param>
/// <remarks>The field of differential phase contrast with a pixelated detector: Müller-Caspary et al., Ultramicroscopy 178 (2017) 62.</remarks>
public sealed record DeflectionNode(string? Detector) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var scan = cache.Scan;
        var (data, shape) = (scan.Scan, scan.Scan.Shape);
        if (shape.Detector.Rank != 2)
            throw new ArgumentException($"A centre of mass needs 2D frames; these have {shape.Detector}.");
        var region = Detector is null ? PixelSet.All((int)shape.FrameElements) : RegionOf(Detector, scan, shape.Detector).Pixels;
        var (rows, columns) = await Task.Run(() => scan.Direct?.TryMoments(region, cancellationToken), cancellationToken).ConfigureAwait(false) is { } moments
            ? (Divided(moments.Rows, moments.Totals), Divided(moments.Columns, moments.Totals))
            : await FromImagesAsync(scan, region, cancellationToken).ConfigureAwait(false);
        var values = new double[2 * rows.Length];
        Against(rows, values.AsSpan(0, rows.Length));
        Against(columns, values.AsSpan(rows.Length));
        return ResultArray.OfReals("deflection", ResultKind.Scan, Promotion.ForResults(data.ElementType), new Extent([2, .. shape.Scan.Lengths]), values);
    }

    // In other forms: three images, weighted with 1, row and column.
    private static async Task<(double[] Rows, double[] Columns)> FromImagesAsync(ResidentScan scan, PixelSet region, CancellationToken cancellationToken)
    {
        var shape = scan.Scan.Shape;
        int width = (int)shape.Detector[1], pixels = (int)shape.FrameElements;
        DetectorWeights Weighted(string name, Func<int, double> weight) =>
            VirtualDetector.FromWeights(name, [.. Enumerable.Range(0, pixels).Select(pixel => region[pixel] ? weight(pixel) : 0)], shape.Detector).On(shape.Detector);
        var images = await scan.VirtualImagesAsync(
            [Weighted("total", static _ => 1), Weighted("row", pixel => pixel / width), Weighted("column", pixel => pixel % width)],
            partial: null,
            cancellationToken).ConfigureAwait(false);
        double[][] sums = [.. images.Select(static image => image.ToDoubles())];
        return (Divided(sums[1], sums[0]), Divided(sums[2], sums[0]));
    }

    private static double[] Divided(double[] sums, double[] totals) => [.. sums.Zip(totals, static (sum, total) => total > 0 ? sum / total : double.NaN)];

    private static void Against(double[] centers, Span<double> shifts)
    {
        double sum = 0;
        long count = 0;
        foreach (double center in centers)
        {
            if (double.IsNaN(center))
                continue;
            sum += center;
            count++;
        }

        double mean = sum / Math.Max(count, 1);
        for (int i = 0; i < shifts.Length; i++)
            shifts[i] = centers[i] - mean;
    }
}
