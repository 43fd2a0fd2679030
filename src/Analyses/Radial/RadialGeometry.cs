using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Bins;

namespace Ronchi.Analyses.Radial;

/// <summary>Rings around a centre: which pixel lies in which.</summary>
/// <remarks>
/// The radius of a pixel is measured from its centre; with an ellipse of axis ratio q whose long axis lies at the angle θ, u along and v
/// across that axis, r = √(u²∕q + v²·q): circles of the corrected pattern enclose the same area as the ellipses of the recorded one. Rings
/// have equal width; each holds its inner edge, the last one both.
/// </remarks>
public sealed record RadialGeometry
{
    /// <summary>Row and column of the centre, in pixels; pixel centres lie at whole numbers.</summary>
    public required (double Row, double Column) Center { get; init; }

    /// <summary>Inner edge of the first ring, in pixels.</summary>
    public double InnerRadius { get; init; }

    /// <summary>Outer edge of the last ring, in pixels; null: at the pixel that is furthest from the centre.</summary>
    public double? OuterRadius { get; init; }

    /// <summary>Number of rings; null: one for each pixel of radius.</summary>
    public int? Bins { get; init; }

    /// <summary>Long axis over short axis of the recorded ellipses; 1: they are circles.</summary>
    public double EllipseRatio { get; init; } = 1;

    /// <summary>Direction of the long axis in degrees, clockwise on screen from the direction of columns.</summary>
    public double EllipseAngle { get; init; }

    /// <summary>Radius of a pixel.</summary>
    public double Radius(double row, double column)
    {
        var (dr, dc) = (row - Center.Row, column - Center.Column);
        if (EllipseRatio == 1)
            return Math.Sqrt((dr * dr) + (dc * dc));
        var (sin, cos) = Math.SinCos(EllipseAngle * Math.PI / 180);
        double along = (dc * cos) + (dr * sin), across = (dr * cos) - (dc * sin);
        return Math.Sqrt((along * along / EllipseRatio) + (across * across * EllipseRatio));
    }

    /// <summary>The edges of all rings, one more than there are rings.</summary>
    /// <param name="detector">Rows and columns.</param>
    /// <exception cref="ArgumentException">There would be no ring, or too many; or the detector has other axes.</exception>
    public double[] Edges(Extent detector)
    {
        FrameColors.RequirePlane(detector, "Rings need");
        if (EllipseRatio is not (>= 0.01 and <= 100) || !double.IsFinite(EllipseAngle))
            throw new ArgumentException(
                $"An ellipse with axis ratio {EllipseRatio} at {EllipseAngle}° is not possible: the ratio must lie between "
                + "0.01 and 100, and the angle be finite.");
        if (!double.IsFinite(Center.Row) || !double.IsFinite(Center.Column))
            throw new ArgumentException($"The centre must be finite, not {Center.Row},{Center.Column}.");
        var outer = OuterRadius ?? Furthest(detector);
        if (!(InnerRadius >= 0) || !(outer > InnerRadius) || !double.IsFinite(outer))
            throw new ArgumentException(
                $"No ring fits between the radii {InnerRadius} and {outer}: the inner must be at least 0 and smaller than the outer.");
        var most = Math.Max(detector.Count, 1);
        var count = Bins ?? Math.Clamp(Math.Ceiling(outer - InnerRadius), 1, most);
        if (count < 1 || count > most)
            throw new ArgumentException($"{count} rings are not possible: choose 1 to {most}, at most one per pixel.");
        return [.. Enumerable.Range(0, (int)count + 1).Select(edge => InnerRadius + (edge * (outer - InnerRadius) / count))];
    }

    /// <summary>The ring of every pixel; masked pixels and those outside lie in none.</summary>
    /// <inheritdoc cref="Edges" path="/exception"/>
    public DetectorBins RingsOn(Extent detector, PixelSet? masked)
    {
        var edges = Edges(detector);
        var width = edges[1] - edges[0];
        var columns = (int)detector[1];
        var rings = new int[detector.Count];
        for (var pixel = 0; pixel < rings.Length; pixel++)
        {
            var radius = Radius(pixel / columns, pixel % columns);
            rings[pixel] = radius >= edges[0] && radius <= edges[^1] && masked?[pixel] != true
                ? Math.Min((int)((radius - edges[0]) / width), edges.Length - 2)
                : -1;
        }

        return new(rings, edges.Length - 1);
    }

    /// <summary>The pixels that lie in any ring.</summary>
    internal static PixelSet Members(DetectorBins rings) => PixelSet.From(rings.Pixels, pixel => rings[pixel] >= 0);

    private double Furthest(Extent detector)
    {
        var furthest = 0.0;
        foreach (var row in (double[])[0, Math.Max(detector[0] - 1, 0)])
        {
            foreach (var column in (double[])[0, Math.Max(detector[1] - 1, 0)])
                furthest = Math.Max(furthest, Radius(row, column));
        }

        return Math.Max(furthest, 0.5);
    }
}
