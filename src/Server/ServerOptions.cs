using System.Collections.Immutable;
using System.Net;

namespace Ronchi.Server;

/// <summary>Where a server listens and what it may read.</summary>
public sealed record ServerOptions
{
    /// <summary>Address to listen on. The loopback is reached from this machine only.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0: one that is free.</summary>
    public int Port { get; init; }

    /// <summary>Folders below which files may be opened and listed; nothing else is read.</summary>
    public required ImmutableArray<string> Roots { get; init; }

    /// <summary>Where the session is kept, so that a server that starts again goes on where it ended. Null: nowhere.</summary>
    public string? SessionFile { get; init; }
}
