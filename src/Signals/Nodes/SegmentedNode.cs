using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals.Nodes;

/// <summary>
/// What a detector of four quadrants measures: the difference of opposite quadrants by the sum of all four. Quadrants are centred on the directions
/// of columns and rows. Two images one behind the other, towards the rows and towards the columns; without counts no number.
/// </summary>
/// <param name="Row">Row of the centre.</param>
/// <param name="Column">Column of the centre.</param>
/// <param name="InnerRadius">Where the quadrants begin.</param>
/// <param name="OuterRadius">Where they end.</param>
/// <remarks>Differential phase contrast as N. Shibata et al., Nature Physics 8 (2012) 611, have it.</remarks>
public sealed record SegmentedNode(double Row, double Column, double InnerRadius, double OuterRadius) : SignalNode
{
    /// <inheritdoc/>
    public override async Task<ResultArray> ComputeAsync(SignalCache cache, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cache);
        var scan = cache.Scan;
        var detector = scan.Scan.Shape.Detector;
        // Towards larger columns, larger rows, smaller columns, smaller rows.
        var images = await scan.VirtualImagesAsync(
            [.. Enumerable.Range(0, 4).Select(quadrant => RegionOf(FormattableString.Invariant($"q{quadrant}=sector:{Row},{Column},{InnerRadius},{OuterRadius},{(quadrant * 90) - 45},{(quadrant * 90) + 45}"), scan, detector))],
            partial: null,
            cancellationToken).ConfigureAwait(false);
        double[][] sums = [.. images.Select(static image => image.ToDoubles())];
        int length = sums[0].Length;
        var values = new double[2 * length];
        for (int i = 0; i < length; i++)
        {
            double total = sums[0][i] + sums[1][i] + sums[2][i] + sums[3][i];
            values[i] = total > 0 ? (sums[1][i] - sums[3][i]) / total : double.NaN;
            values[length + i] = total > 0 ? (sums[0][i] - sums[2][i]) / total : double.NaN;
        }

        return ResultArray.OfReals("segmented", ResultKind.Scan, Promotion.ForResults(scan.Scan.ElementType), new Extent([2, .. scan.Scan.Shape.Scan.Lengths]), values);
    }
}
