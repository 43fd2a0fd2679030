using System.Text.Json.Nodes;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Sources;

namespace Ronchi.Signals.Pipelines;

/// <summary>
/// Several operations on data, one after another or side by side: a graph of signals as it is stored, and run on any data.
/// </summary>
/// <remarks>
/// It is a JSON file: see docs/pipelines.md. What the library derives can be written as one (<see cref="Of(IReadOnlyList{ISignal})"/>).
/// </remarks>
public sealed record Pipeline
{
    /// <summary>What the data are called in a pipeline.</summary>
    public const string Data = "data";

    /// <summary>Version of the file's own layout; operations have versions of their own.</summary>
    public const int Version = 1;

    /// <summary>How data are opened: members of a <see cref="ScanRequest"/>, mostly without its path.</summary>
    public Arguments Opening { get; init; } = Arguments.None(ScanRequest.SchemaOf(KnownFormats.All));

    /// <summary>The signals, each behind those that it needs.</summary>
    public required IReadOnlyList<PipelineSignal> Signals { get; init; }

    /// <summary>The files that are written of each data set.</summary>
    public IReadOnlyList<PipelineOutput> Outputs { get; init; } = [];

    /// <summary>
    /// The pipeline of some signals of one data set, with everything that they need. Signals are called as their operations, with a number
    /// where there are several.
    /// </summary>
    /// <param name="signals">The signals.</param>
    /// <exception cref="ArgumentException">They are of different data sets, or of data that no request says, take a result of another, or a
    /// parameter is an array in memory, which no file can name.</exception>
    public static Pipeline Of(params IReadOnlyList<ISignal> signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (signals.OfType<ResultSignal>().FirstOrDefault(static signal => signal.IsOfProgram) is { } made)
            throw new ArgumentException(
                $"'{made.Call.Operation.Name}' is a UDF that a program made, which no file can name: a pipeline takes analyses.",
                nameof(signals));
        var roots = signals.Select(Root).Distinct().ToList();
        if (roots is not [var root])
            throw new ArgumentException($"A pipeline is of one data set; these signals are of {roots.Count}.", nameof(signals));
        if (root.Request is not { } request)
            throw new ArgumentException(
                "These data were opened by a program in a way that no pipeline can say: open them with a ScanRequest.", nameof(signals));
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [root.Id] = Data };
        var ordered = new List<PipelineSignal>();
        foreach (var signal in signals)
            Add(signal);
        return new() { Opening = request.Arguments, Signals = ordered };

        string Add(ISignal signal)
        {
            if (names.TryGetValue(signal.Id, out var known))
                return known;
            var of = Add(signal.Parent
                ?? throw new ArgumentException(
                    "A pipeline is of one data set; these signals take a result of another: save it as .npy, and take the file.",
                    nameof(signals)));
            var call = signal.Call!;
            var arguments = call.Arguments.WithInputs(input => input switch
            {
                { Result: SignalResult { Signal.IsOfProgram: false } result } =>
                    SignalInput.Parse(result.Result is null ? Add(result.Signal) : $"{Add(result.Signal)}/{result.Result}"),
                { Result: null, IsArray: false } => input,
                _ =>
                    throw new ArgumentException(
                        $"'{call.Operation.Name}' takes an array in memory, which a file cannot name: save it as .npy, and take the file.",
                        nameof(signals)),
            });
            var usual = PipelineSignal.NameFor(call.Operation);
            var name = usual;
            for (var number = 2; ordered.Exists(other => other.Name == name); number++)
                name = $"{usual}-{number}";
            ordered.Add(new(name, of, call with { Arguments = arguments }, signal.Region));
            return names[signal.Id] = name;
        }
    }

    /// <summary>The files that parameters and regions name, as they are written: those that there are.</summary>
    public IEnumerable<string> Files
    {
        get
        {
            var names = Signals.Select(static signal => signal.Name).ToHashSet(StringComparer.Ordinal);
            return InputFiles.OfArguments(Opening)
                .Concat(Signals.SelectMany(signal => InputFiles.OfArguments(signal.Call.Arguments, IsSignal)
                    .Concat(InputFiles.OfRegion(signal.Region))))
                .Where(File.Exists);

            bool IsSignal(SignalInput input) => names.Contains(PipelineJson.Split(input.Text).Name);
        }
    }

    /// <summary>The signals of the pipeline for a data set, by name; nothing is computed.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>Each a <see cref="Scan"/> or a <see cref="ResultSignal"/>; the data themselves are <see cref="Data"/>.</returns>
    /// <exception cref="FormatException">A signal is named that has no frames.</exception>
    public IReadOnlyDictionary<string, ISignal> On(Scan data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var made = new Dictionary<string, ISignal>(StringComparer.Ordinal) { [Data] = data };
        foreach (var signal in Signals)
        {
            var frames = made.GetValueOrDefault(signal.Of) as Scan
                ?? throw new FormatException($"signal '{signal.Name}' is made of '{signal.Of}', which has no frames.");
            var arguments = signal.Call.Arguments.WithInputs(input => Bound(input, made));
            made[signal.Name] = signal.Call.Operation switch
            {
                FrameOperation operation => frames.Derive(new OperationCall<FrameOperation>(operation, arguments)),
                Analysis analysis => frames.Analyse(new OperationCall<Analysis>(analysis, arguments), signal.Region),
                var other => throw new FormatException($"signal '{signal.Name}': '{other.Name}' gives neither frames nor results."),
            };
        }

        return made;
    }

    /// <summary>The part of the pipeline that one output needs.</summary>
    /// <param name="output">The output.</param>
    public Pipeline For(PipelineOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var needed = new HashSet<string>(StringComparer.Ordinal) { output.Signal };
        foreach (var signal in Signals.Reverse().Where(signal => needed.Contains(signal.Name)))
        {
            needed.Add(signal.Of);
            needed.UnionWith(signal.Call.Arguments.Inputs.Select(static input => PipelineJson.Split(input.Text).Name));
        }

        return this with { Signals = [.. Signals.Where(signal => needed.Contains(signal.Name))], Outputs = [output] };
    }

    /// <summary>The pipeline as JSON; <see cref="PipelineJson.Read"/> reads it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["pipeline"] = Version };
        if (Opening.IsAnyGiven)
            json["data"] = Opening.ToJson();
        json["signals"] = new JsonArray([.. Signals.Select(static signal => signal.ToJson())]);
        if (Outputs.Count > 0)
            json["outputs"] = new JsonArray([.. Outputs.Select(static output => output.ToJson())]);
        return json;
    }

    private static Scan Root(ISignal signal) => signal as Scan is { } scan ? scan.Root : signal.Parent!.Root;

    // A name of the pipeline comes before a file of that name.
    private static SignalInput Bound(SignalInput input, Dictionary<string, ISignal> made)
    {
        var (name, result) = PipelineJson.Split(input.Text);
        return made.GetValueOrDefault(name) is ResultSignal signal ? signal.Input(result) : input;
    }
}
