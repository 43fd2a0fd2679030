using System.Globalization;
using Ronchi.Analyses.BrightField;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>A weight for each detector pixel: what a virtual image sums.</summary>
/// <remarks>
/// Pixel centres lie at integers. A disk holds the pixels with d² ≤ r², an annulus those with r₀² ≤ d² ≤ r₁², a
/// rectangle includes its corners. Lengths are in pixels, positions are (row, column).
/// </remarks>
public sealed class VirtualDetector
{
    private readonly Func<int, int, bool>? _contains;
    private readonly Func<int, int, bool>? _isOnInnerEdge;
    private readonly double[]? _weights;
    private readonly Extent _weightsShape;
    private readonly string _description;

    private VirtualDetector(string name, string description, Func<int, int, bool> contains, Func<int, int, bool>? isOnInnerEdge = null)
    {
        Name = name;
        _description = description;
        (_contains, _isOnInnerEdge) = (contains, isOnInnerEdge);
    }

    private VirtualDetector(string name, string description, double[] weights, Extent shape)
    {
        Name = name;
        _description = description;
        _weights = weights;
        _weightsShape = shape;
    }

    /// <summary>Name of the image that it makes.</summary>
    public string Name { get; private init; }

    // Axes of the frames on which it lies.
    private int Axes { get; init; } = 2;

    /// <summary>The same detector with another name.</summary>
    public VirtualDetector Named(string name) =>
        _contains is { } contains
            ? new(name, _description, contains, _isOnInnerEdge) { Axes = Axes }
            : new(name, _description, _weights!, _weightsShape);

    /// <summary>
    /// The same detector without pixels exactly at its inner radius, as LiberTEM has rings; detectors without one stay as they are.
    /// </summary>
    public VirtualDetector WithoutInnerEdge() =>
        _isOnInnerEdge is { } isOnEdge && _contains is { } contains
            ? new(Name, _description, (r, c) => contains(r, c) && !isOnEdge(r, c))
            : this;

    /// <summary>All pixels within <paramref name="radius"/> of a centre.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or the radius is negative.</exception>
    public static VirtualDetector Disk(double row, double column, double radius)
    {
        RequireFinite(row, column, radius);
        RequireOrder(0, radius, "A radius cannot be negative");
        return new("disk", Describe("disk", row, column, radius), (r, c) => Square(r - row) + Square(c - column) <= Square(radius));
    }

    /// <summary>All pixels whose distance from a centre lies between two radii, both included.</summary>
    /// <exception cref="ArgumentException">A value is not finite, a radius is negative, or the inner one is the larger.</exception>
    public static VirtualDetector Annulus(double row, double column, double innerRadius, double outerRadius)
    {
        RequireFinite(row, column, innerRadius, outerRadius);
        RequireOrder(0, innerRadius, "A radius cannot be negative");
        RequireOrder(innerRadius, outerRadius, "The inner radius of an annulus comes first and cannot exceed the outer");
        return new("annulus", Describe("annulus", row, column, innerRadius, outerRadius), (r, c) =>
        {
            var distance = Square(r - row) + Square(c - column);
            return distance >= Square(innerRadius) && distance <= Square(outerRadius);
        }, (r, c) => Square(r - row) + Square(c - column) == Square(innerRadius));
    }

    /// <summary>All pixels between two corners, both included.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or the corners are in the wrong order.</exception>
    public static VirtualDetector Rectangle(double row0, double column0, double row1, double column1)
    {
        RequireFinite(row0, column0, row1, column1);
        RequireOrder(row0, row1, "The first corner of a rectangle has the smaller row");
        RequireOrder(column0, column1, "The first corner of a rectangle has the smaller column");
        return new(
            "rect", Describe("rect", row0, column0, row1, column1), (r, c) => r >= row0 && r <= row1 && c >= column0 && c <= column1);
    }

