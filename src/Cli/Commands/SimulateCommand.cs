using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi simulate PRESET OUT</c>: a scan of which everything is known, and the truth beside it.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var command = new Command("simulate", "Simulates a scan whose true values are known");
        var preset = new Argument<string>("PRESET") { Description = $"What to simulate: {string.Join(", ", SimulationPresets.Names)}" };
        var output = new Argument<string>("OUT") { Description = $"The file to write: {KnownSinks.Names}" };
        var scanShape = new Option<string?>("--scan-shape") { HelpName = "RxC", Description = "Rows and columns of the scan" };
        var frameShape = new Option<string?>("--frame-shape")
        {
            HelpName = "RxC",
            Description = "Rows and columns of a frame; the pattern scales with the shorter side",
        };
        var series = new Option<int?>("--series")
        {
            HelpName = "N",
            Description = "Number of scans of the same area, one after the other, with drift",
        };
        var dose = new Option<double?>("--dose") { HelpName = "E", Description = "Mean number of electrons per frame" };
        var seed = new Option<long?>("--seed") { HelpName = "N", Description = "Seed of the random numbers" };
        var dtype = new Option<string?>("--dtype") { HelpName = "TYPE", Description = "Type of the counts: u8, u16 or u32" };
        var force = new Option<bool>("--force") { Description = "Replace existing files" };
        command.Add(preset);
        command.Add(output);
        foreach (var option in new Option[] { scanShape, frameShape, series, dose, seed, dtype, force })
            command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            MemorySize.Refuse(parsed, "simulate");
            var path = parsed.GetValue(output) is { Length: > 0 } given
                ? given
                : throw new ArgumentException("OUT: the name of the file is empty.");
            var settings = SimulationPresets.Named(parsed.GetValue(preset)!);
            if (Shape(frameShape, parsed) is { } frame)
                settings = settings.OnDetector(frame.First, frame.Second);
            if (Shape(scanShape, parsed) is { } scan)
                settings = settings with { ScanRows = scan.First, ScanColumns = scan.Second };
            settings = settings with
            {
                SeriesLength = parsed.GetValue(series) ?? settings.SeriesLength,
                ElectronsPerFrame = parsed.GetValue(dose) ?? settings.ElectronsPerFrame,
                Seed = parsed.GetValue(seed) ?? settings.Seed,
                ElementType = Type(parsed.GetValue(dtype)) ?? settings.ElementType,
            };
            var clock = Stopwatch.StartNew();
            var files = new SimulationFiles(new Simulation(settings), path, parsed.GetValue(force));
            using (var bar = RunProgressBar.Start("simulate"))
                await Task.Run(() => files.Write(bar, cancellationToken), cancellationToken);

            var seconds = clock.Elapsed.TotalSeconds;
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"simulate: {Counted.Of(settings.FrameCount, "frame")} of {settings.DetectorRows}×{settings.DetectorColumns} "
                + $"{settings.ElementType.Name()} in {seconds:0.00} s ({settings.FrameCount / seconds:N0} frames/s)"));
            foreach (var file in files.Paths)
                Console.Out.WriteLine($"  wrote {file}");
            if (files.Paths[0].EndsWith(".raw", StringComparison.OrdinalIgnoreCase))
                Console.Out.WriteLine(
                    $"  open it with --scan-shape {string.Join('x', files.Shape.Scan.Lengths)} --frame-shape "
                    + $"{string.Join('x', files.Shape.Detector.Lengths)} --dtype {settings.ElementType.Name()}");
            return 0;
        });
        return command;
    }

    private static (int First, int Second)? Shape(Option<string?> option, ParseResult parsed) => parsed.GetValue(option) switch
    {
        null => null,
        var text when Extent.TryParse(text, out var extent) && extent.Rank == 2 && extent.Lengths.Max() <= int.MaxValue =>
            ((int)extent[0], (int)extent[1]),
        var text =>
            throw new FormatException($"{option.Name}: '{text}' is not a shape: expected RxC with whole numbers from 1, as in 256x256."),
    };

    private static ElementType? Type(string? text) => text switch
    {
        null => null,
        "u8" or "uint8" => ElementType.U8,
        "u16" or "uint16" => ElementType.U16,
        "u32" or "uint32" => ElementType.U32,
        _ => throw new FormatException($"--dtype: '{text}' is not a count type: expected u8, u16 or u32."),
    };
}
