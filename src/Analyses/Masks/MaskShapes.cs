using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.Masks;

/// <summary>
/// Weights over a detector of rows and columns, flat and row-major: the mask factories of LiberTEM with its membership, bit for bit.
/// </summary>
/// <remarks>Pixel centres lie at integers; d is the distance of a pixel centre from the centre (row, column), in pixels.</remarks>
public static class MaskShapes
{
    /// <summary>1 where d² ≤ r².</summary>
    public static float[] Circular(Extent detector, double row, double column, double radius) =>
        Fill(detector, row, column, (dr, dc) => (dr * dr) + (dc * dc) <= radius * radius ? 1 : 0);

    /// <summary>A disk with an edge of one pixel: clip(r∕2 + ½ − |d − r∕2|, 0, 1), and 1 at the centre.</summary>
    public static float[] CircularAntialiased(Extent detector, double row, double column, double radius) =>
        RadialBins(detector, row, column, radius, 0, 1)[0];

    /// <summary>1 where r₀ &lt; d ≤ r.</summary>
    /// <remarks>A <see cref="VirtualImaging.VirtualDetector.Annulus"/> includes d = r₀.</remarks>
    public static float[] Ring(Extent detector, double row, double column, double radius, double innerRadius) =>
        Fill(
            detector,
            row,
            column,
            (dr, dc) => (dr * dr) + (dc * dc) is var d && d <= radius * radius && d > innerRadius * innerRadius ? 1 : 0);

    /// <summary>A ring with edges of one pixel.</summary>
    public static float[] RingAntialiased(Extent detector, double row, double column, double radius, double innerRadius) =>
        RadialBins(detector, row, column, radius, innerRadius, 1)[0];

    /// <summary>
    /// 1 in a rectangle with corners at (row, column) and (row + height, column + width), both included; lengths may be negative. Empty
    /// where a length is 0.
    /// </summary>
    public static float[] Rectangular(Extent detector, double row, double column, double height, double width)
    {
        double top = Math.Min(row, row + height), left = Math.Min(column, column + width),
            bottom = Math.Max(row, row + height), right = Math.Max(column, column + width);
        return height == 0 || width == 0
            ? new float[detector.Count]
            : Fill(detector, 0, 0, (r, c) => r >= top && r <= bottom && c >= left && c <= right ? 1 : 0);
    }

    /// <summary>
    /// Rings of equal width between two radii with edges of one pixel that overlap so that their sum is 1 in between: clip(w∕2 + ½ − |d −
    /// rₖ|, 0, 1) about the middle rₖ of each; the pixel at the centre has 1 − r₀ in the first when r₀ &lt; ½.
    /// </summary>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="row">Row of the centre.</param>
    /// <param name="column">Column of the centre.</param>
    /// <param name="radius">Outer radius; null: <see cref="BoundingRadius"/>.</param>
    /// <param name="innerRadius">Inner radius.</param>
    /// <param name="count">How many; null: one a pixel.</param>
    /// <exception cref="ArgumentException">The radii are in the wrong order, or there is to be no ring.</exception>
    public static float[][] RadialBins(
        Extent detector, double row, double column, double? radius = null, double innerRadius = 0, int? count = null) =>
        Array.ConvertAll(RadialBinsInDoubles(detector, row, column, radius, innerRadius, count), Rounded);

    /// <summary>As <see cref="RadialBins"/>, in f64.</summary>
    internal static double[][] RadialBinsInDoubles(
        Extent detector, double row, double column, double? radius, double innerRadius, int? count)
    {
        var outer = radius ?? BoundingRadius(detector, row, column);
        var bins = count ?? (int)Math.Round(outer - innerRadius, MidpointRounding.ToEven);
        if (!(outer > innerRadius) || innerRadius < 0 || bins < 1)
            throw new ArgumentException($"{bins} rings do not fit between the radii {innerRadius} and {outer}.", nameof(radius));
        var width = (outer - innerRadius) / bins;
        var rings = new double[bins][];
        for (var k = 0; k < bins; k++)
        {
            var middle = innerRadius + ((k + 0.5) * width);
            rings[k] = Compute(
                detector,
                row,
                column,
                (dr, dc) => Math.Clamp((width / 2) + 0.5 - Math.Abs(Math.Sqrt((dr * dr) + (dc * dc)) - middle), 0, 1));
        }

        double centreRow = Math.Round(row, MidpointRounding.ToEven), centreColumn = Math.Round(column, MidpointRounding.ToEven);
        if (innerRadius < 0.5 && centreRow >= 0 && centreRow < detector[0] && centreColumn >= 0 && centreColumn < detector[1])
            rings[0][(int)((centreRow * detector[1]) + centreColumn)] = 1 - innerRadius;
        return rings;
    }

