using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Fourier;

/// <summary>Offers <see cref="FourierMasks.Crystallinity"/> by name.</summary>
public sealed class CrystallinityAnalysis : AnalysisWith<CrystallinityParameters>
{
    /// <inheritdoc/>
    public override string Name => "crystallinity";

    /// <inheritdoc/>
    public override string Summary => "Sums a ring of each frame's Fourier transform: high where the pattern is periodic.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, CrystallinityParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return FourierMasks.Crystallinity(
            parameters.InnerRadius, parameters.OuterRadius, parameters.LeftOut(context), parameters.Compat == FollowedRules.Libertem);
    }
}
