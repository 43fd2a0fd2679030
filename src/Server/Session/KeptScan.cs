using System.Text.Json.Nodes;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <summary>A scan of a session on disk, as it was stored: what cannot be read now may be another time.</summary>
/// <param name="Id">Tells it from the others.</param>
/// <param name="Opening">What was opened, and how it was read.</param>
/// <param name="Document">How it was looked at.</param>
/// <param name="Signals">What was made of it, as <see cref="StoredSignal"/> reads it.</param>
public sealed record KeptScan(string Id, JsonObject Opening, JsonObject Document, JsonArray Signals)
{
    /// <summary>The file or folder; null: it is not said.</summary>
    public string? Path => Opening["path"] is JsonValue path && path.TryGetValue(out string? text) ? text : null;

    /// <summary>Why it could not be opened again, in a sentence; null: that was not tried.</summary>
    public string? Error { get; init; }
}
