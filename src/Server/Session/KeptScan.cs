using System.Text.Json.Nodes;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>A scan of a session on disk.</summary>
/// <param name="Id">Tells it from the others.</param>
/// <param name="Request">What was opened, and how it was read.</param>
/// <param name="Document">How it was looked at.</param>
/// <param name="Signals">What was made of it, as pipelines have it.</param>
public sealed record KeptScan(string Id, ScanRequest Request, JsonObject Document, JsonArray Signals);
