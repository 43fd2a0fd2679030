namespace Ronchi.Server;

/// <summary>What changed a session.</summary>
public sealed class SessionChangedEventArgs : EventArgs
{
    /// <summary>Who made the change, and need not be told; null: the session itself.</summary>
    public object? By { get; init; }
}
