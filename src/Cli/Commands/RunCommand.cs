using System.CommandLine;
using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Cli.Scripts;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Cli.Commands;

/// <summary><c>ronchi run ANALYSIS PATH [parameters] -o OUT</c>: a subcommand for each known analysis.</summary>
internal static class RunCommand
{
    /// <param name="script">An analysis of the user's own; null: those of the repertoire.</param>
    /// <param name="repertoire">What there is.</param>
    public static Command Create(Analysis? script, Repertoire repertoire)
    {
        var command = new Command("run", "Runs an analysis on a scan, or your own UDF: ronchi run my-udf.cs PATH");
        if (script is not null)
        {
            command.Add(ForAnalysis(script, repertoire));
            return command;
        }

        foreach (var analysis in repertoire.Analyses)
            command.Add(ForAnalysis(analysis, repertoire));
        return command;
    }

    private static Command ForAnalysis(Analysis analysis, Repertoire repertoire)
    {
        var command = new Command(
            analysis.Name, repertoire.PluginOf(analysis) is { } plugin ? $"{analysis.Summary} [plug-in {plugin}]" : analysis.Summary);
        var parameters = new ParameterOptions(analysis.Schema);
        parameters.AddTo(command);
        var source = new SourceArguments(repertoire);
        source.AddTo(command);
        var roi = new Option<string?>("--roi") { HelpName = "REGION", Description = $"Scan positions to use: {ScanRegion.Grammar}" };
        var outputs = new Option<string[]>("--output", "-o")
        {
            HelpName = "FILE",
            Description = "Output file: .npy (one result), .npz (all), .png, .tif, or .csv (a curve); - writes .npy to standard output; "
                + "may be given several times",
            AllowMultipleArgumentsPerToken = false,
        };
        var result = new Option<string?>("--result")
        {
            HelpName = "NAME",
            Description = "The result to write, if there are several and the file holds one",
        };
        var force = new Option<bool>("--force") { Description = "Replace existing files" };
        var plain = new Option<bool>("--plain-picture") { Description = "Write a .png without colour bar and scale bar" };
        var json = new Option<bool>("--json") { Description = "Print a summary as JSON to stdout" };
        var show = new Option<bool>("--show")
        {
            Description = "Load the data into memory and show the results in the browser as they grow; Ctrl-C ends it",
        };
        var nan = new Option<string>("--nan")
        {
            HelpName = "keep|ignore",
            Description = "NaN and infinite values: keep them, so that results that include them are NaN, or ignore them",
            DefaultValueFactory = static _ => "keep",
        };
        var residence = new ResidenceArguments();
        residence.AddTo(command);
        var executor = new ExecutorArguments(repertoire.Executors);
        executor.AddTo(command);
        foreach (var option in new Option[] { roi, outputs, result, force, plain, json, show, nan })
            command.Add(option);
        RefuseShadowed(analysis, command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = (parsed.GetValue(outputs) ?? [])
                .Select(path => new ResultOutput(path, parsed.GetValue(result), parsed.GetValue(force), parsed.GetValue(plain))).ToList();
            ResultOutput.CheckTogether(files, parsed.GetValue(result), parsed.GetValue(plain));
            if (files.Exists(static file => file.IsStandardOutput))
            {
                if (parsed.GetValue(json) || files.Count(static file => file.IsStandardOutput) > 1)
                    throw new ArgumentException("-o - uses standard output: leave --json out, and write other results to files.");
                Console.SetOut(Console.Error);   // the summary must not be in the way
            }

            var request = source.Request(parsed);
            var ignoresNonFinite = parsed.GetValue(nan) switch
            {
                "keep" => false,
                "ignore" => true,
                var given => throw new FormatException($"--nan: '{given}' is not known: expected keep or ignore."),
            };
            var settled = request;
            var readPath = (request with { DetectorBinChosen = factor => settled = request with { DetectorBinning = factor } }).ReadPath;
            if (ignoresNonFinite)
                readPath = readPath with { Steps = readPath.Steps.Add(KnownFrameOperations.IgnoreNonFinite) };
            var arguments = parameters.Of(parsed);
            await using var session = new Session(repertoire);
            await using var page = parsed.GetValue(show) ? await ShownRun.StartAsync(request.Path, repertoire, cancellationToken) : null;
            var held = residence.Options(parsed) ?? (page is null ? null : new ResidentOptions { MemoryBytes = MemorySize.Of(parsed) });
            var resident = held is null
                ? null
                : await residence.LoadAsync(
                    session, request, readPath, page is null ? held : held with { OnStarted = page.Show }, parsed, cancellationToken);
            if (resident is not null)
                page?.Show(resident);
            var scan = resident?.Scan ?? await session.OpenAsync(request.Path, request.Options, readPath, cancellationToken);
            var script = (analysis as ScriptAnalysis)?.Path;
            var region = RegionOption.Parse(parsed.GetValue(roi));
            var graph = GraphOf(settled, ignoresNonFinite, new(analysis, arguments), region);
            List<string> read = script is null ? [.. graph.Files] : [.. graph.Files, script];
            using var notes = GrowthNotes.Begin(scan.Source.Growth, request);
            if (scan.Arrivals is { End: null } now && analysis.BeginsAtEnd(now))
            {
                foreach (var file in files)
                    file.CheckPath(scan, read);
                await scan.WaitForEndAsync(cancellationToken);
            }

            var selection = RegionOption.Select(session, scan, region) ?? ScanSelection.All(scan.Shape.Scan);
            using var sinks = new RecordedFiles();
            var context = session.ContextOf(
                scan, selection, resident?.Disk, (path, masked) => ignoresNonFinite && scan.ElementType.IsFloat()
                    ? throw new ArgumentException("Frames are written as they are stored, NaN included: leave --nan ignore out.")
                    : sinks.Begin(path, masked, scan, selection, parsed.GetValue(force), read));
            var udf = analysis.Create(context, arguments);
            var declared = UdfPlan.Declared(udf, DataDescription.Of(scan.Source, selection) with { ElementType = TypeFor(udf, scan) });
            RequireScanShape(scan, declared);
            foreach (var file in files)
                file.Check(declared, scan, read);
            if (executor.Explains(parsed))
            {
                foreach (var line in RunPlan.Create(scan.Source, [udf], selection, executor.Options(parsed)).Explain())
                    Console.Error.WriteLine($"plan: {line}");
            }

            var record = new RunRecord(analysis.Name, scan.Info.Path)
            {
                Parameters = GivenOptions.Of(parsed, outputs),
                Found = FoundDisk.Numbers(context.UsedDisk),
                Graph = Provenance.Of(graph, scan.Info, script),
            };
            var summary = new RunSummary(record, scan, selection)
            {
                Unmeasured = udf.Unmeasured,
                Resident = resident,
                Notes = context.Notes,
                IsDiskPartlyGiven = context.IsDiskPartlyGiven,
            };
            ResultSet results;
            using (var bar = RunProgressBar.Start(analysis.Name))
            {
                try
                {
                    results = page is not null
                        ? await page.RunAsync(
                            analysis.Name,
                            executor.Executor(parsed),
                            RunPlan.Create(scan.Source, [udf], selection, executor.Options(parsed)),
                            cancellationToken)
                        : await scan.RunAsync(
                            executor.Executor(parsed), [udf], selection, executor.Options(parsed), bar, cancellationToken);
                }
                catch (RunException e) when (analysis is ScriptAnalysis && e.Frames is not null)
                {
                    throw await FailedLine.FindAsync(e, (ScriptAnalysis)analysis, (context, arguments), scan.Source, selection);
                }
            }

            context.NoteEnd(scan.Source.Growth);
            summary.Ran(results);
            foreach (var report in sinks.Finish())
            {
                new ConvertSummary(scan, report.Files[0].Path, report, TimeSpan.Zero).PrintLosses();
                foreach (var (path, _) in report.Files)
                    summary.Wrote(Path.GetRelativePath(Environment.CurrentDirectory, path));
            }

            foreach (var file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Write(results, DataDescription.OfResults(scan.Source), record);
                summary.Wrote(file.IsStandardOutput ? "standard output" : file.Path);
            }

            summary.Print(parsed.GetValue(json));
            if (page is not null)
                await page.KeepAsync(cancellationToken);
            return 0;
        });
        return command;
    }

    // The parser takes the first of two options of one name, and never says that there is another.
    private static void RefuseShadowed(Analysis analysis, Command command)
    {
        List<string> taken = [
            .. command.Options.Skip(analysis.Schema.Parameters.Count)
                .Concat([MemorySize.ForAll, PluginArguments.ForAll])
                .SelectMany(static option => option.Aliases.Prepend(option.Name)),
            "--verbose",
            "--help",
            "--udf"];
        if (analysis.Schema.Parameters.FirstOrDefault(parameter => taken.Contains($"--{parameter.OptionName}")) is { } shadowed)
            throw new ScriptException(
                $"{analysis.Name}: a parameter would be --{shadowed.OptionName}, which is an option of 'ronchi "
                + "run' already: rename the parameter.");
    }

    // The same as a pipeline of one analysis.
    private static Pipeline GraphOf(ScanRequest request, bool ignoresNonFinite, OperationCall<Operation> call, ScanRegion? region)
    {
        var ignoring = KnownFrameOperations.IgnoreNonFinite;
        var analysis = new PipelineSignal(
            PipelineSignal.NameFor(call.Operation),
            ignoresNonFinite ? ignoring.Operation.Name : Pipeline.Data,
            call,
            region);
        return new()
        {
            Opening = request.Arguments,
            Signals = ignoresNonFinite
                ? [new(ignoring.Operation.Name, Pipeline.Data, new(ignoring.Operation, ignoring.Arguments)), analysis]
                : [analysis],
        };
    }

    // The type that the UDF will see.
    private static ElementType TypeFor(Udf udf, Scan scan) =>
        udf.PreferredType is { } preferred ? Promotion.Of(scan.ElementType, preferred) : scan.ElementType;

    // Results that follow the scan are pictures only when the scan's shape is known.
    private static void RequireScanShape(Scan scan, IReadOnlyList<BufferDeclaration> declared)
    {
        if (scan.Info.UnknownScanShape is { } what && declared.Any(static buffer => buffer.Kind == ResultKind.Scan))
            throw new ArgumentException($"{scan.Info.Path}: {what}");
    }
}
