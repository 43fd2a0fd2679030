using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Gatan;

/// <summary>The calibration of an image: coordinate = (index − Origin) × Scale, along each axis and of the values.</summary>
internal static class DmCalibration
{
    /// <summary>Unit of an axis, the fastest one being 0; null: it has none.</summary>
    public static string? UnitOf(DmImage image, int axis) => LengthUnit.Normal(Dimension(image, axis)?.Text("Units"));

    /// <summary>The axes of the data as they are opened; empty when none is calibrated.</summary>
    /// <param name="image">The image.</param>
    /// <param name="order">Which axes are the detector's.</param>
    /// <param name="isScanStored">Whether the scan is opened in the shape that is stored.</param>
    /// <param name="scanRank">Axes of the scan as it is opened.</param>
    public static ImmutableArray<Axis> AxesOf(DmImage image, DmOrder order, bool isScanStored, int scanRank)
    {
        var rank = image.Lengths.Rank;
        var stored = Enumerable.Range(0, rank).Select(axis => AxisOf(image, axis)).ToList();
        if (!stored.Exists(static axis => axis.IsCalibrated))
            return [];
        // Fastest first: the detector's, then the scan's, or the other way about.
        var first = order.IsPixelMajor ? rank - order.DetectorAxes : 0;
        var detector = stored.Skip(first).Take(order.DetectorAxes).Reverse().ToList();
        var scan = stored.Where((_, axis) => axis < first || axis >= first + order.DetectorAxes).Reverse().ToList();
        if (!isScanStored)
            scan = [.. Enumerable.Repeat(new Axis(""), scanRank)];
        return
        [
            .. scan.Select((axis, i) => axis with { Name = ScanName(scan.Count - i, scan.Count, axis.Unit) }),
            .. detector.Select((axis, i) => axis with { Name = DetectorName(i, order.DetectorAxes, axis.Unit) }),
            .. image.Pixels.Colors > 0 ? [new Axis("color")] : (Axis[])[],
        ];
    }

    /// <summary>Unit of the values, where they are stored in it; else what makes values of a unit of them.</summary>
    public static (string? Unit, IReadOnlyList<Fact> Facts) ValuesOf(DmImage image)
    {
        var brightness = image.Tags.Group("ImageData", "Calibrations", "Brightness");
        var unit = LengthUnit.Normal(brightness.Text("Units"));
        var (scale, origin) = (brightness.Number("Scale") ?? 1, brightness.Number("Origin") ?? 0);
        return (scale, origin) is (1, 0) or (0, _)
            ? (unit, [])
            : (null, [DmFacts.Number("value_scale", scale, unit), DmFacts.Number("value_origin", origin, null)]);
    }

    private static DmGroup? Dimension(DmImage image, int axis)
    {
        var axes = image.Tags.Group("ImageData", "Calibrations", "Dimension").Members;
        return axis < axes.Count ? axes[axis].Tag as DmGroup : null;
    }

    private static Axis AxisOf(DmImage image, int axis)
    {
        if (Dimension(image, axis) is not { } group || UnitOf(image, axis) is not { } unit
            || group.Number("Scale") is not ({ } scale and not 0))
            return new("");
        var offset = -(group.Number("Origin") ?? 0) * scale;
        return double.IsFinite(offset) ? new("", scale, offset == 0 ? 0 : offset, unit) : new("");
    }

    private static string ScanName(int fromEnd, int count, string unit) => (count, fromEnd) switch
    {
        (>= 2, 1) => "scan column",
        (>= 2, 2) => "scan row",
        _ => unit is "s" or "ms" or "µs" ? "time" : "scan",
    };

    private static string DetectorName(int axis, int count, string unit) => (count, axis) switch
    {
        (2, 0) => "detector row",
        (2, 1) => "detector column",
        _ => unit is "eV" or "keV" ? "energy" : "channel",
    };
}
