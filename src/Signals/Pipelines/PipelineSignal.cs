using System.Text.Json.Nodes;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;

namespace Ronchi.Signals.Pipelines;

/// <summary>A signal of a pipeline: an operation on the data, or on the frames of a signal before it.</summary>
/// <param name="Name">What it is called in the pipeline.</param>
/// <param name="Of">Name of the frames that it is made from; <see cref="Pipeline.Data"/>: those of the data.</param>
/// <param name="Call">The operation with its parameters. Arrays among them may be named signals: <c>com/field</c>.</param>
/// <param name="Region">The scan positions that go into an analysis. Null: all.</param>
public sealed record PipelineSignal(string Name, string Of, OperationCall<Operation> Call, ScanRegion? Region = null)
{
    private const int LongestName = 80;

    /// <summary>What a signal is called that a program makes with an operation: as the operation, as far as it may.</summary>
    public static string NameFor(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return string.Concat(operation.Name.Take(LongestName).Select(static letter => IsOfName(letter) ? letter : '-'));
    }

    /// <summary>Whether a signal may have a name.</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(IsOfName);

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_';

    /// <summary>The signal as JSON.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["of"] = Of };
        foreach (var (name, value) in Call.ToJson())
            json[name] = value?.DeepClone();
        if (Region is { } region)
            json["region"] = region.Text;
        return json;
    }
}