    /// <summary>The part of an annulus between two directions: a segment of a segmented detector.</summary>
    /// <param name="row">Row of the centre.</param>
    /// <param name="column">Column of the centre.</param>
    /// <param name="innerRadius">Where it begins, included.</param>
    /// <param name="outerRadius">Where it ends, included.</param>
    /// <param name="from">Direction in degrees where it begins, included; 0 points along the columns, 90 along the rows.</param>
    /// <param name="to">Direction where it ends, not included, so that segments side by side share no pixel. 360 more than
    /// <paramref name="from"/>: the whole annulus.</param>
    /// <exception cref="ArgumentException">A value is not finite, or the radii make no annulus.</exception>
    public static VirtualDetector Sector(double row, double column, double innerRadius, double outerRadius, double from, double to)
    {
        RequireFinite(from, to);
        var ring = Annulus(row, column, innerRadius, outerRadius);
        double width = to - from >= 360 ? 360 : Turn(to - from);
        return new("sector", Describe("sector", row, column, innerRadius, outerRadius, from, to), (r, c) =>
            ring._contains!(r, c) && (width == 360 || Turn((Math.Atan2(r - row, c - column) * 180 / Math.PI) - from) < width),
            ring._isOnInnerEdge);
    }

    /// <summary>All pixels inside a polygon or on its border; where it crosses itself, the even-odd rule applies.</summary>
    /// <param name="corners">Rows and columns of at least three corners, in order; the last is joined with the first.</param>
    /// <exception cref="ArgumentException">A value is not finite, or there are fewer than three corners or more than 4096.</exception>
    public static VirtualDetector Polygon(IReadOnlyList<(double Row, double Column)> corners)
    {
        ArgumentNullException.ThrowIfNull(corners);
        if (corners.Count is < 3 or > 4096)
            throw new ArgumentException($"A polygon has 3 to 4096 corners; {corners.Count} were given.", nameof(corners));
        double[] numbers = [.. corners.SelectMany(static corner => new[] { corner.Row, corner.Column })];
        RequireFinite(numbers);
        (double Row, double Column)[] kept = [.. corners];
        return new("polygon", Describe("polygon", numbers), (r, c) => IsInside(kept, r, c));
    }

    /// <summary>The pixels along a straight line: one for each step of its longer side, both ends included.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or the line is longer than 100 000 pixels.</exception>
    public static VirtualDetector Line(double row0, double column0, double row1, double column1)
    {
        RequireFinite(row0, column0, row1, column1);
        double length = Math.Ceiling(Math.Max(Math.Abs(row1 - row0), Math.Abs(column1 - column0)));
        if (length > 100_000)
            throw new ArgumentException($"A line has at most 100 000 pixels; this has {length}.");
        var steps = (int)Math.Max(length, 1);
        var pixels = new HashSet<(double, double)>();
        for (var i = 0; i <= steps; i++)
            pixels.Add(
                (Math.Floor(row0 + ((row1 - row0) * i / steps) + 0.5), Math.Floor(column0 + ((column1 - column0) * i / steps) + 0.5)));
        return new("line", Describe("line", row0, column0, row1, column1), (r, c) => pixels.Contains((r, c)));
    }

