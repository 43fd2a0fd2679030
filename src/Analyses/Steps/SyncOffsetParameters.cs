using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>How far frames are shifted against the scan.</summary>
public sealed record SyncOffsetParameters
{
    /// <summary>Frames to skip at the start; negative: blank positions to insert there.</summary>
    [Parameter("Frames to skip at the start; negative: blank positions to insert there")]
    public long SyncOffset { get; init; }
}
