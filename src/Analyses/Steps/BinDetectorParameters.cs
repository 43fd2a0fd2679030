using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>How many detector pixels are summed.</summary>
public sealed record BinDetectorParameters
{
    /// <summary>How many detector pixels a side are summed to one.</summary>
    [Parameter("Sum blocks of N×N detector pixels; auto: the smallest of 1, 2, 4 and 8 at which the data fit in memory", Name = "det-bin")]
    public BinningFactor DetectorBinning { get; init; } = 1;
}
