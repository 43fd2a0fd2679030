using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>Which scan positions stay.</summary>
public sealed record SelectPositionsParameters
{
    /// <summary>The positions.</summary>
    [Parameter($"Scan positions to keep: {ScanRegion.Grammar}")]
    public required ScanRegion Region { get; init; }
}
