using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Dectris;

/// <summary>The axes of a scan: steps from the scan software; angles from the camera length and the size of a pixel.</summary>
internal static class DetectorAxes
{
    private const double MilliradiansPerRadian = 1000;

    /// <param name="scan">Scan axes.</param>
    /// <param name="companion">What the scan software says; null: nothing.</param>
    /// <param name="facts">What the detector says.</param>
    public static ImmutableArray<Axis> Of(Extent scan, ScanCompanion? companion, EigerFacts facts)
    {
        var step = scan.Rank == 2 ? companion?.StepNanometres : null;
        ImmutableArray<string> names = scan.Rank == 2 ? ["scan row", "scan column"] : [.. Enumerable.Repeat("scan", scan.Rank)];
        return
        [
            .. names.Select(name => step is { } nanometres ? new Axis(name, nanometres, 0, "nm") : new Axis(name)),
            Angle("detector row", "pixel_size_row", companion, facts),
            Angle("detector column", "pixel_size_column", companion, facts),
        ];
    }

    // The tangent of one pixel at the distance of the camera length: angles in electron diffraction are small.
    private static Axis Angle(string name, string pixelSize, ScanCompanion? companion, EigerFacts facts) =>
        companion?.CameraLengthMetres is { } length && Metres(facts, pixelSize) is { } pixel && pixel / length < 0.1
            ? new(name, pixel / length * MilliradiansPerRadian, 0, "mrad")
            : new(name);

    private static double? Metres(EigerFacts facts, string name) =>
        facts.All.FirstOrDefault(fact => fact.Name == name) is { Unit: null or "m" } fact
            && double.TryParse(fact.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var metres)
            && metres > 0 && double.IsFinite(metres)
            ? metres
            : null;
}
