using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Radial;

/// <summary>Offers <see cref="RadialProfile"/> by name.</summary>
public sealed class RadialProfileAnalysis : AnalysisWith<RadialProfileParameters>
{
    /// <inheritdoc/>
    public override string Name => "radial";

    /// <inheritdoc/>
    public override string Summary => "Averages each frame over the azimuth: mean, variance and sum of each ring.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, RadialProfileParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return new RadialProfile(new()
        {
            Center = context.Center(parameters.Center),
            InnerRadius = parameters.InnerRadius.Pixels,
            OuterRadius = parameters.OuterRadius?.Pixels,
            Bins = parameters.Bins,
            EllipseRatio = parameters.Ellipse?.Ratio ?? 1,
            EllipseAngle = parameters.Ellipse?.Degrees ?? 0,
        });
    }
}
