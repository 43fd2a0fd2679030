using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What <c>com</c> asks for.</summary>
public sealed record CenterOfMassParameters : ShiftParameters
{
    /// <summary>What is subtracted from the shifts.</summary>
    [Parameter(RegressionChoice.Help)]
    public RegressionChoice Regression { get; init; } = RegressionChoice.None;

    /// <summary>Only pixels of this region count; null: all.</summary>
    [Parameter("Use only pixels of this region, written as a virtual detector is", Default = "all")]
    public DetectorChoice? Within { get; init; }

    /// <summary>Whose rules are followed; null: Ronchi's.</summary>
    [Parameter(
        "Follow LiberTEM's rules for the default centre, the inner radius, and the regression, which it subtracts after rotation and flip")]
    public FollowedRules? Compat { get; init; }
}
