using Ronchi.Engine.Run;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary>The scan of the demo: simulated, small, with something to see in every image.</summary>
internal static class DemoScan
{
    private const string MasterName = "scan_master.h5";

    // The strain preset with a finer scan, and particles whose potential deflects the beam.
    public static SimulationSettings Settings { get; } = SimulationPresets.Named("strain") with
    {
        ScanRows = 128,
        ScanColumns = 128,
        StepNm = 1,
        Deflection = 0.9,
        ParticleThicknessNm = 20,
    };

    /// <summary>Where the scan lies in a folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, MasterName);

    /// <summary>Writes the scan and its truth.</summary>
    public static Simulation Write(string folder, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var simulation = new Simulation(Settings);
        new SimulationFiles(simulation, PathIn(folder), overwrite: true).Write(progress, cancellationToken);
        return simulation;
    }
}
