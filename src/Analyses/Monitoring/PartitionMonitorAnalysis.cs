using Ronchi.Engine;

namespace Ronchi.Analyses.Monitoring;

/// <summary>Offers <see cref="PartitionMonitor"/> by name.</summary>
public sealed class PartitionMonitorAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "partition-monitor";

    /// <inheritdoc/>
    public override string Summary => "Sums the frames of the last partition that was processed.";

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments) => new PartitionMonitor();
}
