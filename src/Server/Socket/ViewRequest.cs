using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Engine.Operations;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <summary>
/// Values that are asked for, over HTTP or a WebSocket alike (docs/protocol.md): a frame, a result that is asked for at once, or one of a
/// signal of the tree. A frame may be one that an operation makes of those of the tree.
/// </summary>
internal sealed record ViewRequest
{
    private static readonly string[] Members = [
        "type", "view", "seq", "scan", "of", "position", "operation", "version",
        "parameters", "region", "signal", "result", "member", "component"];

    /// <summary>The scan; null: the one that is looked at.</summary>
    public string? Scan { get; private init; }

    /// <summary>Name of the frames.</summary>
    public string Of { get; private init; } = Pipeline.Data;

    /// <summary>Scan position of a frame, or of rows of a vectors result; null: a result is asked for.</summary>
    public long[]? Position { get; private init; }

    /// <summary>
    /// An operation and its parameters, as calls are written: with a position it makes the frames, without one the result. Null: it is in
    /// the tree, if there is one.
    /// </summary>
    public JsonElement? Call { get; private init; }

    /// <summary>The scan positions that go into the analysis; null: all.</summary>
    public string? Region { get; private init; }

    /// <summary>A signal of the tree; null: another thing is asked for.</summary>
    public string? Signal { get; private init; }

    /// <summary>Name of the result; null: the only one.</summary>
    public string? Result { get; private init; }

    /// <summary>Member of a series: flat index over the scan axes before the last two.</summary>
    public long Member { get; private init; }

    /// <summary>Which of several values for each entry; null: all, if they are one or two.</summary>
    public long? Component { get; private init; }

    /// <summary>Reads a request.</summary>
    /// <exception cref="FormatException">A member is missing, or makes no sense.</exception>
    public static ViewRequest Parse(ViewCommand command)
    {
        var body = command.Body;
        foreach (var member in body.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
                throw new FormatException($"'{member.Name}' does not belong to a view: expected {string.Join(", ", Members[3..])}.");
        }

        var request = new ViewRequest
        {
            Scan = command.Text("scan"),
            Of = command.Text("of") ?? Pipeline.Data,
            Position = Given(body, "position") ? command.Integers("position", 0, 8) : null,
            Call = Given(body, "operation") ? CallOf(body) : null,
            Region = command.Text("region"),
            Signal = command.Text("signal"),
            Result = command.Text("result"),
            Member = Whole(command, "member") ?? 0,
            Component = Whole(command, "component"),
        };
        return (request.Signal is null ? request.Position is not null || request.Call is not null : request.Call is null)
            ? request
            : throw new FormatException(
                "a view asks for one thing: a frame at a \"position\", a result of an \"operation\", or of a \"signal\".");
    }

    private static bool Given(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static JsonElement CallOf(JsonElement body)
    {
        var call = new JsonObject();
        foreach (var name in new[] { "operation", "version", "parameters" })
        {
            if (Given(body, name))
                call[name] = JsonNode.Parse(body.GetProperty(name).GetRawText());
        }

        using var document = JsonDocument.Parse(call.ToJsonString());
        return document.RootElement.Clone();
    }

    private static long? Whole(ViewCommand command, string name)
    {
        if (!Given(command.Body, name))
            return null;
        return command.Body.GetProperty(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : throw new FormatException($"\"{name}\" is a whole number.");
    }
}
