using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Ronchi.Analyses.BrightField;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Pictures;
using Ronchi.Server;
using Ronchi.Signals;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary>
/// <c>ronchi demo</c>: simulates a small scan, computes what this program computes from it, and shows it beside the truth.
/// </summary>
internal static class DemoCommand
{
    private static SimulationSettings Settings => DemoScan.Settings;

    public static Command Create()
    {
        var command = new Command("demo", "Simulates a small scan, analyses it, and shows the results next to the truth");
        var folder = new Option<string>("--output", "-o")
        {
            HelpName = "FOLDER",
            Description = "Output folder",
            DefaultValueFactory = static _ => "ronchi-demo",
        };
        var noView = new Option<bool>("--no-view") { Description = "Stop after writing, without opening the viewer" };
        command.Add(folder);
        command.Add(noView);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(noView))
                MemorySize.Refuse(parsed, "demo --no-view");
            string master = await RunAsync(parsed.GetValue(folder)!, cancellationToken);
            if (parsed.GetValue(noView))
                Console.Out.WriteLine($"next: ./ronchi view {master}");
            else
                await ViewCommand.RunAsync(
                    new ScanRequest(master),
                    new ServerOptions { Roots = [], MemoryBytes = MemorySize.Of(parsed) },
                    opensBrowser: true,
                    cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task<string> RunAsync(string folder, CancellationToken cancellationToken)
    {
        if (folder.Length == 0)
            throw new ArgumentException("-o: the name of the folder is empty.");
        if (File.Exists(folder))
            throw new IOException($"{folder}: this is a file; give a folder.");
        var master = DemoScan.PathIn(folder);
        var clock = Stopwatch.StartNew();
        Simulation simulation;
        using (var bar = RunProgressBar.Start("simulate"))
            simulation = await Task.Run(() => DemoScan.Write(folder, bar, cancellationToken), cancellationToken);
        Step(
            clock,
            $"simulated a scan of {Settings.ScanRows} × {Settings.ScanColumns} frames of {Settings.DetectorRows} × "
            + $"{Settings.DetectorColumns} pixels: a bent crystal with particles",
            Rate(clock));
        Detail($"{master}, {Megabytes(Settings.FrameCount * Settings.DetectorRows * Settings.DetectorColumns * sizeof(ushort))}, "
            + $"{Megabytes(StoredBytes(folder))} on disk; the truth is in scan_truth.npz");

        await using var session = new Session();
        var scan = await session.OpenAsync(master, cancellationToken: cancellationToken);
        Step(clock, $"opened the file: {scan.Info.Format}, {scan.Info.Storage}, {scan.Info.Files.Length} files");
        Detail($"{scan.Source.Validity.MaskedPixels?.Count ?? 0} bad pixels are masked");

        var disk = await BrightFieldSearch.FindAsync(scan.Source, cancellationToken);
        Step(
            clock,
            string.Create(
                CultureInfo.InvariantCulture,
                $"found the bright-field disk: centre {disk.Row:0.00}, {disk.Column:0.00}, radius {disk.Radius:0.00}"));
        Detail(string.Create(
            CultureInfo.InvariantCulture, $"truth: {Settings.CentreRow:0.00}, {Settings.CentreColumn:0.00}, {Settings.DiskRadius:0.00}"));

        var detector = scan.Shape.Detector;
        var results = await scan.RunAsync(
        [
            new VirtualImage(
                VirtualDetector.Preset("bf", () => disk)!.On(detector),
                VirtualDetector.Annulus(disk.Row, disk.Column, 2 * disk.Radius, 60).Named("adf").On(detector)),
            new Sum(),
            new CenterOfMass(new() { Center = (disk.Row, disk.Column), Radius = 1.7 * disk.Radius, Regression = FieldRegression.Linear }),
        ],
        cancellationToken: cancellationToken);
        Step(clock, "bright field, dark field, sum pattern and centre of mass in one pass", Rate(clock));
        foreach (var (name, file) in (ReadOnlySpan<(string, string)>)[
            ("bf", "bf"), ("adf", "adf"), (Sum.Result, "sum"), ("field", "field")])
        {
            var array = NamedArray.Of(results[name]);
            ArrayFile.Save(Path.Combine(folder, file + ".npy"), [array], overwrite: true);
            if (name != "field")
                ArrayFile.Save(Path.Combine(folder, file + ".png"), [array], overwrite: true, PictureOptions.For(results[name].Kind));
        }

        using (var overview = new AtomicFile(Path.Combine(folder, "overview.png"), overwrite: true))
        {
            DemoFigure.Of(results, simulation, scan.Info.Axes).WritePng(overview.Stream);
            overview.Complete();
        }

        Step(clock, $"wrote bf, adf, sum and field as .npy files and pictures, and overview.png, to {folder}");
        Console.Out.WriteLine($"look at: {Path.Combine(folder, "overview.png")}");
        return master;
    }

    private static long StoredBytes(string folder) =>
        Directory.EnumerateFiles(folder, "scan*.h5").Sum(static path => new FileInfo(path).Length);

    private static string Rate(Stopwatch clock) =>
        string.Create(CultureInfo.InvariantCulture, $", {Settings.FrameCount / clock.Elapsed.TotalSeconds:N0} frames/s");

    private static void Step(Stopwatch clock, string what, string more = "")
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,6:0.00} s  {what}{more}"));
        clock.Restart();
    }

    private static void Detail(string text) => Console.Out.WriteLine($"          {text}");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
