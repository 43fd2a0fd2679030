using System.Collections.Immutable;
using System.Net;
using Ronchi.Signals;

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

    /// <summary>Memory in bytes that data may take. Null: most of what is free.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The formats that are read and the analyses that are offered.</summary>
    public Repertoire Repertoire { get; init; } = Repertoire.Known;

    /// <summary>
    /// Makes the demo scan, unless it is there, and says where it is: below the roots. It tells how far it is, from 0 to 1. Null: there is
    /// none.
    /// </summary>
    public Func<IProgress<double>, CancellationToken, Task<string>>? MakeDemo { get; init; }

    /// <summary>Where the session is kept, so that a server that starts again goes on where it ended. Of several servers with one file the
    /// first keeps its session there (<see cref="ViewerServer.IsBesideOther"/>). Null: nowhere.</summary>
    public string? SessionFile { get; init; }

    /// <summary>
    /// Where port and token of a server on the loopback are kept, readable by its owner alone, so that the next one is reached under the
    /// same link. Null: nowhere, each has a link of its own.
    /// </summary>
    public string? AddressFile { get; init; }
}
