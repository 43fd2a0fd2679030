using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Radial;

/// <summary>Offers <see cref="RadialFourier"/> by name.</summary>
public sealed class RadialFourierAnalysis : AnalysisWith<RadialFourierParameters>
{
    /// <inheritdoc/>
    public override string Name => "radial-fourier";

    /// <inheritdoc/>
    public override string Summary =>
        "Computes the azimuthal Fourier coefficients of each frame, ring by ring, and the dominant order, its symmetry.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, RadialFourierParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return new RadialFourier(
            context.Data.Shape.Detector,
            context.Center(parameters.Center),
            parameters.OuterRadius?.Pixels,
            parameters.InnerRadius.Pixels,
            parameters.Bins,
            parameters.MaxOrder,
            parameters.Compat == FollowedRules.Libertem);
    }
}
