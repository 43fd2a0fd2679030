using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What <c>icom</c> asks for.</summary>
public sealed record IntegratedDeflectionParameters : ShiftParameters
{
    /// <summary>What is subtracted from the shifts.</summary>
    [Parameter(RegressionChoice.Help)]
    public RegressionChoice Regression { get; init; } = RegressionChoice.Mean;

    /// <summary>How the field continues beyond the scan.</summary>
    [Parameter(IntegrationWords.Boundary)]
    public FieldBoundary Boundary { get; init; } = FieldBoundary.Mirrored;

    /// <summary>Damping of long variations, in scan positions⁻¹.</summary>
    [Parameter(IntegrationWords.Regularization, Form = "F", Minimum = 0)]
    public double Regularization { get; init; }
}