    /// <summary>d ∕ r inside a disk, 0 outside.</summary>
    public static float[] RadialGradient(Extent detector, double row, double column, double radius) =>
        Fill(detector, row, column, (dr, dc) =>
            (dr * dr) + (dc * dc) is var d && d <= radius * radius ? Math.Sqrt(d) / radius : 0);

    /// <summary>A disk of 1 inside a negative ring that takes off its sum: the weights add up to 0.</summary>
    public static float[] BackgroundSubtraction(Extent detector, double row, double column, double radius, double innerRadius)
    {
        var disk = Circular(detector, row, column, innerRadius);
        var ring = Ring(detector, row, column, radius, innerRadius);
        var factor = disk.Sum() / Math.Max(ring.Sum(), 1);
        for (var i = 0; i < disk.Length; i++)
            disk[i] -= ring[i] * factor;
        return disk;
    }

    /// <summary>
    /// d ∕ r inside a disk of radius r, falling to −1 over <paramref name="edge"/> pixels, −1 up to the outer radius and 0 beyond;
    /// balanced, so that the weights add up to 0.
    /// </summary>
    public static float[] RadialGradientBackgroundSubtraction(
        Extent detector, double row, double column, double radius, double outerRadius, double edge = 1)
    {
        var mask = Fill(detector, row, column, (dr, dc) =>
        {
            var d = Math.Sqrt((dr * dr) + (dc * dc));
            return d <= radius ? d / radius : d <= outerRadius ? Math.Max(-1, 1 - (2 * (d - radius) / edge)) : 0;
        });
        Balance(mask);
        return mask;
    }

    /// <summary>The row of each pixel.</summary>
    public static float[] RowGradient(Extent detector) => Fill(detector, 0, 0, static (row, _) => row);

    /// <summary>The column of each pixel.</summary>
    public static float[] ColumnGradient(Extent detector) => Fill(detector, 0, 0, static (_, column) => column);

    /// <summary>Distance and angle of each pixel from a centre, in a frame that is turned and stretched.</summary>
    /// <param name="detector">Rows and columns.</param>
    /// <param name="row">Row of the centre.</param>
    /// <param name="column">Column of the centre.</param>
    /// <param name="stretch">Ellipticity: distances along the turned row axis are divided by it.</param>
    /// <param name="angle">Angle in radians by which the frame is turned, from the column axis towards the row axis.</param>
    /// <returns>d in pixels, and φ = atan2(Δrow, Δcolumn) in radians.</returns>
    public static (float[] Distance, float[] Angle) PolarMap(
        Extent detector, double row, double column, double stretch = 1, double angle = 0)
    {
        var (sine, cosine) = Math.SinCos(angle);
        (double, double) Turned(double dr, double dc) => (((dr * cosine) - (dc * sine)) / stretch, (dr * sine) + (dc * cosine));
        return (
            Fill(detector, row, column, (dr, dc) => Turned(dr, dc) is var (y, x) ? Math.Sqrt((y * y) + (x * x)) : 0),
            Fill(detector, row, column, (dr, dc) => Turned(dr, dc) is var (y, x) ? Math.Atan2(y, x) : 0));
    }

    /// <summary>The smallest whole radius about a centre that reaches every pixel: ⌈distance of the farthest corner⌉ + 1.</summary>
    public static int BoundingRadius(Extent detector, double row, double column)
    {
        Require(detector);
        double rows = Math.Max(row, detector[0] - row), columns = Math.Max(column, detector[1] - column);
        return (int)Math.Ceiling(double.Hypot(rows, columns)) + 1;
    }

    /// <summary>Scales the negative weights so that all add up to 0.</summary>
    public static void Balance(Span<float> mask)
    {
        double positive = 0, negative = 0;
        foreach (var weight in mask)
        {
            if (weight > 0)
                positive += weight;
            else
                negative -= weight;
        }

        if (!(negative > 0))
            return;
        foreach (ref var weight in mask)
        {
            if (weight < 0)
                weight = (float)(weight * positive / negative);
        }
    }

    private static float[] Fill(Extent detector, double row, double column, Func<double, double, double> weight) =>
        Rounded(Compute(detector, row, column, weight));

    private static double[] Compute(Extent detector, double row, double column, Func<double, double, double> weight)
    {
        Require(detector);
        var mask = new double[detector.Count];
        var columns = (int)detector[1];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = weight((i / columns) - row, (i % columns) - column);
        return mask;
    }

    private static float[] Rounded(double[] mask) => Array.ConvertAll(mask, static weight => (float)weight);

    private static void Require(Extent detector)
    {
        FrameColors.RequirePlane(detector, "Rings and gratings of masks need");
    }
}
