using System.Globalization;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary>Units as a summary prints them, with the size of a pixel where the detector is calibrated.</summary>
internal static class UnitText
{
    /// <summary>What follows the numbers of a result: a blank and their unit; nothing for a number without unit.</summary>
    public static string After(ResultArray result, Scan scan) => result.Unit switch
    {
        null => "",
        ResultUnit.Pixels when Pixel(scan) is { } axis && result.ElementType.IsFloat() =>
            string.Create(CultureInfo.InvariantCulture, $" px (1 px = {axis.Scale:G6} {axis.Unit})"),
        var unit => " " + unit,
    };

    /// <summary>A disk, with as many digits as repeat it.</summary>
    public static string Disk(IReadOnlyDictionary<string, double> found, Scan scan)
    {
        var radius = found["radius"];
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"centre {found["center_row"]:0.###},{found["center_column"]:0.###} px, radius {radius:0.###} px");
        return Pixel(scan) is { } axis
            ? string.Create(CultureInfo.InvariantCulture, $"{text} ({radius * axis.Scale:G4} {axis.Unit})")
            : text;
    }

    private static Axis? Pixel(Scan scan) =>
        scan.Info.Axes.Length == scan.Shape.Full.Rank && scan.Shape.Detector.Rank > 0
            && scan.Info.Axes[^1] is { IsCalibrated: true, Values: null } axis ? axis : null;
}
