using System.Text.Json.Nodes;

namespace Ronchi.Server;

/// <summary>Something that takes a while: told to all browsers as it goes on, and ended by any of them.</summary>
internal sealed class ServerJob(long id, string title, CancellationTokenSource cancellation)
{
    public long Id { get; } = id;

    public string Title { get; } = title;

    /// <summary>0 to 1; null: not known.</summary>
    public double? Part { get; set; }

    /// <summary>How fast, or what went wrong.</summary>
    public string Detail { get; set; } = "";

    /// <summary>running, done, failed or cancelled.</summary>
    public string State { get; set; } = "running";

    public CancellationToken Token => cancellation.Token;

    public void Cancel()
    {
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    public JsonObject ToJson() =>
        new() { ["type"] = "job", ["id"] = Id, ["title"] = Title, ["part"] = Part, ["detail"] = Detail, ["state"] = State };
}
