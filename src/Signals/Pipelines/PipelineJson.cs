using System.Buffers;
using System.Text.Json;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Sources;

namespace Ronchi.Signals.Pipelines;

/// <summary>Reads pipelines. They come from anywhere: every name and every file is checked.</summary>
public static class PipelineJson
{
    private const long MostBytes = 16 << 20;

    /// <summary>So many signals a pipeline may have: frames of frames of frames ask the one before them, on one stack.</summary>
    public const int MostSignals = 1000;

    private static readonly JsonDocumentOptions Written = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private const string ScriptExtension = ".cs";

    private static readonly string[] Members = ["pipeline", "data", "signals", "outputs", "input", "program", "files"];
    private static readonly string[] SignalMembers = ["name", "of", "operation", "version", "parameters", "region"];
    private static readonly string[] OutputMembers = ["signal", "file", "result"];

    /// <summary>Reads a pipeline file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">The operations that there are.</param>
    /// <param name="opening">What can be said when data are opened (<see cref="Repertoire.Opening"/>). Null: what Ronchi's own formats
    /// take.</param>
    /// <exception cref="FormatException">It is no pipeline; the message names the file, the signal, and the cure.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Pipeline ReadFile(
        string path, IReadOnlyList<Operation> known, ParameterSchema? opening = null)
    {
        RegularFile.Require(path);
        if (RegularFile.Behind(path).Length > MostBytes)
            throw new FormatException($"{path}: a pipeline is a small JSON file; this one is larger than 16 MiB.");
        try
        {
            // Editors on Windows write a byte order mark in front.
            var bytes = File.ReadAllBytes(path).AsMemory();
            using var json = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, Written);
            return Read(json.RootElement, known, opening);
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path}: this is no JSON: line {e.LineNumber + 1} cannot be read.", e);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a pipeline.</summary>
    /// <param name="json">What <see cref="Pipeline.ToJson"/> wrote, or a person.</param>
    /// <param name="known">The operations that there are.</param>
    /// <param name="opening">What can be said when data are opened (<see cref="Repertoire.Opening"/>). Null: what Ronchi's own formats
    /// take.</param>
    /// <exception cref="FormatException">It is no pipeline, or asks for what there is not.</exception>
    public static Pipeline Read(JsonElement json, IReadOnlyList<Operation> known, ParameterSchema? opening = null)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("pipeline", out var version)
            || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number))
            throw new FormatException(
                "this is no pipeline: expected {\"pipeline\": 1, \"signals\": [{\"name\": NAME, \"operation\": NAME}]}.");
        if (number != Pipeline.Version)
            throw new FormatException(
                $"the pipeline has version {number}, and this program reads version {Pipeline.Version}: use the "
                + "program that wrote it, or a newer one.");
        Require(json, Members, "a pipeline");
        RepeatedMembers.Refuse(json);
        opening ??= ScanRequest.SchemaOf(KnownFormats.All);
        var data = json.TryGetProperty("data", out var said) ? In("data", () => Arguments.Read(opening, said)) : Arguments.None(opening);
        var signals = new List<PipelineSignal>();
        foreach (var signal in List(json, "signals"))
        {
            if (signals.Count == MostSignals)
                throw new FormatException($"the pipeline has more than {MostSignals} signals: make several of it.");
            signals.Add(Signal(signal, signals, known));
        }

        if (signals.Count == 0)
            throw new FormatException("the pipeline has no signals: add {\"name\": \"sum\", \"operation\": \"sum\"} to \"signals\".");
        RefuseLaterInputs(signals);
        var outputs = new List<PipelineOutput>();
        foreach (var output in List(json, "outputs"))
            outputs.Add(Output(output, signals));
        RefuseSharedFiles(outputs);
        return new() { Opening = data, Signals = signals, Outputs = outputs };
    }

    /// <summary>A signal and a result of it, as parameters name them: <c>com/field</c>.</summary>
    public static (string Name, string? Result) Split(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? (text[..slash], text[(slash + 1)..]) : (text, null);

    // A name that no signal before has is a file: it must not be meant for one that comes later.
    private static void RefuseLaterInputs(List<PipelineSignal> signals)
    {
        for (var i = 0; i < signals.Count; i++)
        {
            foreach (var input in signals[i].Call.Arguments.Inputs)
                RefuseLaterInput(signals[i], input, signals.Skip(i).Select(static other => other.Name));
        }
    }

    /// <summary>Refuses an array that is called as the signal that takes it, or as one behind it.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="input">What it takes.</param>
    /// <param name="fromHere">Names of the signal and of those behind it.</param>
    /// <exception cref="FormatException">It is.</exception>
    internal static void RefuseLaterInput(PipelineSignal signal, SignalInput input, IEnumerable<string?> fromHere)
    {
        var name = Split(input.Text).Name;
        if (fromHere.Contains(name))
            throw new FormatException(
                $"signal '{signal.Name}': it takes '{input}' of {(name == signal.Name ? "itself" : "a signal that comes after it")}: "
                + $"write '{name}' before it, or give the file as ./{input}.");
    }

    /// <summary>Reads a signal of a list.</summary>
    /// <param name="json">The signal.</param>
    /// <param name="before">Those before it, which it may take.</param>
    /// <param name="known">The operations that there are.</param>
    /// <exception cref="FormatException">It makes no sense.</exception>
    internal static PipelineSignal Signal(JsonElement json, IReadOnlyList<PipelineSignal> before, IReadOnlyList<Operation> known)
    {
        Require(json, SignalMembers, "a signal");
        var name = Text(json, "name", "a signal") ?? throw new FormatException("a signal has no name: add \"name\".");
        if (!PipelineSignal.IsName(name))
            throw new FormatException($"'{name}' cannot be the name of a signal: use letters, digits, '-' and '_'.");
        if (name == Pipeline.Data || before.Any(other => other.Name == name))
            throw new FormatException(
                $"there are two signals called '{name}': rename "
                + $"one{(name == Pipeline.Data ? "; 'data' are the data that are opened" : "")}.");
        return In($"signal '{name}'", () =>
        {
            var of = Text(json, "of", name) ?? Pipeline.Data;
            var parent = before.FirstOrDefault(other => other.Name == of);
            if (of != Pipeline.Data && parent is null)
                throw new FormatException($"it is made of '{of}', which is no signal before it: write the name of one, or \"data\".");
            if (parent is { Call.Operation: not FrameOperation })
                throw new FormatException($"it is made of '{of}', which gives results, not frames.");
            if (Text(json, "operation", name) is { } script && script.EndsWith(ScriptExtension, StringComparison.OrdinalIgnoreCase))
                throw new FormatException(
                    $"'{script}' is a UDF in a file, which pipelines do not run: use 'ronchi run {script}', or make a plug-in of it.");
            var call = OperationCall<Operation>.Read(CallOf(json), known);
            var region = Text(json, "region", name) is { } text ? In("region", () => ScanRegion.Parse(text)) : (ScanRegion?)null;
            if (region is not null && call.Operation is FrameOperation)
                throw new FormatException("\"region\" is for analyses; frames of a region are made by select-positions.");
            if (call.Operation is Analysis { WritesFiles: true })
                throw new FormatException($"'{call.Operation.Name}' writes files of its own: name the frames under \"outputs\" instead.");
            foreach (var input in call.Arguments.Inputs)
            {
                if (before.FirstOrDefault(other => other.Name == Split(input.Text).Name) is { Call.Operation: not Analysis } frames)
                    throw new FormatException(
                        $"it takes '{frames.Name}', which gives frames, as an array: take a result of an analysis of them.");
            }

            return new PipelineSignal(name, of, call, region);
        });
    }

    private static PipelineOutput Output(JsonElement json, List<PipelineSignal> signals)
    {
        Require(json, OutputMembers, "an output");
        var signal = Text(json, "signal", "an output") ?? throw new FormatException("an output names no signal: add \"signal\".");
        if (signals.Find(other => other.Name == signal) is not { } source)
            throw new FormatException(
                $"outputs: there is no signal '{signal}'."
                + (NearName.Of(signal, signals.Select(static other => other.Name)) is { } near ? $" Did you mean '{near}'?" : ""));
        var file = Text(json, "file", "an output")
            ?? throw new FormatException(
                $"the output of '{signal}' names no file: add \"file\": \"{PipelineOutput.NameOfData}-{signal}.npz\".");
        var result = Text(json, "result", "an output");
        if (result is not null && source.Call.Operation is FrameOperation)
            throw new FormatException($"the output of '{signal}' names a result, but it gives frames.");
        // Pipelines are passed on: they write below the folder that is given, and nowhere else.
        if (file.Length == 0 || Path.IsPathRooted(file) || file.Split('/', '\\').Contains("..")
            || file.Contains('\0', StringComparison.Ordinal))
            throw new FormatException(
                $"the output of '{signal}' is '{file}': expected a file below the folder for results, as in "
                + $"{PipelineOutput.NameOfData}-{signal}.npz.");
        return file.Contains(PipelineOutput.NameOfData, StringComparison.Ordinal)
            ? new(signal, file, result)
            : throw new FormatException(
                $"the output of '{signal}' is '{file}', the same for all data: write {PipelineOutput.NameOfData} for the name of the "
                + $"data, as in {PipelineOutput.NameOfData}-{signal}.npz.");
    }

    private static void RefuseSharedFiles(List<PipelineOutput> outputs)
    {
        if (outputs.GroupBy(static output => Path.GetFullPath(output.File), StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new FormatException(
                $"outputs: '{twice.Last().File}' is written by {twice.Count()} outputs; give each a file of its own.");
        foreach (var output in outputs)
        {
            if (KnownSinks.All.FirstOrDefault(kind => kind.Takes(Path.GetFileName(output.File)))?.HasBeside is { } hasBeside
                && outputs.Find(other => hasBeside(Path.GetFullPath(output.File), Path.GetFullPath(other.File))) is { } beside)
                throw new FormatException(
                    $"outputs: '{beside.File}' is also one of the files of '{output.File}'; give it another name.");
        }
    }

    private static JsonElement CallOf(JsonElement json)
    {
        var call = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(call))
        {
            writer.WriteStartObject();
            foreach (var member in json.EnumerateObject().Where(static member => member.Name is "operation" or "version" or "parameters"))
                member.WriteTo(writer);   // without its comments
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(call.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static IEnumerable<JsonElement> List(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var list))
            return [];
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw new FormatException($"\"{name}\" is a list: [ … ].");
    }

    private static string? Text(JsonElement json, string name, string owner)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"{owner}: \"{name}\" is a text.");
    }

    private static void Require(JsonElement json, string[] members, string what)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{what} is an object: {{ … }}.");
        foreach (var member in json.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw new FormatException($"'{member.Name}' does not belong to {what}: expected {string.Join(", ", members)}.");
        }
    }

    private static T In<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new FormatException($"{place}: {e.Message}", e);
        }
    }
}
