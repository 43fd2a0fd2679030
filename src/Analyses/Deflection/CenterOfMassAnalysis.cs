using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Deflection;

/// <summary>Offers <see cref="CenterOfMass"/> by name.</summary>
public sealed class CenterOfMassAnalysis : AnalysisWith<CenterOfMassParameters>
{
    /// <inheritdoc/>
    public override string Name => "com";

    /// <inheritdoc/>
    public override string Summary => "Computes the centre of mass of each frame and the deflection field: divergence, curl, magnitude.";

    /// <inheritdoc/>
    public override IReadOnlyList<Look> Looks { get; } =
    [
        new("deflection", "CoM", "Centre of mass of each pattern: where the beam was deflected to")
        {
            Words = "center of mass deflection first moment field",
            Parameters = [("regression", "mean")],
            Inputs = [("within", LookInput.Detector), ("scan-rotation", LookInput.Rotation), ("flip-y", LookInput.Flip)],
            MostDetectors = 1,
            Axes = 2,
            Parts = DeflectionParameters.Pictures("centre of mass", "field", ResultUnit.Pixels),
        },
    ];

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, CenterOfMassParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return new CenterOfMass(parameters.Settings(parameters.CenterIn(context), parameters.Regression.Read(context)) with
        {
            LibertemRules = parameters.Compat == FollowedRules.Libertem,
            Within = parameters.Within?.Pixels(context),
        });
    }
}
