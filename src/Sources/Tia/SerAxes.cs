using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources.Tia;

/// <summary>Axes of a SER file in usual units.</summary>
/// <remarks>
/// Elements do not say their unit: spectra are in eV; images in metres or, of diffraction, in 1/m, which differ by so many powers of ten
/// that the step tells.
/// </remarks>
internal static class SerAxes
{
    /// <summary>All axes, scan first; empty when none is calibrated.</summary>
    /// <param name="header">The series.</param>
    /// <param name="element">The first element.</param>
    /// <param name="shape">The data as they are opened.</param>
    public static ImmutableArray<Axis> Of(SerHeader header, SerElement element, DataShape shape)
    {
        var detector = element.Axes.Reverse().Select((axis, i) => DetectorAxis(axis, i, element.Axes.Length)).ToList();
        var scan = shape.Scan == header.Scan
            ? header.Dimensions.Reverse().Select((axis, i) => ScanAxis(axis, header.Dimensions.Count - i, header.Dimensions.Count))
            : Enumerable.Repeat(new Axis("scan"), shape.Scan.Rank);
        var axes = scan.Concat(detector).ToImmutableArray();
        return axes.Any(static axis => axis.IsCalibrated) ? axes : [];
    }

    private static Axis DetectorAxis(SerDimension axis, int number, int count)
    {
        var name = count == 1 ? "energy" : number == 0 ? "detector row" : "detector column";
        return count == 1 ? Calibrated(axis, name, 1, "eV")
            : Math.Abs(axis.Step) < 1 ? Calibrated(axis, name, 1e9, "nm")
            : Calibrated(axis, name, 1e-9, "1/nm");
    }

    private static Axis ScanAxis(SerDimension axis, int fromEnd, int count)
    {
        var name = (count, fromEnd) switch
        {
            (>= 2, 1) => "scan column",
            (>= 2, 2) => "scan row",
            _ => "scan",
        };
        return axis.Unit.ToLowerInvariant() switch
        {
            "meters" or "meter" or "m" => Calibrated(axis, name, 1e9, "nm"),
            "seconds" or "second" or "s" => Calibrated(axis, count == 1 ? "time" : name, 1, "s"),
            "degrees" or "degree" or "deg" => Calibrated(axis, name, 1, "deg"),
            "ev" => Calibrated(axis, name, 1, "eV"),
            _ => new(name),
        };
    }

    private static Axis Calibrated(SerDimension axis, string name, double factor, string unit)
    {
        var (scale, offset) = (axis.Step * factor, (axis.Offset - (axis.Element * axis.Step)) * factor);
        return double.IsFinite(scale) && double.IsFinite(offset) && scale != 0 ? new(name, scale, offset, unit) : new(name);
    }
}
