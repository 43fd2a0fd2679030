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
    public override Udf Create(OperationContext context, Arguments arguments) => new FrameStatistics();
}
