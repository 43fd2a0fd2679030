using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Statistics;

/// <summary>Offers <see cref="Mean"/> by name.</summary>
public sealed class MeanAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "mean";

    /// <inheritdoc/>
    public override string Summary => "Averages all frames pixel by pixel: the mean pattern.";

    /// <inheritdoc/>
    public override IReadOnlyList<Look> Looks { get; } =
    [
        new("mean", "mean", "The mean of all patterns of the region")
        {
            Over = LookPlane.Detector,
            Words = "average",
            Parts = [new("", "Mean over the region, for each pixel", Result: null)],
        },
    ];

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new Mean();
}
