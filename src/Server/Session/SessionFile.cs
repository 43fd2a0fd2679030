using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Pictures;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>A session on disk: what was open and how it was looked at, so that a server that starts again goes on where it ended.</summary>
/// <param name="Scans">What was open.</param>
/// <param name="Active">Which of them was looked at; null: none.</param>
/// <param name="Layout">How the page was arranged.</param>
public sealed record SessionFile(IReadOnlyList<KeptScan> Scans, string? Active, JsonObject Layout)
{
    private const int Version = 3;
    private const long MostBytes = 64 << 20;

    /// <summary>What was opened before, the newest first.</summary>
    public IReadOnlyList<ScanRequest> Recent { get; init; } = [];

    /// <summary>Reads a session.</summary>
    /// <param name="file">The file.</param>
    /// <param name="requests">Reads how scans are opened.</param>
    /// <returns>Null: there is none, or the file is damaged or of another version.</returns>
    internal static SessionFile? Read(string file, OpenRequests requests)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= MostBytes }
                || JsonNode.Parse(File.ReadAllText(file)) is not JsonObject json || (int?)json["version"] != Version)
                return null;
            return new(
                [.. (json["scans"] as JsonArray ?? []).Select(scan => Scan(scan, requests)).OfType<KeptScan>()],
                (string?)json["active"],
                json["layout"]?.DeepClone() as JsonObject ?? [])
            {
                Recent = [.. (json["recent"] as JsonArray ?? []).Select(requests.Read).OfType<ScanRequest>()],
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
                ["open"] = OpenRequests.ToJson(scan.Request),
                ["document"] = scan.Document.DeepClone(),
                ["signals"] = scan.Signals.DeepClone(),
            })]),
            ["active"] = Active,
            ["layout"] = Layout.DeepClone(),
            ["recent"] = new JsonArray([.. Recent.Select(OpenRequests.ToJson)]),
        };
        atomic.Stream.Write(Encoding.UTF8.GetBytes(json.ToJsonString()));
        atomic.Complete();
    }

    private static KeptScan? Scan(JsonNode? json, OpenRequests requests) =>
        json is JsonObject scan && (string?)scan["id"] is { } id && requests.Read(scan["open"]) is { } request
            ? new(id, request, scan["document"]?.DeepClone() as JsonObject ?? [], scan["signals"]?.DeepClone() as JsonArray ?? [])
            : null;
}
