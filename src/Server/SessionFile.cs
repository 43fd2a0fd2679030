using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Signals.Export;

namespace Ronchi.Server;

/// <summary>A session on disk: what was open and how it was looked at, so that a server that starts again goes on where it ended.</summary>
/// <param name="Path">The scan that was open; null: none was.</param>
/// <param name="Document">How it was looked at.</param>
public sealed record SessionFile(string? Path, JsonObject Document)
{
    private const int Version = 1;

    /// <summary>What was opened before, the newest first.</summary>
    public IReadOnlyList<string> Recent { get; init; } = [];

    /// <summary>Reads a session.</summary>
    /// <returns>Null: there is none, or the file is damaged or of another version.</returns>
    public static SessionFile? Read(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= 2 * ViewerSession.MostDocumentBytes } || JsonNode.Parse(File.ReadAllText(file)) is not JsonObject json || (int?)json["version"] != Version)
                return null;
            return new((string?)json["path"], json["document"]?.DeepClone() as JsonObject ?? []) { Recent = [.. (json["recent"] as JsonArray ?? []).Select(static path => (string?)path).OfType<string>()] };
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
        atomic.Stream.Write(Encoding.UTF8.GetBytes(new JsonObject { ["version"] = Version, ["path"] = Path, ["document"] = Document.DeepClone(), ["recent"] = new JsonArray([.. Recent.Select(static path => (JsonNode)path)]) }.ToJsonString()));
        atomic.Complete();
    }
}
