using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary>What a simulated file says about its experiment: calibrated axes and the facts that instruments write.</summary>
internal static class SimulationInfo
{
    /// <summary>Describes a file.</summary>
    /// <param name="simulation">The experiment.</param>
    /// <param name="scanAxes">2, or 3 with the series.</param>
    public static SourceInfo Of(Simulation simulation, int scanAxes)
    {
        var s = simulation.Settings;
        Axis[] axes =
        [
            new("scan row", s.StepNm, Unit: "nm"),
            new("scan column", s.StepNm, Unit: "nm"),
            new("detector row", s.MradPerPixel, -s.CentreRow * s.MradPerPixel, "mrad"),
            new("detector column", s.MradPerPixel, -s.CentreColumn * s.MradPerPixel, "mrad"),
        ];
        return new SourceInfo("simulation", "simulation")
        {
            Axes = scanAxes == 3 ? [new Axis("time", s.FrameTimeSeconds * s.ScanRows * s.ScanColumns, Unit: "s"), .. axes] : [.. axes],
            Facts =
            [
                new("detector_name", "Ronchi simulator"),
                new("incident_energy", (s.VoltageKv * 1000).ToString(CultureInfo.InvariantCulture), "eV"),
                new("count_time", s.FrameTimeSeconds.ToString(CultureInfo.InvariantCulture), "s"),
                new("frame_time", s.FrameTimeSeconds.ToString(CultureInfo.InvariantCulture), "s"),
            ],
        };
    }
}
