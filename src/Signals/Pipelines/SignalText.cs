using System.Globalization;
using System.Text;
using Ronchi.Analyses.Picking;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;

namespace Ronchi.Signals.Pipelines;

/// <summary>Signals as people would write them: a command line, or a C# program, that computes the same.</summary>
public static class SignalText
{
    /// <summary>The command line that computes results and writes one of them.</summary>
    /// <param name="signal">The results.</param>
    /// <param name="result">Name of the one that is written; null: the only one.</param>
    /// <returns>Null: the frames are made by operations before, or the data were opened by a program; a pipeline says the former.</returns>
    public static string? Command(ResultSignal signal, string? result = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Parent.Parent is not null || signal.Parent.Request is not { } request || HasInputs(signal))
            return null;
        List<string> words = [
            "ronchi", "run", signal.Call.Operation.Name, request.Path,
            .. request.Arguments.ToOptions(leftOut: "path"), .. signal.Call.Arguments.ToOptions()];
        if (signal.Region is { } region)
            words.AddRange(["--roi", region.Text]);
        if (result is not null)
            words.AddRange(["--result", result]);
        words.AddRange(["-o", $"{result ?? PipelineSignal.NameFor(signal.Call.Operation)}.npy"]);
        return string.Join(' ', words.Select(Quoted));
    }

    /// <summary>The command line that writes one frame.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="position">Its scan position.</param>
    /// <inheritdoc cref="Command(ResultSignal, string?)" path="/returns"/>
    public static string? Command(Scan frames, params IReadOnlyList<long> position)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return frames.Parent is null && position.Count > 0
            ? Command(frames.Analyse(new PickAnalysis().Name, RegionOf(frames, position)))
            : null;
    }

    /// <summary>The program that computes results and writes one of them.</summary>
    /// <param name="signal">The results.</param>
    /// <param name="result">Name of the one that is written; null: the only one.</param>
    /// <returns>Null: an operation takes a result of another signal, or the data were opened by a program.</returns>
    public static string? Program(ResultSignal signal, string? result = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var which = result is null ? "Use == BufferUse.Result" : $"Name == {Literal(result)}";
        return HasInputs(signal)
            ? null
            : Program(
                signal.Parent,
                [signal.Call],
                $"var values = (await frames.{Analysed(signal)}.ComputeAsync()).Single(static values => values.{which});");
    }

    /// <summary>The program that writes one frame.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="position">Its scan position.</param>
    /// <inheritdoc cref="Program(ResultSignal, string?)" path="/returns"/>
    public static string? Program(Scan frames, params IReadOnlyList<long> position)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return Program(frames, [], $"var values = await frames.FrameAsync({string.Join(", ", position)});");
    }

    private static string? Program(Scan frames, IEnumerable<OperationCall<Operation>> calls, string values)
    {
        var derived = new List<Scan>();
        for (var scan = frames; scan.Parent is not null; scan = scan.Parent)
            derived.Insert(0, scan);
        if (frames.Root.Request is not { } request || derived.Exists(HasInputs))
            return null;
        var spaces = new SortedSet<string>(StringComparer.Ordinal)
        {
            "Ronchi.Analyses.Steps", "Ronchi.Analyses.VirtualImaging", "Ronchi.Engine",
            "Ronchi.Engine.Operations", "Ronchi.Frames", "Ronchi.Pictures", "Ronchi.Signals"
        };
        spaces.UnionWith(request.Arguments.Namespaces);
        foreach (var call in calls.Concat(derived.Select(static scan => scan.Call!)))
        {
            if (RecordOf(call)?.Namespace is { } space)
                spaces.Add(space);
            spaces.UnionWith(call.Arguments.Namespaces);
        }

        var text = new StringBuilder("""
            // In a folder of the repository, as samples/: dotnet run view.cs
            #:project ../src/Signals/Ronchi.Signals.csproj
            #:property DisableTransitiveProjectReferences=false
            #:property PublishAot=false


            """);
        foreach (var space in spaces)
            text.Append(CultureInfo.InvariantCulture, $"using {space};\n");
        text.Append("\nawait using var session = new Session();\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"var frames = await session.OpenAsync(new ScanRequest {{ {request.Arguments.ToInitializer()} }});\n");
        foreach (var scan in derived)
            text.Append(CultureInfo.InvariantCulture, $"frames = frames.Derive({Record(scan.Call!)});\n");
        return text.Append(values).Append("""

            ArrayFile.Save("values.npy", [NamedArray.Of(values)], overwrite: true);
            Console.WriteLine($"{values.Name}: {values.Shape} {values.ElementType}");

            """).Replace("\r\n", "\n").ToString();
    }

    private static string Analysed(ResultSignal signal)
    {
        var region = signal.Region is { } positions ? $"ScanRegion.Parse({Literal(positions.Text)})" : null;
        var call = signal.Call;
        // Records that several analyses take, or none, do not tell which is meant.
        var isTold = RecordOf(call) is { } record
            && signal.Parent.Session.Analyses.Count(analysis => analysis.Schema.Record == record) == 1;
        string?[] arguments = [isTold ? null : Literal(call.Operation.Name), RecordOf(call) is null ? null : Record(call), region];
        return $"Analyse({string.Join(", ", arguments.Where(static argument => argument is not null))})";
    }

    private static Type? RecordOf(OperationCall<Operation> call) =>
        call.Operation.Schema.Parameters.Count == 0 ? null : call.Operation.Schema.Record;

    private static string Record(OperationCall<Operation> call) =>
        call.Arguments.ToInitializer() is { Length: > 0 } members
            ? $"new {call.Operation.Schema.Record!.Name} {{ {members} }}"
            : $"new {call.Operation.Schema.Record!.Name}()";

    private static bool HasInputs(ISignal signal) =>
        signal.Call!.Arguments.Inputs.Any(static input => input.Result is not null || input.IsArray);

    private static ScanRegion RegionOf(Scan frames, IReadOnlyList<long> position)
    {
        var scan = frames.Shape.Scan;
        var (row, column) = position.Count == 1 ? (0L, position[0]) : (position[^2], position[^1]);
        var region = new ScanRegion(string.Create(CultureInfo.InvariantCulture, $"rect:{row},{column},{row},{column}"));
        return scan.Rank > 2 ? region.OfMember(scan.IndexOf([.. position]) / (scan[scan.Rank - 2] * scan[scan.Rank - 1])) : region;
    }

    private static string Literal(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Quoted(string word) =>
        word.Length > 0
            && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '/' or ':' or ',' or '=' or '-')
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
