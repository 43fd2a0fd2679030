using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Ronchi.Analyses.Conversion;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi convert PATH OUT</c>: any source to another kind of file, cropped, binned, or a part of the scan.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var command = new Command("convert", "Writes a scan to another kind of file");
        var source = new SourceArguments();
        source.AddTo(command);
        var output = new Argument<string>("OUT") { Description = $"The file to write: {KnownSinks.Names}" };
        var roi = new Option<string?>("--roi") { HelpName = "REGION", Description = $"Scan positions to keep: {RegionText.Grammar}" };
        var force = new Option<bool>("--force") { Description = "Replace files that exist" };
        command.Add(output);
        command.Add(roi);
        command.Add(force);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = new Session();
            var scan = await session.OpenAsync(source.Path(parsed), source.Options(parsed), source.ReadPath(parsed), cancellationToken);
            var selection = parsed.GetValue(roi) is { } text ? RegionText.Parse(text, DataDescription.Of(scan.Source)) : ScanSelection.All(scan.Shape.Scan);
            var description = new SinkDescription(scan.Shape with { Scan = selection.Shape }, scan.ElementType, scan.Info, scan.Source.Validity.MaskedPixels);
            var clock = Stopwatch.StartNew();
            using var sink = KnownSinks.Create(parsed.GetValue(output)!, description, parsed.GetValue(force));
            try
            {
                using (var bar = RunProgressBar.Start("convert"))
                    await scan.RunAsync([new CopyFrames(sink, selection)], selection, bar, cancellationToken);
            }
            catch (Exception e) when ((e as IOException ?? e.InnerException as IOException) is { } inner)
            {
                throw AtomicFile.Failed(parsed.GetValue(output)!, inner);
            }

            foreach (var note in scan.Info.Notes)
                Console.Error.WriteLine($"note: {note}");
            var seconds = clock.Elapsed.TotalSeconds;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"convert: {selection.FrameCount:N0} frames of {scan.Shape.Detector} {scan.ElementType.Name()} in {seconds:0.00} s ({selection.FrameCount / seconds:N0} frames/s)"));
            Console.Out.WriteLine($"  wrote {parsed.GetValue(output)}");
            return 0;
        });
        return command;
    }
}