    /// <summary>
    /// A segmented detector: rings of equal width between two radii, each cut into equal sectors from direction 0 on. Every pixel belongs
    /// to one segment.
    /// </summary>
    /// <param name="row">Row of the centre.</param>
    /// <param name="column">Column of the centre.</param>
    /// <param name="innerRadius">Where the innermost ring begins, included.</param>
    /// <param name="outerRadius">Where the outermost ring ends, included.</param>
    /// <param name="rings">How many rings.</param>
    /// <param name="sectors">How many sectors each has; four are the quadrants of differential phase contrast.</param>
    /// <returns>The segments, ring by ring from the inside, called <c>segment-RING-SECTOR</c> from 1.</returns>
    /// <exception cref="ArgumentException">A value is not finite, the radii make no annulus, or there are no segments or more than
    /// 64.</exception>
    public static IReadOnlyList<VirtualDetector> Segments(
        double row, double column, double innerRadius, double outerRadius, int rings, int sectors)
    {
        var whole = Annulus(row, column, innerRadius, outerRadius);
        if (rings < 1 || sectors < 1 || rings > 64 || sectors > 64 / rings)
            throw new ArgumentException($"A segmented detector has 1 to 64 segments; {rings} × {sectors} were asked for.");
        var segments = new List<VirtualDetector>();
        for (var ring = 0; ring < rings; ring++)
        {
            for (var sector = 0; sector < sectors; sector++)
            {
                var (number, part) = (ring, sector);
                segments.Add(new VirtualDetector(
                    string.Create(CultureInfo.InvariantCulture, $"segment-{ring + 1}-{sector + 1}"),
                    Describe("segments", row, column, innerRadius, outerRadius, rings, sectors),
                    (r, c) =>
                    {
                        var radius = Math.Sqrt(Square(r - row) + Square(c - column));
                        return whole._contains!(r, c)
                            && Math.Clamp(
                                (int)((radius - innerRadius) / Math.Max(outerRadius - innerRadius, double.Epsilon) * rings), 0, rings - 1)
                                == number
                            && Math.Min((int)(Turn(Math.Atan2(r - row, c - column) * 180 / Math.PI) / 360 * sectors), sectors - 1) == part;
                    }, whole._isOnInnerEdge));
            }
        }

        return segments;
    }

    /// <summary>
    /// The customary detectors about a bright-field disk of radius r: <c>bf</c> is the disk, <c>abf</c> r∕2 to r, <c>adf</c> r to 2r,
    /// <c>haadf</c> 2r to 4r.
    /// </summary>
    /// <param name="name">Which.</param>
    /// <param name="findDisk">Tells the disk; only called when the name is one of them.</param>
    /// <returns>The detector; null: no such name.</returns>
    public static VirtualDetector? Preset(string name, Func<BrightFieldDisk> findDisk)
    {
        if (CustomaryDetector.Find(name) is not { } known)
            return null;
        ArgumentNullException.ThrowIfNull(findDisk);
        return known.Inner == 0 ? Disk(findDisk(), name) : Ring(findDisk(), name, known.Inner, known.Outer);
    }

    /// <summary>All channels of a spectrum between two, both included: an energy window.</summary>
    /// <exception cref="ArgumentException">A value is not finite, or the range ends before it begins.</exception>
    public static VirtualDetector Range(double from, double to)
    {
        RequireFinite(from, to);
        RequireOrder(from, to, "A range begins before it ends");
        return new("range", Describe("range", from, to), (_, channel) => channel >= from && channel <= to) { Axes = 1 };
    }

    /// <summary>One pixel.</summary>
    public static VirtualDetector Point(int row, int column) =>
        new("point", Describe("point", row, column), (r, c) => r == row && c == column);

    /// <summary>A weight for each pixel. Weights of only 0 and 1 give an exact integer image, others a float image.</summary>
    /// <param name="name">Name of the image.</param>
    /// <param name="weights">Weights, row-major.</param>
    /// <param name="shape">Their shape: that of the detector.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or a weight is not finite.</exception>
    public static VirtualDetector FromWeights(string name, float[] weights, Extent shape) =>
        FromWeights(name, Array.ConvertAll(weights, static weight => (double)weight), shape);

