using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>How many scan positions are summed.</summary>
public sealed record BinScanParameters
{
    /// <summary>How many scan positions a side are summed to one.</summary>
    [Parameter("Sum the frames of blocks of N×N scan positions", Name = "scan-bin")]
    public int ScanBinning { get; init; } = 1;
}
