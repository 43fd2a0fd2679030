using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <summary>
/// The signals that people have made of a scan, by name, each behind those that it needs: a pipeline that is edited while it is looked at.
/// </summary>
internal sealed class SignalTree(Scan root, IReadOnlyList<Operation> known)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string? Operation, string? Version)> _unread = [];   // what was kept once may be taken again
    private List<TreeSignal> _signals = [];

    /// <summary>All signals.</summary>
    public IReadOnlyList<TreeSignal> All
    {
        get
        {
            lock (_gate)
                return [.. _signals];
        }
    }

    /// <summary>A signal by its name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public TreeSignal this[string name] => All.FirstOrDefault(signal => signal.Name == name) ??
        throw new ArgumentException(
            $"There is no signal '{name}'"
            + (All.Count == 0 ? ": there are none yet." : $", only {string.Join(", ", All.Select(static signal => signal.Name))}."));

    /// <summary>Frames by name: those of a signal, or of the data.</summary>
    /// <exception cref="ArgumentException">There are none of that name.</exception>
    public Scan Frames(string name) =>
        name == Pipeline.Data ? root : this[name] switch
        {
            { Signal: Scan frames } => frames,
            { Stored: not null, Error: { } error } => throw new ArgumentException($"'{name}': {error}"),
            _ => throw new ArgumentException($"'{name}' gives results, not frames."),
        };

    /// <summary>What a request makes of frames of the tree, without being part of it. Parameters may name results of the tree.</summary>
    /// <param name="request">Names an operation.</param>
    /// <returns>Frames, or results; nothing is computed.</returns>
    /// <exception cref="FormatException">The call makes no sense.</exception>
    /// <exception cref="ArgumentException">There are no such frames, or the operation takes no region.</exception>
    public ISignal Make(ViewRequest request)
    {
        var call = OperationCall<Operation>.Read(request.Call!.Value, known);
        var (frames, arguments) = (Frames(request.Of), call.Arguments.WithInputs(Bound));
        return call.Operation switch
        {
            Analysis analysis => frames.AnalyseRegion(new(analysis, arguments), request.Region, request.Member),
            FrameOperation operation when request.Region is null => frames.Derive(new OperationCall<FrameOperation>(operation, arguments)),
            _ => throw new ArgumentException($"'{call.Operation.Name}' makes all frames anew: leave out \"region\"."),
        };
    }

    /// <summary>
    /// Puts other signals in place of those that are there. What is made as before keeps what is known of it, also under another name.
    /// </summary>
    /// <param name="list">The signals, as <see cref="PipelineSignal.ToJson"/> writes them; those of programs by their names alone.</param>
    /// <param name="keepsUnread">Whether what cannot be read is kept as it is; else only what was kept before.</param>
    /// <exception cref="FormatException">A signal makes no sense, and is not kept; nothing has changed.</exception>
    public void Replace(JsonElement list, bool keepsUnread = false)
    {
        if (list.ValueKind != JsonValueKind.Array)
            throw new FormatException("\"signals\" is a list: [ … ].");
        lock (_gate)
        {
            var told = list.EnumerateArray().ToList();
            var runs = told.Where(IsRun).Select(static signal => signal.GetProperty("name").GetString()).ToHashSet(StringComparer.Ordinal);
            List<TreeSignal> kept = [.. _signals.Where(signal => signal.IsOfProgram && runs.Contains(signal.Name))];
            var signals = StoredSignal.ReadAll(
                [.. told.Where(static signal => !IsRun(signal))], known, signal => keepsUnread || _unread.Contains(CalledIn(signal)));
            _signals = [.. kept, .. Made(signals, kept)];
            _unread.UnionWith(_signals.Select(static signal => signal.Stored).OfType<JsonObject>().Select(CalledIn));
        }
    }

    /// <summary>Adds signals behind those that are there; equal ones are there already, and names that are taken get a number.</summary>
    /// <param name="signals">The signals of a pipeline on the same data.</param>
    /// <param name="wanted">Name of one of them.</param>
    /// <returns>That one, as it is in the tree.</returns>
    /// <exception cref="FormatException">A signal makes no sense.</exception>
    public TreeSignal Add(Pipeline signals, string wanted)
    {
        var made = signals.On(root);
        lock (_gate)
        {
            var names = new Dictionary<string, string>(StringComparer.Ordinal) { [Pipeline.Data] = Pipeline.Data };
            var all = _signals.Where(static signal => !signal.IsOfProgram)
                .Select(static signal => new StoredSignal(signal.Name, signal.Said, signal.Stored, signal.Error)).ToList();
            foreach (var signal in signals.Signals)
            {
                if (_signals.Find(other => other.Signal?.Id == made[signal.Name].Id) is { } same)
                {
                    names[signal.Name] = same.Name;
                    continue;
                }

                names[signal.Name] = Free(signal.Name, names.Values);
                var arguments = signal.Call.Arguments.WithInputs(Renamed);
                all.Add(new(names[signal.Name], signal with
                {
                    Name = names[signal.Name],
                    Of = names[signal.Of],
                    Call = signal.Call with { Arguments = arguments },
                }));
            }

            if (all.Count > PipelineJson.MostSignals)
                throw new FormatException($"the scan has {PipelineJson.MostSignals} signals: delete some.");
            List<TreeSignal> runs = [.. _signals.Where(static signal => signal.IsOfProgram)];
            _signals = [.. runs, .. Made(all, runs)];
            return _signals.Find(signal => signal.Name == names[wanted])!;

            SignalInput Renamed(SignalInput input)
            {
                var (name, result) = PipelineJson.Split(input.Text);
                return names.TryGetValue(name, out var other) ? SignalInput.Parse(result is null ? other : $"{other}/{result}") : input;
            }
        }
    }

    /// <summary>Adds results that a program makes; those of the same name go.</summary>
    /// <param name="title">What the run is called.</param>
    /// <param name="shape">Axes of its data.</param>
    public TreeSignal AddRun(string title, DataShape shape)
    {
        lock (_gate)
        {
            _signals.RemoveAll(signal => signal.IsOfProgram && signal.Name == title);
            var added = new TreeSignal(Free(title, []), shape);
            _signals.Add(added);
            return added;
        }
    }

    /// <summary>The signals as they are stored, those of programs left out.</summary>
    public JsonArray ToJson() =>
        new([.. All.Select(static signal => signal.Said is { } said
            ? StoredSignal.ToJson(said, signal.File ?? signal.FileBefore)
            : signal.Stored?.DeepClone()).OfType<JsonNode>()]);

    /// <summary>The signals that can be read, as a pipeline has them, those of programs left out.</summary>
    public JsonArray ToPipeline() => new([.. All.Select(static signal => signal.Said).OfType<PipelineSignal>()
        .Select(static said => (JsonNode)said.ToJson())]);

    // A name of the tree comes before a file of that name.
    private SignalInput Bound(SignalInput input)
    {
        var (name, result) = PipelineJson.Split(input.Text);
        return All.FirstOrDefault(signal => signal.Name == name)?.Results?.Input(result) ?? input;
    }

    private static bool IsRun(JsonElement signal) =>
        signal.ValueKind == JsonValueKind.Object && signal.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            && !(signal.TryGetProperty("operation", out var operation) && operation.ValueKind != JsonValueKind.Null);

    // The operation and its version: parameters follow when a signal gets another name.
    private static (string?, string?) CalledIn(JsonElement signal) =>
        signal.ValueKind == JsonValueKind.Object ? CalledIn(JsonObject.Create(signal)!) : default;

    private static (string?, string?) CalledIn(JsonObject signal) =>
        (signal["operation"]?.ToJsonString(), signal["version"]?.ToJsonString());

    // Those that were there stay what they are.
    private List<TreeSignal> Made(IReadOnlyList<StoredSignal> signals, List<TreeSignal> runs)
    {
        if (signals.FirstOrDefault(signal => runs.Exists(run => run.Name == signal.Name)) is { } twice)
            throw new FormatException($"there are two signals called '{twice.Name}': rename one.");
        var made = new Pipeline { Signals = [.. signals.Select(static signal => signal.Signal).OfType<PipelineSignal>()] }.On(root);
        return [.. signals.Select(stored => stored.Signal is not { } said
            ? new TreeSignal(stored)
            : _signals.Find(other => other.Said == said && other.Signal!.Id == made[said.Name].Id)
                ?? new TreeSignal(said, made[said.Name]) { FileBefore = stored.File })];
    }

    private string Free(string name, IReadOnlyCollection<string> taken)
    {
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : $"{name}-{number}";
            if (!taken.Contains(candidate) && !_signals.Exists(signal => signal.Name == candidate))
                return candidate;
        }
    }
}
