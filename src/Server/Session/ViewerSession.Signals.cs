using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <content>What people make of the open scans.</content>
public sealed partial class ViewerSession
{
    private readonly SemaphoreSlim _computing = new(1);   // a pass takes all cores: one after the other

    /// <summary>Puts other signals in place of those of a scan; what stays the same keeps its results.</summary>
    /// <param name="signals">The signals, as in a pipeline.</param>
    /// <param name="scan">Which scan; null: the one that is looked at.</param>
    /// <param name="keepsUnread">Whether signals that cannot be read are kept as they are, as those of a stored list; else only what was
    /// kept before.</param>
    /// <exception cref="FormatException">A signal makes no sense, and is not kept; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="ArgumentException">There is no such scan.</exception>
    public void SetSignals(JsonElement signals, string? scan = null, bool keepsUnread = false)
    {
        var open = Opened(scan);
        var before = open.Tree.All;
        open.Tree.Replace(signals, keepsUnread);
        foreach (var gone in before.Except(open.Tree.All))
            gone.Job?.Cancel();
        Announce();
        Describe(open);
    }

    /// <summary>
    /// Runs an analysis on a scan as a job, and adds its results to the signals of the scan; the same results are not computed twice.
    /// </summary>
    /// <param name="call">The analysis and its parameters: <c>{"operation": NAME, "parameters": {…}}</c>.</param>
    /// <param name="region">Scan positions to use, as in <c>rect:0,0,31,31</c>; null: all.</param>
    /// <param name="of">Name of the frames; null: those of the data.</param>
    /// <param name="scan">Which scan; null: the one that is looked at.</param>
    /// <param name="cancellationToken">Cancels it; so does a browser.</param>
    /// <returns>What ran, what it found, and its results: name, kind, shape, type and unit.</returns>
    /// <exception cref="InvalidOperationException">No scan is open.</exception>
    /// <exception cref="FormatException">The call makes no sense, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">The analysis cannot run on these data.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the scan was closed.</exception>
    public async Task<JsonObject> AnalyseAsync(
        JsonElement call, string? region, string? of = null, string? scan = null, CancellationToken cancellationToken = default)
    {
        var open = Opened(scan);
        var operation = OperationCall<Operation>.Read(call, _operations).Operation;
        _ = open.Tree.Frames(of ?? Pipeline.Data);
        var signals = open.Tree.ToPipeline();
        var (usual, name) = (PipelineSignal.NameFor(operation), PipelineSignal.NameFor(operation));
        for (var number = 2; open.Tree.All.Any(other => other.Name == name); number++)
            name = $"{usual}-{number}";
        var signal = JsonNode.Parse(call.GetRawText())!.AsObject();
        (signal["name"], signal["of"], signal["region"]) = (name, of ?? Pipeline.Data, region);
        signals.Add(signal);
        using var pipeline = JsonDocument.Parse(new JsonObject { ["pipeline"] = Pipeline.Version, ["signals"] = signals }.ToJsonString());
        return await AnalyseSignalAsync(pipeline.RootElement, name, open.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds the signals of a pipeline to those of a scan, and computes one of them.</summary>
    /// <param name="pipeline">The pipeline: what it says of opening data and of outputs is not used.</param>
    /// <param name="signal">Name of the signal whose results are wanted.</param>
    /// <param name="scan">Which scan; null: the one that is looked at.</param>
    /// <param name="cancellationToken">Cancels it; so does a browser.</param>
    /// <inheritdoc cref="AnalyseAsync" path="/exception"/>
    /// <returns>What ran, what it found, and its results: name, kind, shape, type and unit.</returns>
    public async Task<JsonObject> AnalyseSignalAsync(
        JsonElement pipeline, string signal, string? scan = null, CancellationToken cancellationToken = default)
    {
        var open = Opened(scan);
        var read = PipelineJson.Read(pipeline, _operations, Requests.Schema);
        if (read.Signals.FirstOrDefault(known => known.Name == signal) is not { } wanted)
            throw new FormatException(
                $"there is no signal '{signal}', only {string.Join(", ", read.Signals.Select(static known => known.Name))}.");
        if (wanted.Call.Operation is not Analysis)
            throw new FormatException($"'{signal}' gives frames: name a signal that gives results.");
        var added = open.Tree.Add(read, signal);
        var work = Compute(open, added);
        Describe(open);
        using var giveUp = cancellationToken.Register(() => added.Job?.Cancel());
        await work.ConfigureAwait(false);
        return Told(open, added);
    }

    /// <summary>Runs an analysis as a job and shows its results as they grow, beside the signals of the scan that is looked at.</summary>
    /// <param name="title">What it is called.</param>
    /// <param name="shape">Axes of the data.</param>
    /// <param name="run">Gives the results so far, again and again, and tells how far it is.</param>
    /// <param name="cancellationToken">Cancels it; so does a browser.</param>
    /// <returns>The results.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ResultSet> ShowRunAsync(
        string title, DataShape shape, Func<IProgress<RunProgress>, CancellationToken, IAsyncEnumerable<ResultSet>> run,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var signal = Opened().Tree.AddRun(title, shape);
        ResultSet? last = null;
        try
        {
            await RunAsync(signal, async (progress, token) =>
            {
                await foreach (var results in run(progress, token).ConfigureAwait(false))
                {
                    last = results;
                    if (signal.Take([.. results]))
                        Announce();
                }

                if (last is null)
                    throw new InvalidOperationException("The run gave no results.");
                signal.Finish([.. last]);
            }, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Announce();
        }

        return last!;
    }

    /// <summary>Computes a signal, if it is not computed already.</summary>
    /// <returns>The work; it ends with what went wrong.</returns>
    /// <exception cref="ArgumentException">The signal gives frames, or a program makes it.</exception>
    internal Task Compute(OpenScan open, TreeSignal signal)
    {
        if (signal.Results is not { } results)
            throw new ArgumentException(
                signal switch
                {
                    { Stored: not null } => $"'{signal.Name}': {signal.Error}",
                    { Signal: null } => $"'{signal.Name}' is made by a program: run that again.",
                    _ => $"'{signal.Name}' gives frames, which are made when somebody looks at them.",
                });
        lock (signal)
        {
            if (signal.Work is { IsCompleted: false } running)
                return running;
            if (results.Kept is { } kept)
            {
                signal.Finish(kept);
                Announce();   // the same was computed for something else since it was last said how far it is
                return Task.CompletedTask;
            }

            signal.Begin();
            return signal.Work = Task.Run(WorkAsync);
        }

        async Task WorkAsync()
        {
            Announce();
            try
            {
                await RunAsync(signal, async (progress, token) =>
                {
                    await open.Scan.Loaded.WaitAsync(token).ConfigureAwait(false);   // what follows from a part is not kept
                    // What follows data that are still arriving mostly waits, beside others.
                    var waits = open.Scan.Scan.Source.Growth is { Now.End: null };
                    if (!waits)
                        await _computing.WaitAsync(token).ConfigureAwait(false);
                    try
                    {
                        var partial = new DirectProgress<IReadOnlyList<ResultArray>>(part =>
                        {
                            if (signal.Take(part))
                                Announce();
                        });
                        signal.Finish(
                            await results.ComputeAsync(progress, partial, context => signal.Context = context, token).ConfigureAwait(
                                false));
                    }
                    finally
                    {
                        if (!waits)
                            _computing.Release();
                    }
                }, _ending.Token).ConfigureAwait(false);
            }
            finally
            {
                Announce();
            }
        }
    }

    /// <summary>Values of a signal: those that are there, or the first ones when it begins to be computed now.</summary>
    /// <returns>The values, and whether they are all.</returns>
    /// <exception cref="ArgumentException">The signal gives frames.</exception>
    /// <exception cref="InvalidOperationException">It could not be computed.</exception>
    internal async Task<(IReadOnlyList<ResultArray> Results, bool IsComplete)> ResultsAsync(
        OpenScan open, TreeSignal signal, CancellationToken cancellationToken)
    {
        if (signal.State == SignalState.Failed)
            throw new InvalidOperationException(signal.Error);
        if (signal.Newest is null)
        {
            var work = signal.Said is null ? Task.CompletedTask : Compute(open, signal);
            await Task.WhenAny(signal.Something.WaitAsync(cancellationToken), work.WaitAsync(cancellationToken)).Unwrap().ConfigureAwait(
                false);
        }

        return (
            signal.Newest ?? throw new InvalidOperationException(signal.Error ?? $"'{signal.Name}' has no values yet."),
            signal.State == SignalState.Kept);
    }

    private async Task RunAsync(
        TreeSignal signal, Func<IProgress<RunProgress>, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        signal.Begin();
        try
        {
            await Jobs.RunAsync(signal.Name, job =>
            {
                signal.Job = job;
                var tell = Jobs.Teller(job);
                return work(new DirectProgress<RunProgress>(now =>
                {
                    signal.Part = now.TotalFrames > 0 ? (double)now.Frames / now.TotalFrames : null;
                    tell(signal.Part, Pace(now));
                }), job.Token);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            signal.GiveUp();
            throw;
        }
        catch (Exception e)
        {
            signal.Fail(ErrorSentence.Of(e));
            throw;
        }
        finally
        {
            signal.Job = null;
        }
    }

    // What was made of the file before is made of what it is now, as far as it can be.
    private void Regrow(OpenScan open, JsonArray? signals)
    {
        if (signals is not { Count: > 0 })
            return;
        using var list = JsonDocument.Parse(signals.ToJsonString());
        open.Tree.Replace(list.RootElement, keepsUnread: true);
        Describe(open);
        TakeFiles(open);
    }

    // What signals are is found out beside; frames may have to be searched for a disk.
    private void Describe(OpenScan open) => _ = Task.Run(async () =>
    {
        foreach (var signal in open.Tree.All)
        {
            if (await signal.DescribeAsync(_ending.Token).ConfigureAwait(false))
                Announce();
        }
    });
}
