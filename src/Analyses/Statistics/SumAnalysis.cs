using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Statistics;

/// <summary>Offers <see cref="Sum"/> by name.</summary>
public sealed class SumAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "sum";

    /// <inheritdoc/>
    public override string Summary => "Sums all frames pixel by pixel: the sum pattern.";

    /// <inheritdoc/>
    public override IReadOnlyList<Look> Looks { get; } =
    [
        new("sum", "sum", "The sum of all patterns of the region")
        {
            Over = LookPlane.Detector,
            Parts = [new("", "Sum over the region, for each pixel", Result: null)],
        },
    ];

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new Sum();
}