    /// <inheritdoc cref="FromWeights(string, float[], Extent)"/>
    /// <remarks>Images that are f32 (see <see cref="VirtualImage"/>) take the weights as f32.</remarks>
    public static VirtualDetector FromWeights(string name, double[] weights, Extent shape)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != shape.Count)
            throw new ArgumentException($"{weights.Length} weights do not fill {shape}.", nameof(weights));
        if (Array.Exists(weights, static weight => !double.IsFinite(weight)))
            throw new ArgumentException($"Detector '{name}' has a weight that is not finite.", nameof(weights));
        return new(name, name, weights, shape);
    }

    /// <summary>Places the detector on a frame.</summary>
    /// <param name="detector">Detector axes: one of spectra; two; or three, where the detector holds for every colour.</param>
    /// <exception cref="ArgumentException">The weights have another shape, or no pixel lies in the detector.</exception>
    public DetectorWeights On(Extent detector)
    {
        if (_weights is { } weights)
        {
            return FrameColors.Spread(weights, _weightsShape, detector) is { } spread
                ? new(Name, (int)detector.Count, spread)
                : throw new ArgumentException(
                    $"Detector '{Name}' has weights for {_weightsShape} pixels, but frames have {detector}.");
        }

        var pixels = PixelsOn(detector);
        if (pixels.Count == 0)
            throw new ArgumentException(detector.Rank == 1
                ? $"Detector '{Name}' ({_description}) covers no channel of a spectrum of {detector[0]} (channels 0…{detector[0] - 1})."
                : $"Detector '{Name}' ({_description}) covers no pixel of a frame of {detector} (rows 0…{detector[0] - 1}, columns "
                    + $"0…{detector[1] - 1}).");
        return new(Name, pixels);
    }

    /// <summary>The pixels of a shape, or those with a weight other than 0; there may be none.</summary>
    /// <param name="plane">Rows and columns: of a frame, or of a scan whose positions are chosen as pixels are.</param>
    /// <exception cref="ArgumentException">The weights have another shape, or there is another number of axes.</exception>
    public PixelSet PixelsOn(Extent plane)
    {
        if (_weights is not null)
            return On(plane).Pixels;
        if (FrameColors.Plane(plane).Rank != Axes)
            throw new ArgumentException(Axes == 1
                ? $"Detector '{Name}' ({_description}) is a range of channels, and needs frames of one axis; these have {plane}."
                : $"Detector '{Name}' ({_description}) needs frames of two axes; these have {plane}: give "
                    + $"{(plane.Rank == 1 ? "range:FROM,TO, or " : "")}weights instead.");
        var (columns, colors) = ((int)plane[Axes - 1], FrameColors.Of(plane));
        return PixelSet.From(
            (int)plane.Count, value => _contains!(value / colors / columns, value / colors % columns));
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    private static bool IsInside((double Row, double Column)[] corners, int row, int column)
    {
        var isInside = false;
        var (r1, c1) = corners[^1];
        foreach (var (r0, c0) in corners)
        {
            var cross = ((column - c0) * (r1 - r0)) - ((row - r0) * (c1 - c0));
            if (cross == 0 && Math.Min(r0, r1) <= row && row <= Math.Max(r0, r1)
                && Math.Min(c0, c1) <= column && column <= Math.Max(c0, c1))
                return true;
            if (r0 > row != r1 > row && column < ((c1 - c0) * (row - r0) / (r1 - r0)) + c0)
                isInside = !isInside;
            (r1, c1) = (r0, c0);
        }

        return isInside;
    }

    // An angle from 0 to below 360.
    private static double Turn(double degrees) => ((degrees % 360) + 360) % 360;

    private static double Square(double value) => value * value;

    private static string Describe(string shape, params ReadOnlySpan<double> numbers) =>
        $"{shape}:{string.Join(",", numbers.ToArray().Select(static number => number.ToString(CultureInfo.InvariantCulture)))}";

    private static VirtualDetector Disk(BrightFieldDisk disk, string name) =>
        Disk(disk.Row, disk.Column, Math.Max(disk.Radius, 1)).Named(name);

    private static VirtualDetector Ring(BrightFieldDisk disk, string name, double inner, double outer) =>
        Annulus(disk.Row, disk.Column, inner * disk.Radius, outer * disk.Radius).Named(name);

    private static void RequireFinite(params ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (!double.IsFinite(number) || Math.Abs(number) > 1e9)
                throw new ArgumentException(
                    $"{number.ToString(CultureInfo.InvariantCulture)} is not a valid position or length: "
                    + "numbers must be finite and at most 1e9.");
        }
    }

    private static void RequireOrder(double first, double second, string rule)
    {
        if (first <= second)
            return;
        var given = second.ToString(CultureInfo.InvariantCulture);
        throw new ArgumentException(
            first == 0 ? $"{rule}: {given} was given." : $"{rule}: {first.ToString(CultureInfo.InvariantCulture)}, {given} was given.");
    }
}
