using Ronchi.Engine;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="CenterOfMass"/> by name.</summary>
public sealed class CenterOfMassAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "com";

    /// <inheritdoc/>
    public override string Summary => "Computes the centre of mass of each frame and the deflection field: divergence, curl, magnitude.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        DeflectionArguments.Center,
        DeflectionArguments.Radius,
        DeflectionArguments.InnerRadius,
        DeflectionArguments.ScanRotation,
        DeflectionArguments.FlipY,
        DeflectionArguments.Regression with { Help = "What to subtract from the shifts: nothing (default), their mean, a fitted plane, or the 3×2 plane in a file" },
        new("compat", "libertem", "Follow LiberTEM's rules for the default centre, the inner radius, and the regression, which it subtracts after rotation and flip"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments) => new CenterOfMass(DeflectionArguments.Settings(data, arguments, FieldRegression.None));
}
