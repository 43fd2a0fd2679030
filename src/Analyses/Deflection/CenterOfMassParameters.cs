using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Deflection;

/// <summary>What <c>com</c> asks for.</summary>
public sealed record CenterOfMassParameters : ShiftParameters
{
    /// <summary>What is subtracted from the shifts.</summary>
    [Parameter(RegressionChoice.Help)]
    public RegressionChoice Regression { get; init; } = RegressionChoice.None;

    /// <summary>Whose rules are followed; null: Ronchi's.</summary>
    [Parameter("Follow LiberTEM's rules for the default centre, the inner radius, and the regression, which it subtracts after rotation and flip")]
    public FollowedRules? Compat { get; init; }
}
