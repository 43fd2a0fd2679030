using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Statistics;

/// <summary>Offers <see cref="FrameStatistics"/> by name.</summary>
public sealed class FrameStatisticsAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "frame-statistics";

    /// <inheritdoc/>
    public override string Summary => "Computes minimum, maximum, mean and standard deviation of each frame.";

    /// <inheritdoc/>
    public override IReadOnlyList<Look> Looks { get; } =
    [
        new("statistics", "Statistics", "Of each pattern: largest and smallest value, mean, standard deviation")
        {
            Words = "maximum hottest variance stddev fluctuation minimum average",
            Parts =
            [
                new("maximum", "Largest value of each pattern", "max"),
                new("minimum", "Smallest value of each pattern", "min"),
                new("mean", "Mean of each pattern", "mean"),
                new("deviation", "Standard deviation of the pixels of each pattern", "std"),
            ],
        },
    ];

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new FrameStatistics();
}
