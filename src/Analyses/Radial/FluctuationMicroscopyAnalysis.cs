using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Radial;

/// <summary>Offers <see cref="FluctuationMicroscopy"/> by name.</summary>
public sealed class FluctuationMicroscopyAnalysis : AnalysisWith<FluctuationMicroscopyParameters>
{
    /// <inheritdoc/>
    public override string Name => "fem";

    /// <inheritdoc/>
    public override string Summary => "Fluctuation electron microscopy: the standard deviation of each frame within a ring.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, FluctuationMicroscopyParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        var (row, column) = context.Center(parameters.Center);
        return new FluctuationMicroscopy(
            row, column, parameters.InnerRadius.Pixels, parameters.OuterRadius.Pixels, parameters.Compat == FollowedRules.Libertem);
    }
}
