namespace Ronchi.Sources;

/// <summary>How files are read that another program is still writing.</summary>
public sealed record FollowOptions
{
    /// <summary>How long nothing new may come before the data count as ended.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often files are looked at, also where the file system tells of no change, as on network drives.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Takes sentences on what is waited for before the first frame is there. Null: nobody listens.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Whether nothing more will come: what might have been written again until now counts, too.</summary>
    internal bool IsLast { get; init; }

    /// <summary>Ends the following: what has come until then is all, and stays.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Stops waiting for the first frame.</summary>
    public CancellationToken CancellationToken { get; init; }
}
