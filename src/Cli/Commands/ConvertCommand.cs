using System.CommandLine;
using System.Diagnostics;
using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi convert PATH OUT</c>: any source to another kind of file, cropped, binned, or a part of the scan.</summary>
internal static class ConvertCommand
{
    public static Command Create(Repertoire repertoire)
    {
        var command = new Command("convert", "Writes a scan to another file format, with as much of its metadata as the format can hold");
        var source = new SourceArguments(repertoire);
        source.AddTo(command);
        var output = new Argument<string>("OUT") { Description = $"The file to write: {KnownSinks.Names}" };
        var roi = new Option<string?>("--roi") { HelpName = "REGION", Description = $"Scan positions to keep: {ScanRegion.Grammar}" };
        var masked = new Option<string?>("--masked")
        {
            HelpName = "zero|keep|fill=V",
            Description = "What to write for masked pixels, no-data values and positions that were not recorded (default: keep in formats "
                + "that mark them: .h5, X_master.h5; else zero)",
        };
        var force = new Option<bool>("--force") { Description = "Replace existing files" };
        var json = new Option<bool>("--json") { Description = "Print what was written, kept and dropped as JSON to stdout" };
        command.Add(output);
        foreach (var option in new Option[] { roi, masked, force, json })
            command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(output) is { Length: > 0 } given
                ? given
                : throw new ArgumentException("OUT: the name of the file is empty.");
            var values = parsed.GetValue(masked) is { } policy ? MaskedValues.Parse(policy) : null;
            await using var session = new Session(repertoire);
            var request = source.Request(parsed);
            var scan = await session.OpenAsync(request, cancellationToken);
            var region = RegionOption.Parse(parsed.GetValue(roi));
            var options = new ConversionOptions
            {
                AlsoRead = [.. InputFiles.OfRegion(region)],
                Masked = values,
                Overwrite = parsed.GetValue(force),
            };
            ScanConversion.CheckTarget(scan, path, options);
            using (GrowthNotes.Begin(scan.Source.Growth, request))
                await scan.WaitForEndAsync(cancellationToken);
            options = options with { Selection = RegionOption.Select(session, scan, region) };
            var clock = Stopwatch.StartNew();
            ConversionReport report;
            using (var bar = RunProgressBar.Start("convert"))
                report = await ScanConversion.ConvertAsync(scan, path, options, bar, cancellationToken);

            var summary = new ConvertSummary(scan, path, report, clock.Elapsed);
            summary.PrintNotes();
            if (parsed.GetValue(json))
                summary.PrintJson();
            else
                summary.PrintText();
            return 0;
        });
        return command;
    }
}
