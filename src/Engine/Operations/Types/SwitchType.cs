using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>A switch: given or not.</summary>
internal sealed class SwitchType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Switch;

    public override string Form => "";

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    // A switch that is given has no text.
    public override object Parse(string text) => text switch
    {
        "" or "true" => true,
        "false" => false,
        _ => throw new FormatException($"'{text}' is neither true nor false."),
    };

    public override string Write(object value) => (bool)value ? "true" : "false";

    public override string ToCSharp(object value) => Write(value);

    public override JsonNode ToJson(object value) => JsonValue.Create((bool)value);

    public override object Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => Parse(json.GetString()!),
        _ => throw new FormatException($"{json.GetRawText()} is neither true nor false."),
    };
}
