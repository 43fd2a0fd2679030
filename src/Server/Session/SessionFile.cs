using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Pictures;

namespace Ronchi.Server;

/// <summary>A session on disk: what was open and how it was looked at, so that a server that starts again goes on where it ended.</summary>
/// <param name="Scans">What was open.</param>
/// <param name="Active">Which of them was looked at; null: none.</param>
/// <param name="Layout">How the page was arranged.</param>
public sealed record SessionFile(IReadOnlyList<KeptScan> Scans, string? Active, JsonObject Layout)
{
    private const int Version = 3;
    private const long MostBytes = 64 << 20;

    /// <summary>What was opened before, and how, the newest first.</summary>
    public IReadOnlyList<JsonObject> Recent { get; init; } = [];

    /// <summary>Reads a session.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Null: there is none, or the file is damaged or of another version.</returns>
    internal static SessionFile? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= MostBytes }
                || JsonNode.Parse(File.ReadAllText(file)) is not JsonObject json || (int?)json["version"] != Version)
                return null;
            return new(
                [.. (json["scans"] as JsonArray ?? []).Select(Scan).OfType<KeptScan>()],
                (string?)json["active"],
                json["layout"]?.DeepClone() as JsonObject ?? [])
            {
                Recent = [.. (json["recent"] as JsonArray ?? []).OfType<JsonObject>()
                    .Where(static request => request["path"] is JsonValue path && path.TryGetValue(out string? _)).Select(Copy)],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the session; a file that is there is replaced when the new one is complete.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string file)
    {
        using var atomic = new AtomicFile(file, overwrite: true);
        var json = new JsonObject
        {
            ["version"] = Version,
            ["scans"] = new JsonArray([.. Scans.Select(static scan => (JsonNode)new JsonObject
            {
                ["id"] = scan.Id,
                ["open"] = scan.Opening.DeepClone(),
                ["document"] = scan.Document.DeepClone(),
                ["signals"] = scan.Signals.DeepClone(),
            })]),
            ["active"] = Active,
            ["layout"] = Layout.DeepClone(),
            ["recent"] = new JsonArray([.. Recent.Select(static request => request.DeepClone())]),
        };
        atomic.Stream.Write(Encoding.UTF8.GetBytes(json.ToJsonString()));
        atomic.Complete();
    }

    /// <summary>Gives a file that cannot be read another name, so that the next session does not replace it.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The other name; null: there is no such file, or nothing is in it.</returns>
    internal static string? SetAside(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: > 0 })
                return null;
            var other = $"{file}.unread";
            for (var number = 2; File.Exists(other); number++)
                other = $"{file}.unread-{number}";
            File.Move(file, other);
            return other;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;   // it may not be moved, nor written over
        }
    }

    private static KeptScan? Scan(JsonNode? json) =>
        json is JsonObject scan && (string?)scan["id"] is { } id && scan["open"] is JsonObject opening
            ? new(id, Copy(opening), scan["document"]?.DeepClone() as JsonObject ?? [], scan["signals"]?.DeepClone() as JsonArray ?? [])
            : null;

    private static JsonObject Copy(JsonObject json) => (JsonObject)json.DeepClone();
}
