using System.Diagnostics;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Pictures;
using Ronchi.Signals.Conversion;

namespace Ronchi.Signals.Pipelines;

/// <summary>Runs a pipeline on one data set after another, and writes its outputs.</summary>
/// <remarks>
/// Results of the same frames and positions come from one pass over them; a result that another operation takes is computed before it,
/// once. What an earlier run of the same pipeline wrote of the same data stays: a run that was interrupted goes on with the first output
/// that is missing.
/// </remarks>
/// <param name="session">Opens the data, and knows the operations.</param>
/// <param name="pipeline">What is computed and written.</param>
/// <param name="folder">Folder for results; it is made where there is none.</param>
/// <param name="overwrite">Whether files of other runs are replaced; what is read never is.</param>
/// <param name="alsoRead">Files that are read beside those that the pipeline names: its own file, the other data sets. Null: none.</param>
public sealed class PipelineRun(
    Session session, Pipeline pipeline, string folder, bool overwrite = false, IReadOnlyList<string>? alsoRead = null)
{
    private const string MasterSuffix = "_master";

    private readonly IReadOnlyList<PipelineOutput> _outputs = pipeline.Outputs.Count > 0
        ? pipeline.Outputs
        : [.. pipeline.Signals.Where(static signal => signal.Call.Operation is Analysis)
            .Select(static signal => new PipelineOutput(signal.Name, $"{PipelineOutput.NameOfData}-{signal.Name}.npz"))];

    private readonly IReadOnlyList<string> _read = [.. pipeline.Files, .. alsoRead ?? []];
    private readonly Dictionary<ResultSignal, IReadOnlyDictionary<string, double>> _found = [];

    /// <summary>The name by which outputs are called: that of the file, without extension and without <c>_master</c>.</summary>
    /// <param name="path">The data.</param>
    /// <exception cref="ArgumentException">Nothing is left, or what would lead out of the folder for results.</exception>
    public static string NameOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path));
        if (name.EndsWith(MasterSuffix, StringComparison.OrdinalIgnoreCase))
            name = name[..^MasterSuffix.Length];
        return name is "" or "." or ".."
            ? throw new ArgumentException($"{path}: results cannot be called '{name}': rename the file.")
            : name;
    }

    /// <summary>Runs the pipeline on a data set.</summary>
    /// <param name="request">The data, and how they are opened in place of what the pipeline says.</param>
    /// <param name="progress">Told about every 50 ms what is computed, and how far it is. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a tile; outputs that are complete stay.</param>
    /// <exception cref="Frames.SourceException">The data cannot be read.</exception>
    /// <exception cref="ArgumentException">The pipeline does not fit the data; the message names the signal.</exception>
    /// <exception cref="RunException">An operation failed.</exception>
    /// <exception cref="IOException">A file exists that this pipeline did not write of these data, or cannot be written.</exception>
    public async Task<PipelineReport> RunAsync(
        ScanRequest request, IProgress<(string What, RunProgress How)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_outputs.Count == 0)
            throw new ArgumentException("The pipeline gives frames only, and writes none: name a file for them under \"outputs\".");
        var name = NameOf(request.Path);
        var clock = Stopwatch.StartNew();
        var notes = new List<string>();
        var scan = await session.OpenAsync(request with { Note = notes.Add }, cancellationToken).ConfigureAwait(false);
        try
        {
            var opened = pipeline with { Opening = scan.Request!.Arguments };
            var provenance = Provenance.Of(opened, scan.Info);
            Directory.CreateDirectory(folder);
            var record = new PipelineRecord(PipelineRecord.PathFor(folder, name), provenance);
            if (!overwrite)
                record.RefuseOther();
            else if (!record.IsThere)
                InputFiles.Refuse(PipelineRecord.PathFor(folder, name), scan, _read);
            var before = record.OutputsOfBefore();
            var done = _outputs.Select(output => FileOf(output, name)).Where(before.Contains).ToList();
            foreach (var output in _outputs.Where(output => !record.Knows(FileOf(output, name))))
            {
                // Complete, but not recorded: the program was killed between the two.
                var said = Provenance.Of(opened.For(output), scan.Info);
                if (WrittenOutput.FilesOf(output.PathFor(folder, name), said, session) is not { } files)
                    continue;
                done.Add(FileOf(output, name));
                record.Add(done[^1], files);
            }

            var missing = _outputs.Where(output => !done.Contains(FileOf(output, name))).ToList();
            if (missing.Count == 0)
                return new(request.Path, Paths(done), FramesOf(scan), 0, clock.Elapsed, IsKept: true) { Arrivals = scan.Arrivals };
            var signals = pipeline.On(scan);
            var results = missing.Where(output => signals[output.Signal] is ResultSignal).ToList();
            var frames = missing.Where(output => signals[output.Signal] is Scan).ToList();
            foreach (var file in missing.Select(output => FileFor(output, name).Path))
            {
                InputFiles.Refuse(file, scan, _read);
                AtomicFile.Refuse(file, overwrite);
            }

            if (missing.Any(output => signals[output.Signal] is Scan or ResultSignal { BeginsAtEnd: true }))
                await scan.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
            var passes = 0;
            var held = new List<object>();   // results that are too large to be kept
            foreach (var input in InputsOf(missing))
            {
                // With what else is asked of the same frames.
                var first = (ResultSignal)signals[input];
                var beside = results.Select(output => (ResultSignal)signals[output.Signal])
                    .Where(other => other.Parent == first.Parent && other.Region == first.Region);
                var (inputs, number) = await ComputeAsync(
                    [.. beside.Prepend(first).Distinct()], progress, notes, cancellationToken).ConfigureAwait(false);
                held.Add(inputs);
                passes += number;
            }

            foreach (var output in results)
                await CheckAsync((ResultSignal)signals[output.Signal], output, name, cancellationToken).ConfigureAwait(false);
            foreach (var group in results.GroupBy(output => (signals[output.Signal].Parent, signals[output.Signal].Region)))
            {
                var wanted = group.Select(output => (ResultSignal)signals[output.Signal]).Distinct().ToList();
                var (computed, number) = await ComputeAsync(wanted, progress, notes, cancellationToken).ConfigureAwait(false);
                passes += number;
                foreach (var output in group)
                {
                    var signal = (ResultSignal)signals[output.Signal];
                    var said = Provenance.Of(opened.For(output), scan.Info);
                    Write(signal, computed[wanted.IndexOf(signal)], output, name, said, notes);
                    done.Add(FileOf(output, name));
                    Record(record, done[^1], [output.PathFor(folder, name)], said);
                }
            }

            foreach (var output in frames)
            {
                var said = Provenance.Of(opened.For(output), scan.Info);
                var files = await ConvertAsync(
                    (Scan)signals[output.Signal], output, name, said, progress, notes, cancellationToken).ConfigureAwait(false);
                passes++;
                done.Add(FileOf(output, name));
                Record(record, done[^1], files, said);
            }

            GC.KeepAlive(held);
            return new(request.Path, Paths(done), FramesOf(scan), passes, clock.Elapsed, IsKept: false)
            {
                Arrivals = scan.Arrivals,
                Notes = notes,
            };
        }
        finally
        {
            _found.Clear();
            session.Free(scan);
        }
    }

    // Results that operations take, each behind those that it needs itself.
    private IEnumerable<string> InputsOf(IReadOnlyList<PipelineOutput> outputs)
    {
        var names = outputs.SelectMany(output => pipeline.For(output).Signals)
            .SelectMany(static signal => signal.Call.Arguments.Inputs)
            .Select(static input => PipelineJson.Split(input.Text).Name)
            .ToHashSet(StringComparer.Ordinal);
        return pipeline.Signals.Select(static signal => signal.Name).Where(names.Contains);
    }

    // Those that are there: a scan may have room for more, or was not recorded to its end.
    private static long FramesOf(Scan scan) => scan.Source.Validity.RecordedCount(scan.Shape.FrameCount);

    private static string FileOf(PipelineOutput output, string name) => output.PathFor("", name);

    private IReadOnlyList<string> Paths(IEnumerable<string> files) => [.. files.Select(file => Path.Combine(folder, file))];

    private ResultFile FileFor(PipelineOutput output, string name)
    {
        var path = output.PathFor(folder, name);
        if (Path.GetDirectoryName(path) is { Length: > 0 } inner)
            Directory.CreateDirectory(inner);
        return new(path, output.Result, overwrite);
    }

    private async Task CheckAsync(ResultSignal signal, PipelineOutput output, string name, CancellationToken cancellationToken)
    {
        try
        {
            var declared = await signal.DeclareAsync(cancellationToken).ConfigureAwait(false);
            if (signal.Parent.Info.UnknownScanShape is { } what && declared.Any(static buffer => buffer.Kind == ResultKind.Scan))
                throw new ArgumentException(what);
            FileFor(output, name).Check(declared, signal.Parent, _read);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new ArgumentException($"signal '{output.Signal}': {ErrorSentence.Of(e)}", e);
        }
    }

    // One pass for all that is not kept yet.
    private async Task<(IReadOnlyList<IReadOnlyList<ResultArray>> Results, int Passes)> ComputeAsync(
        IReadOnlyList<ResultSignal> signals, IProgress<(string What, RunProgress How)>? progress,
        List<string> notes, CancellationToken cancellationToken)
    {
        var passes = new List<SignalPass>();
        var what = string.Join(
            ", ", signals.Where(static signal => signal.Kept is null).Select(static signal => signal.Call.Operation.Name));
        var results = await SignalPass.ComputeAsync(
            signals,
            progress is null ? null : how => progress.Report((what, how)),
            partial: null,
            pass =>
            {
                passes.Add(pass);
                for (var i = 0; i < pass.Signals.Count; i++)
                    _found[pass.Signals[i]] = FoundDisk.Numbers(pass.Contexts[i].UsedDisk);
            },
            cancellationToken).ConfigureAwait(false);
        notes.AddRange(passes.SelectMany(static pass => pass.Contexts).SelectMany(static context => context.Notes).Distinct());
        return (results, passes.Count);
    }

    private void Write(
        ResultSignal signal, IReadOnlyList<ResultArray> results, PipelineOutput output, string name, string provenance, List<string> notes)
    {
        var parameters = signal.Call.Arguments.ToTexts();
        var run = new RunRecord(signal.Call.Operation.Name, signal.Parent.Info.Path)
        {
            Parameters = parameters,
            Found = _found.GetValueOrDefault(signal) ?? FoundDisk.Numbers(used: null),
            Graph = provenance,
        };
        if (FileFor(output, name).Write(results, DataDescription.Of(signal.Parent.Source), run) is { } described)
            notes.Add($"note: removed {described}, which described the file that was replaced.");
    }

    // What is not in the record stays only where the next run knows by the file itself what it holds: any other would be in its way.
    private void Record(PipelineRecord record, string output, IReadOnlyList<string> files, string provenance)
    {
        try
        {
            record.Add(output, files);
        }
        catch (IOException e)
        {
            var path = Path.Combine(folder, output);
            if (!record.Knows(output) && WrittenOutput.FilesOf(path, provenance, session) is not null)
                throw new IOException($"{e.Message} But {path} is complete: run the same again to go on.", e);
            foreach (var file in files)
                File.Delete(file);
            throw;
        }
    }

    private async Task<IReadOnlyList<string>> ConvertAsync(
        Scan frames, PipelineOutput output, string name, string provenance, IProgress<(string What, RunProgress How)>? progress,
        List<string> notes, CancellationToken cancellationToken)
    {
        var file = FileFor(output, name);
        try
        {
            var report = await ScanConversion.ConvertAsync(
                frames,
                file.Path,
                new() { Overwrite = file.Overwrite, Provenance = provenance, AlsoRead = _read },
                progress is null ? null : new DirectProgress<RunProgress>(how => progress.Report((output.Signal, how))),
                cancellationToken).ConfigureAwait(
                false);
            notes.AddRange([.. report.Notes.Select(static note => $"note: {note}"), .. ConversionLosses.Of(frames, file.Path, report)]);
            return [.. report.Files.Select(static written => written.Path)];
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"signal '{output.Signal}': {ErrorSentence.Of(e)}", e);
        }
    }
}
