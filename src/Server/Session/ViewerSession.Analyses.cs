using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <content>Analyses that run on the open scan.</content>
public sealed partial class ViewerSession
{
    private const int MostValues = 16;   // more are a picture, or a file

    private readonly SemaphoreSlim _analysing = new(1);
    private readonly IReadOnlyList<Analysis> _analyses;
    private ServerJob? _analysis;

    /// <summary>The analyses: name, sentence, version, and the schema of their parameters.</summary>
    public JsonArray Operations() => new([.. _analyses.Select(static analysis => (JsonNode)new JsonObject
    {
        ["name"] = analysis.Name,
        ["summary"] = analysis.Summary,
        ["version"] = analysis.Version,
        ["parameters"] = ParameterSchemaJson.Of(analysis.Schema),
    })]);

    /// <summary>Runs an analysis on the open scan as a job, and shows its results as they grow. A later call ends this one.</summary>
    /// <param name="call">The analysis and its parameters: <c>{"operation": NAME, "parameters": {…}}</c>.</param>
    /// <param name="region">Scan positions to use, as in <c>rect:0,0,31,31</c>; null: all.</param>
    /// <param name="cancellationToken">Cancels it; so does a browser.</param>
    /// <returns>What ran, what it found, and its results: name, kind, shape, type and unit.</returns>
    /// <exception cref="InvalidOperationException">No scan is open, or it is still being read.</exception>
    /// <exception cref="FormatException">The call makes no sense, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">The analysis cannot run on these data.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or another analysis or scan came.</exception>
    public async Task<JsonObject> AnalyseAsync(JsonElement call, string? region, CancellationToken cancellationToken = default)
    {
        // One analysis is a pipeline of one signal.
        var name = OperationCall<Analysis>.Read(call, _analyses).Operation.Name;
        var signal = JsonNode.Parse(call.GetRawText())!.AsObject();
        (signal["name"], signal["region"]) = (name, region);
        using var pipeline = JsonDocument.Parse(new JsonObject { ["pipeline"] = Pipeline.Version, ["signals"] = new JsonArray(signal) }.ToJsonString());
        return await AnalyseSignalAsync(pipeline.RootElement, name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one of the analyses of a pipeline on the open scan, on the frames that the pipeline makes for it, and shows its results as they grow. A later call ends this one.</summary>
    /// <param name="pipeline">The pipeline: what it says of opening data and of outputs is not used.</param>
    /// <param name="signal">Name of the signal whose results are wanted.</param>
    /// <param name="cancellationToken">Cancels it; so does a browser.</param>
    /// <inheritdoc cref="AnalyseAsync(JsonElement, string?, CancellationToken)" path="/exception"/>
    /// <returns>What ran, what it found, and its results: name, kind, shape, type and unit.</returns>
    public Task<JsonObject> AnalyseSignalAsync(JsonElement pipeline, string signal, CancellationToken cancellationToken = default)
    {
        var read = PipelineJson.Read(pipeline, [.. _session.FrameOperations, .. _analyses]);
        if (read.Signals.FirstOrDefault(known => known.Name == signal) is not { } wanted)
            throw new FormatException($"there is no signal '{signal}', only {string.Join(", ", read.Signals.Select(static known => known.Name))}.");
        if (wanted.Call.Operation is not Analysis)
            throw new FormatException($"'{signal}' gives frames: name a signal that gives results.");
        return AnalyseAsync(scan => (ResultSignal)read.On(scan)[signal], (string?)wanted.ToJson()["region"], cancellationToken);
    }

    private async Task<JsonObject> AnalyseAsync(Func<Scan, ResultSignal> signalOf, string? region, CancellationToken cancellationToken)
    {
        Volatile.Read(ref _analysis)?.Cancel();
        await _analysing.WaitAsync(cancellationToken).ConfigureAwait(false);
        ResidentScan? scan = null;
        try
        {
            scan = Opened().Scan;
            if (!scan.IsComplete)
                throw new InvalidOperationException("the scan is still being read: wait until all of it is there.");
            var signal = signalOf(scan.Scan);
            var pass = await SignalPass.PrepareAsync([signal], cancellationToken).ConfigureAwait(false);
            var results = await ShowRunAsync(signal.Call.Operation.Name, signal.Parent.Shape, (progress, token) => pass.RunPartsAsync(progress, token), job => Volatile.Write(ref _analysis, job), cancellationToken).ConfigureAwait(false);
            return Describe(signal, pass.Contexts[0], results, region);
        }
        finally
        {
            Volatile.Write(ref _analysis, null);
            if (scan is not null && Scan != scan)
                Results.Clear();   // another scan was opened meanwhile
            _analysing.Release();
        }
    }

    private JsonObject Describe(ResultSignal signal, OperationContext context, ResultSet results, string? region)
    {
        var json = signal.Call.ToJson();
        json["options"] = new JsonArray([.. signal.Call.Arguments.ToOptions().Select(static option => (JsonNode)option)]);
        // Of data that a program opened in its own way there is none.
        var pipeline = signal.Parent.Root.Request is null ? null : Pipeline.Of(signal).ToJson();
        json["region"] = region;
        json["pipeline"] = pipeline;
        if (context.UsedDisk is var (row, column, radius))
            json["found"] = new JsonObject { ["center_row"] = row, ["center_column"] = column, ["radius"] = radius };
        json["notes"] = new JsonArray([.. context.Notes.Select(static note => (JsonNode)note)]);
        json["results"] = new JsonArray([.. results.Where(static result => result.Use != BufferUse.Report).Select(static result => (JsonNode)new JsonObject
        {
            ["name"] = result.Name,
            ["kind"] = result.Kind.ToString().ToLowerInvariant(),
            ["shape"] = new JsonArray([.. result.Shape.Lengths.Select(static length => (JsonNode)length)]),
            ["dtype"] = result.ElementType.Name(),
            ["unit"] = result.Unit,
            ["values"] = result.Kind == ResultKind.Single && result.Values.Length <= MostValues && !result.ElementType.IsComplex() && result.ElementType is not (ElementType.Object or ElementType.Bool) ? Values(result) : null,
        })]);
        json["channels"] = Results.Describe();
        return json;
    }

    // JSON has no NaN and no infinity: null stands for them.
    private static JsonArray Values(ResultArray result) => new([.. result.ToDoubles().Select(static value => double.IsFinite(value) ? (JsonNode)value : null)]);
}
