using System.Text.Json.Nodes;

namespace Ronchi.Server;

/// <summary>Something that takes a while: told to all browsers as it goes on, and ended by any of them.</summary>
/// <param name="id">Tells it from the others.</param>
/// <param name="title">What it does, for people.</param>
/// <param name="cancellation">Ends it; nothing comes of it.</param>
/// <param name="stop">Ends it early; what there is by then stays.</param>
internal sealed class ServerJob(long id, string title, CancellationTokenSource cancellation, CancellationTokenSource stop)
{
    public long Id { get; } = id;

    public string Title { get; } = title;

    /// <summary>0 to 1; null: not known.</summary>
    public double? Part { get; set; }

    /// <summary>How fast, or what went wrong.</summary>
    public string Detail { get; set; } = "";

    /// <summary>running, done, failed or cancelled.</summary>
    public string State { get; set; } = "running";

    /// <summary>Whether people who cancel it keep what there is by then.</summary>
    public bool Keeps { get; set; }

    public CancellationToken Token => cancellation.Token;

    /// <summary>Asks to end early, with what there is.</summary>
    public CancellationToken StopToken => stop.Token;

    /// <summary>Ends it; nothing comes of it.</summary>
    public void Cancel() => Cancel(cancellation);

    /// <summary>Ends it as people do.</summary>
    public void End() => Cancel(Keeps ? stop : cancellation);

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    public JsonObject ToJson() =>
        new()
        {
            ["type"] = "job", ["id"] = Id, ["title"] = Title, ["part"] = Part, ["detail"] = Detail, ["state"] = State, ["keeps"] = Keeps,
        };
}
