using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What <c>idpc</c> asks for.</summary>
public sealed record QuadrantParameters : DeflectionParameters
{
    /// <summary>Where the quadrants meet.</summary>
    [Parameter("Where the quadrants meet, in pixels", Default = "auto, the centre of the bright-field disk")]
    public DetectorPosition? Center { get; init; }

    /// <summary>Radius of the bright-field disk, which turns the signal into a deflection; null: found.</summary>
    [Parameter("Radius of the bright-field disk, which turns the signal into a deflection", Default = "found automatically")]
    public DetectorLength? DiskRadius { get; init; }

    /// <summary>What is subtracted from the deflections.</summary>
    [Parameter(RegressionChoice.Help)]
    public RegressionChoice Regression { get; init; } = RegressionChoice.Mean;

    /// <summary>How the field continues beyond the scan.</summary>
    [Parameter(IntegrationWords.Boundary)]
    public FieldBoundary Boundary { get; init; } = FieldBoundary.Mirrored;

    /// <summary>Damping of long variations, in scan positions⁻¹.</summary>
    [Parameter(IntegrationWords.Regularization, Form = "F", Minimum = 0)]
    public double Regularization { get; init; }
}
