using Ronchi.Analyses.Masks;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>Four quadrants between two radii: the signal of a segmented detector for a deflection.</summary>
/// <remarks>
/// A disk of radius R that moves by d changes the difference between two halves by 4·d∕(π·R) of the whole, so that d ≈ π·R∕4 · (S₊ −
/// S₋)∕ΣS: the signal of differential phase contrast, scaled to pixels (Dekkers, de Lang, Optik 41 (1974) 452). Pixels on the line between
/// two halves belong to neither of them.
/// </remarks>
/// <param name="row">Row of the centre in pixels.</param>
/// <param name="column">Column of the centre in pixels.</param>
/// <param name="radius">Radius of the bright-field disk in pixels.</param>
/// <param name="innerRadius">Where the quadrants begin.</param>
/// <param name="outerRadius">Where they end; null: they hold everything further out.</param>
internal sealed class QuadrantDetector(double row, double column, double radius, double innerRadius, double? outerRadius)
{
    public (double Row, double Column) Center => (row, column);

    /// <summary>Whole, lower minus upper half, right minus left half.</summary>
    public MaskStack On(Extent detector) =>
        MaskStack.Of(
            () => Weights(detector, static (_, _) => 1),
            () => Weights(detector, static (dr, _) => Math.Sign(dr)),
            () => Weights(detector, static (_, dc) => Math.Sign(dc)));

    /// <summary>Positions of the disk from the sums under the three masks; NaN where these are not finite.</summary>
    public double[] Positions(ReadOnlySpan<double> sums)
    {
        var positions = new double[sums.Length / 3 * 2];
        for (var frame = 0; frame < sums.Length / 3; frame++)
        {
            var whole = sums[3 * frame];
            var scale = !double.IsFinite(whole) ? double.NaN : whole > 0 ? Math.PI * radius / 4 / whole : 0;
            positions[2 * frame] = row + (scale * sums[(3 * frame) + 1]);
            positions[(2 * frame) + 1] = column + (scale * sums[(3 * frame) + 2]);
        }

        return positions;
    }

    private float[] Weights(Extent detector, Func<double, double, int> weight)
    {
        var columns = (int)detector[1];
        var weights = new float[detector.Count];
        for (var pixel = 0; pixel < weights.Length; pixel++)
        {
            var (dr, dc) = ((pixel / columns) - row, (pixel % columns) - column);
            var distance = Math.Sqrt((dr * dr) + (dc * dc));
            if (distance >= innerRadius && distance <= (outerRadius ?? double.PositiveInfinity))
                weights[pixel] = weight(dr, dc);
        }

        return weights;
    }
}
