using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>The axes of a plane in which shapes are drawn: the detector, or a scan.</summary>
/// <param name="Row">Axis of rows; null: nothing is known of it.</param>
/// <param name="Column">Axis of columns; lengths that have no direction, such as radii, are measured along it.</param>
/// <param name="Kilovolts">Acceleration voltage, for units that need it to be converted; null: not known.</param>
public sealed record PlaneAxes(Axis? Row, Axis? Column, double? Kilovolts = null)
{
    /// <summary>A plane of which nothing is known: numbers are pixels.</summary>
    public static PlaneAxes Pixels { get; } = new(null, null);

    /// <summary>The detector of a scan; the one axis of spectra counts as that of columns.</summary>
    public static PlaneAxes OfDetector(DataDescription data) =>
        new(data.DetectorAxis(0), data.DetectorAxis(Math.Min(data.Shape.Detector.Rank - 1, 1)), data.Kilovolts);

    /// <summary>The last two axes of a scan.</summary>
    public static PlaneAxes OfScan(DataDescription data) =>
        new(data.ScanAxis(data.Shape.Scan.Rank - 2), data.ScanAxis(data.Shape.Scan.Rank - 1), data.Kilovolts);
}
