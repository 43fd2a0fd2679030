using System.Text.Json.Nodes;
using Ronchi.Engine.Operations;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>A scan that is open in a session, with everything that belongs to it.</summary>
/// <param name="id">Tells it from the others in the session; short, and for people.</param>
/// <param name="scan">The data in memory.</param>
/// <param name="request">What was opened, and how it is read.</param>
/// <param name="known">The operations that there are.</param>
internal sealed class OpenScan(string id, ResidentScan scan, ScanRequest request, IReadOnlyList<Operation> known)
{
    public string Id { get; } = id;

    /// <summary>Tells this opening of the data from any other.</summary>
    public string Token { get; } = Guid.NewGuid().ToString();

    public ResidentScan Scan { get; } = scan;

    public ScanRequest Request { get; } = request;

    /// <summary>What reads it, while it does; null: it was opened elsewhere.</summary>
    public ServerJob? Job { get; init; }

    /// <summary>Whether nobody knew at first how many frames would come.</summary>
    public bool IsOpenEnded { get; init; }

    /// <summary>What is known of its lengths; null: what the data say.</summary>
    public Calibration? Calibration { get; set; } = Calibration.Beside(request.Path);

    /// <summary>How it is looked at.</summary>
    public JsonObject Document { get; set; } = [];

    /// <summary>What people have made of it.</summary>
    public SignalTree Tree { get; } = new(scan.Scan, known);
}
