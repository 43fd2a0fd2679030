using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Dectris;

/// <summary>The axes of a scan: steps from the scan software or the microscope; angles from the latter, or from the camera length and the
/// size of a pixel.</summary>
internal static class DetectorAxes
{
    private const double MilliradiansPerRadian = 1000;

    /// <param name="scan">Scan axes.</param>
    /// <param name="companion">What the scan software says; null: nothing.</param>
    /// <param name="microscope">What the microscope was set to; null: not known.</param>
    /// <param name="facts">What the detector says.</param>
    public static ImmutableArray<Axis> Of(Extent scan, ScanCompanion? companion, MicroscopeCompanion? microscope, EigerFacts facts)
    {
        (double Row, double Column)? steps = scan.Rank == 2 && companion?.StepNanometres is { } step ? (step, step)
            : microscope?.Shape == scan ? microscope.Steps : null;
        var length = companion?.CameraLengthMetres ?? microscope?.CameraLengthMetres;
        return
        [
            .. Enumerable.Range(0, scan.Rank).Select(i => (scan.Rank - i, scan.Rank) switch
            {
                (1, >= 2) => Told("scan column", steps?.Column, "nm"),
                (2, _) => Told("scan row", steps?.Row, "nm"),
                _ => new("scan"),
            }),
            Told("detector row", microscope?.Angles?.Row ?? Angle("pixel_size_row", length, facts), "mrad"),
            Told("detector column", microscope?.Angles?.Column ?? Angle("pixel_size_column", length, facts), "mrad"),
        ];
    }

    private static Axis Told(string name, double? step, string unit) =>
        step is { } known ? new(name, known, 0, unit) { Origin = CalibrationOrigin.Companion } : new(name);

    // The tangent of one pixel at the distance of the camera length: angles in electron diffraction are small.
    private static double? Angle(string pixelSize, double? cameraLength, EigerFacts facts) =>
        cameraLength is { } length && Metres(facts, pixelSize) is { } pixel && pixel / length < 0.1
            ? pixel / length * MilliradiansPerRadian
            : null;

    private static double? Metres(EigerFacts facts, string name) =>
        facts.All.FirstOrDefault(fact => fact.Name == name) is { Unit: null or "m" } fact
            && double.TryParse(fact.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var metres)
            && metres > 0 && double.IsFinite(metres)
            ? metres
            : null;
}
