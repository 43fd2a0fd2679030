using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>How values of one type are read, written and described.</summary>
internal abstract class ParameterType
{
    public abstract ParameterKind Kind { get; }

    public abstract string Form { get; }

    public virtual IReadOnlyList<string> Choices => [];

    public virtual ParameterPick Pick => Kind switch
    {
        ParameterKind.Position => ParameterPick.DetectorPosition,
        ParameterKind.Length => ParameterPick.DetectorRadius,
        ParameterKind.VirtualDetector => ParameterPick.DetectorShape,
        ParameterKind.Range => ParameterPick.DetectorRange,
        ParameterKind.DetectorRectangle => ParameterPick.DetectorRectangle,
        ParameterKind.ScanRegion => ParameterPick.ScanRegion,
        _ => ParameterPick.None,
    };

    /// <summary>The type of the value in JSON Schema.</summary>
    public virtual JsonObject Schema() => new() { ["type"] = "string" };

    /// <exception cref="FormatException">It is no such value.</exception>
    public abstract object Parse(string text);

    public virtual object Parse(IReadOnlyList<string> texts) => Parse(texts[^1]);

    /// <summary>A text that <see cref="Parse(string)"/> reads.</summary>
    public abstract string Write(object value);

    public virtual IEnumerable<string> WriteAll(object value) => [Write(value)];

    /// <exception cref="FormatException">It is no such value.</exception>
    public virtual object Read(JsonElement json) => Parse(Text(json));

    public virtual JsonNode ToJson(object value) => JsonValue.Create(Write(value));

    /// <summary>The value as a C# expression.</summary>
    public virtual string ToCSharp(object value) => Literal(Write(value));

    /// <summary>The same with limits.</summary>
    public virtual ParameterType Within(double? least, double? most) => this;

    /// <summary>The value as the record's member takes it.</summary>
    /// <exception cref="FormatException">It does not fit the data.</exception>
    public virtual object Bind(object value, OperationContext context, string parameter) => value;

    /// <summary>A text as a C# literal.</summary>
    protected static string Literal(string text) => $"@\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <exception cref="FormatException">It is an object, or an array.</exception>
    protected string Text(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.GetRawText(),
        JsonValueKind.Array when json.EnumerateArray().All(static part => part.ValueKind == JsonValueKind.Number) =>
            string.Join(',', json.EnumerateArray().Select(static part => part.GetRawText())),
        _ => throw new FormatException($"{json.GetRawText()} is not of the form {Form}."),
    };
}
