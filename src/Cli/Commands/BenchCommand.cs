using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Store;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi bench</c>: how fast this machine shows a scan that it holds in memory.</summary>
internal static class BenchCommand
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.7);
    private static readonly int[] DefaultShape = [256, 256, 96, 96];

    public static Command Create(Repertoire repertoire)
    {
        var command = new Command(
            "bench", "Measures how fast this machine shows a scan from memory: virtual images, dragging a detector, frames, patterns");
        var path = new Argument<string?>("PATH") { Description = "The scan (default: random u16 values)", Arity = ArgumentArity.ZeroOrOne };
        var shape = new Option<string?>("--shape")
        {
            HelpName = "RxCxRxC",
            Description = "Scan and detector shape of the random values (default: 256x256x96x96)",
        };
        command.Add(path);
        command.Add(shape);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(path);
            if (file is { Length: 0 })
                throw new ArgumentException("PATH: the name of the file is empty.");
            if (file is not null && parsed.GetValue(shape) is not null)
                throw new ArgumentException("--shape is for random values, and PATH is a scan that has a shape: leave one of them out.");
            var noise = file is null ? Noise(parsed.GetValue(shape)) : null;
            var side = noise is null ? 0 : Math.Min(noise.Shape.Detector[0], noise.Shape.Detector[1]);
            ResidentScan scan;
            using (var bar = RunProgressBar.Start("load"))
                scan = await ResidentScan.LoadAsync(
                    () => noise ?? SourceOpener.Open(file!, new OpenOptions { Formats = repertoire.Formats }),
                    options: new()
                    {
                        MemoryBytes = MemorySize.Of(parsed),
                        Disk = noise is null ? null : new((side - 1) / 2.0, (side - 1) / 2.0, side / 9.6),
                    },
                    progress: bar,
                    cancellationToken: cancellationToken);
            using (scan)
                await MeasureAsync(scan, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task MeasureAsync(ResidentScan scan, CancellationToken cancellationToken)
    {
        var data = scan.Scan;
        if (data.Shape.Detector.Rank != 2 || data.Shape.FrameCount == 0)
            throw new ArgumentException($"{data.Info.Path}: 2D frames are needed; these are {data.Shape}.");
        var (row, column, radius) = scan.Disk is { } disk
            ? (disk.Row, disk.Column, disk.Radius)
            : (data.Shape.Detector[0] / 2.0, data.Shape.Detector[1] / 2.0, Math.Min(data.Shape.Detector[0], data.Shape.Detector[1]) / 9.6);
        Line("scan", $"{data.Shape}, {data.ElementType.Name()}");
        Line(
            "held as",
            string.Create(
                CultureInfo.InvariantCulture, $"{ResidenceArguments.NameOf(scan.Form)}, {scan.Memory.Used / 1e9:0.00} GB ({scan.Reason})"));
        Line("loaded in", Time(scan.LoadTime.Total));
        var detectors = new LiveDetectors(scan);
        var (first, second) = (detectors.Add("a"), detectors.Add("b"));
        var bright = VirtualDetector.Disk(row, column, radius);
        await first.MoveAsync(bright, cancellationToken: cancellationToken);
        Line("frame", Time(Typical(() => scan.Frame(Random.Shared.NextInt64(data.Shape.FrameCount)))));
        var line = Math.Max(Math.Min(32, data.Shape.Scan[data.Shape.Scan.Rank - 1]), 1);
        if (data.Shape.Scan.Rank == 2)
            Line(
                $"pattern of {Math.Min(line, data.Shape.Scan[0])}×{line} positions",
                Time(Typical(() => scan.PatternSumAsync(
                    ScanSelection.Rectangle(data.Shape.Scan, 0, 0, Math.Min(line, data.Shape.Scan[0]) - 1, line - 1),
                    cancellationToken).GetAwaiter().GetResult())));
        Image("bright field", bright);
        Image("annulus", VirtualDetector.Annulus(row, column, 1.4 * radius, 2.24 * radius));
        var step = 0;
        Report(
            "bright field, moved by a pixel",
            first,
            Typical(() => first.MoveAsync(
                VirtualDetector.Disk(row + (++step % 2), column, radius), cancellationToken: cancellationToken).GetAwaiter().GetResult()));
        await detectors.DisposeAsync();

        void Image(string name, VirtualDetector shape)
        {
            // Far away in between, so that nothing is left over.
            var away = VirtualDetector.Point(0, 0);
            var time = Typical(
                () => second.MoveAsync(shape, cancellationToken: cancellationToken).GetAwaiter().GetResult(),
                () => second.MoveAsync(away, cancellationToken: cancellationToken).GetAwaiter().GetResult());
            Report($"{name}, {shape.On(data.Shape.Detector).Pixels.Count} pixels", second, time);
        }

        void Report(string name, LiveDetector detector, TimeSpan time) =>
            Line(name, $"{Time(time)}  ({detector.Path.ToString().ToLowerInvariant()})");
    }

    private static TimeSpan Typical(Action work, Action? before = null)
    {
        var times = new List<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        do
        {
            before?.Invoke();
            var begin = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(begin));
        }
        while (Stopwatch.GetElapsedTime(start) < Budget);
        times.Sort();
        return times[times.Count / 2];
    }

    private static ArraySource<ushort> Noise(string? text)
    {
        var lengths = DefaultShape.Select(static length => (long)length).ToArray();
        if (text is not null && (!Extent.TryParse(text, out var extent) || (lengths = [.. extent.Lengths]) is not { Length: 4 }))
            throw new FormatException($"--shape: '{text}' is not a shape: expected RxCxRxC, as in 256x256x96x96.");
        var shape = new DataShape(new(lengths[0], lengths[1]), new(lengths[2], lengths[3]));
        if (shape.Full.Count > Array.MaxLength)
            throw new ArgumentException(
                $"--shape {text}: random values of up to {Array.MaxLength:N0} in all are made; give a file for more.");
        var values = new ushort[shape.Full.Count];
        uint state = 1;
        for (var i = 0; i < values.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            values[i] = (ushort)(state >> 17);
        }

        return new(values, shape);
    }

    private static string Time(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 0.1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.0} µs"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
    };

    private static void Line(string name, string value) => Console.Out.WriteLine($"  {name,-33} {value}");
}
