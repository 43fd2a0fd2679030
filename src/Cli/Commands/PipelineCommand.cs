using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;
using Ronchi.Sources;
using Ronchi.Sources.Series;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi run PIPELINE.json PATH…</c>: several operations in one go, on each of many data sets.</summary>
internal static class PipelineCommand
{
    private const string PathName = "path";
    private const int Failed = 1, Usage = 2, Cancelled = 130;

    /// <summary>Whether a command line asks for a pipeline.</summary>
    public static bool Is(string[] arguments) =>
        arguments is ["run", var path, ..] && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The command line with the pipeline under the name of its command.</summary>
    public static string[] Arguments(string[] arguments) => ["run", NameOf(arguments[1]), .. arguments[2..]];

    /// <summary>The command of a pipeline, under <c>run</c>.</summary>
    /// <param name="file">The pipeline.</param>
    /// <param name="repertoire">The operations and formats that there are.</param>
    public static Command Create(string file, Repertoire repertoire)
    {
        var run = new Command("run", "Runs a pipeline");
        var command = new Command(NameOf(file), $"Runs the pipeline {file} on each data set");
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Data files; a folder or a quoted pattern stands for all the data in it, each by itself",
            Arity = ArgumentArity.OneOrMore,
        };
        var options = new ParameterOptions(repertoire.Opening, leftOut: PathName);
        var folder = new Option<string>("--output", "-o")
        {
            HelpName = "FOLDER",
            Description = "Folder for results",
            DefaultValueFactory = static _ => ".",
        };
        var force = new Option<bool>("--force") { Description = "Replace files that were written otherwise, or of other data" };
        var json = new Option<bool>("--json") { Description = "Print a summary as JSON to stdout" };
        command.Add(paths);
        options.AddTo(command);
        foreach (var option in new Option[] { folder, force, json })
            command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            RefuseOptions(file, parsed.GetValue(paths) ?? []);
            RefuseFolder(parsed.GetValue(folder)!);
            await using var session = new Session(repertoire);
            var pipeline = PipelineJson.ReadFile(file, [.. session.FrameOperations, .. session.Analyses], repertoire.Opening);
            var files = Data(parsed.GetValue(paths) ?? [], repertoire.Formats);
            var pipelineRun = new PipelineRun(session, pipeline, parsed.GetValue(folder)!, parsed.GetValue(force), [file, .. files]);
            var reports = new List<(string Path, PipelineReport? Report, Exception? Error)>();
            foreach (var path in files)
            {
                var opening = options.Of(parsed).OrElse(pipeline.Opening);
                var request = repertoire.RequestOf(opening.With(PathName, path)) with { MemoryBytes = MemorySize.Of(parsed) };
                if (request.OfFormats.OfType<SeriesOptions>().Any())
                    throw new ArgumentException(
                        "--series-values is for a series that is opened as one data set; a pipeline takes each file of PATH by "
                        + "itself: leave the option out.");
                try
                {
                    reports.Add(await OneAsync(pipelineRun, request, parsed.GetValue(json), cancellationToken));
                }
                catch (OperationCanceledException)
                {
                    Console.Error.WriteLine("ronchi: cancelled; files that are complete stay: run the same again to go on.");
                    return Cancelled;
                }
            }

            if (parsed.GetValue(json))
                Print(reports);
            var failed = reports.Count(static one => one.Error is not null);
            if (failed > 0 && reports.Count > 1)
                Console.Error.WriteLine($"ronchi: {failed} of {reports.Count} data sets failed.");
            // What was asked for wrongly of all that failed is wrong in the question, as on a command line.
            return failed == 0 ? 0 : reports.Exists(static one => one.Error is not (null or ArgumentException or FormatException))
                ? Failed
                : Usage;
        });
        run.Add(command);
        return run;
    }

    private static string NameOf(string path) =>
        string.Concat(Path.GetFileName(path).Select(static letter => char.IsWhiteSpace(letter) ? '-' : letter));

    // The parser takes what it does not know for one more data file.
    private static void RefuseOptions(string file, string[] paths)
    {
        if (Array.Find(paths, static path => path.StartsWith('-') && path.Length > 1 && !Path.Exists(path)) is { } option)
            throw new ArgumentException($"'ronchi run {file}' has no option {option}; see 'ronchi run {file} --help'.");
    }

    private static void RefuseFolder(string folder)
    {
        if (folder.Length == 0)
            throw new ArgumentException("-o: the name of the folder is empty.");
        if (File.Exists(folder))
            throw new IOException($"{folder}: this is a file; give a folder.");
    }

    // A folder is not a series here: each of its data sets is done by itself.
    private static List<string> Data(string[] paths, IReadOnlyList<SourceFormat> formats)
    {
        if (paths.Any(static path => path.Length == 0))
            throw new ArgumentException("PATH: the name of the file is empty.");
        List<string> files = [.. paths.SelectMany(path => SeriesFiles.Is(path) ? SeriesFiles.Find(path, formats) : [path])];
        if (files.GroupBy(PipelineRun.NameOf, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } same)
            throw new ArgumentException(
                $"{string.Join(" and ", same.Take(2))} would both write results called '{same.Key}': run them one after "
                + "another, with -o and a folder for each.");
        return files;
    }

    private static async Task<(string Path, PipelineReport? Report, Exception? Error)> OneAsync(
        PipelineRun run, ScanRequest request, bool isQuiet, CancellationToken cancellationToken)
    {
        var name = PipelineRun.NameOf(request.Path);
        try
        {
            PipelineReport report;
            using (var bar = RunProgressBar.Start(name))
                report = await run.RunAsync(
                    request,
                    bar is null
                        ? null
                        : new DirectProgress<(string What, RunProgress How)>(now => bar.Report($"{name}: {now.What}", now.How)),
                    cancellationToken);
            foreach (var note in report.Notes)
                Console.Error.WriteLine($"{name}: {note}");
            if (!isQuiet)
            {
                Console.Out.WriteLine($"{name}: {Line(report)}");
                if (GrowthSummary.Line(report.Arrivals) is { } lost)
                    Console.Out.WriteLine($"{name}: {lost}");
            }

            return (request.Path, report, null);
        }
        catch (Exception e) when (e is ArgumentException or FormatException
            or SourceException or RunException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"ronchi: {name}: {ErrorSentence.Of(e)}");
            return (request.Path, null, e);
        }
    }

    private static string Line(PipelineReport report)
    {
        var files = string.Join(", ", report.Files);
        return report.IsKept
            ? $"kept from before: {files}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Counted.Of(report.Frames, "frame")}, {(report.Passes == 1 ? "one pass" : $"{report.Passes} passes")}, "
                + $"{report.Elapsed.TotalSeconds:0.0} s; wrote {files}");
    }

    private static void Print(List<(string Path, PipelineReport? Report, Exception? Error)> reports)
    {
        using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), CommandJson.Options);
        writer.WriteStartArray();
        foreach (var (path, report, error) in reports)
        {
            writer.WriteStartObject();
            writer.WriteString("path", path);
            writer.WriteString("state", error is not null ? "failed" : report!.IsKept ? "kept" : "done");
            if (error is not null)
                writer.WriteString("error", ErrorSentence.Of(error));
            if (report is not null)
            {
                writer.WriteNumber("frames", report.Frames);
                GrowthSummary.Write(writer, report.Arrivals);
                writer.WriteNumber("passes", report.Passes);
                writer.WriteNumber("seconds", report.Elapsed.TotalSeconds);
                writer.WriteStartArray("files");
                foreach (var file in report.Files)
                    writer.WriteStringValue(file);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        Console.Out.WriteLine();
    }
}
