using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Pictures;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>A session on disk: what was open and how it was looked at, so that a server that starts again goes on where it ended.</summary>
/// <param name="Open">What was open, and how it was read; null: nothing was.</param>
/// <param name="Document">How it was looked at.</param>
public sealed record SessionFile(ScanRequest? Open, JsonObject Document)
{
    private const int Version = 2;

    /// <summary>What was opened before, the newest first.</summary>
    public IReadOnlyList<ScanRequest> Recent { get; init; } = [];

    /// <summary>Reads a session.</summary>
    /// <returns>Null: there is none, or the file is damaged or of another version.</returns>
    public static SessionFile? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= 2 * ViewerSession.MostDocumentBytes } || JsonNode.Parse(File.ReadAllText(file)) is not JsonObject json || (int?)json["version"] != Version)
                return null;
            return new(OpenRequest.Read(json["open"]), json["document"]?.DeepClone() as JsonObject ?? []) { Recent = [.. (json["recent"] as JsonArray ?? []).Select(OpenRequest.Read).OfType<ScanRequest>()] };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
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
            ["open"] = Open is null ? null : OpenRequest.ToJson(Open),
            ["document"] = Document.DeepClone(),
            ["recent"] = new JsonArray([.. Recent.Select(OpenRequest.ToJson)]),
        };
        atomic.Stream.Write(Encoding.UTF8.GetBytes(json.ToJsonString()));
        atomic.Complete();
    }
}
