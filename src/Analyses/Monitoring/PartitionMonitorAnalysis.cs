using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Monitoring;

/// <summary>Offers <see cref="PartitionMonitor"/> by name.</summary>
public sealed class PartitionMonitorAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "partition-monitor";

    /// <inheritdoc/>
    public override string Summary => "Sums the frames of the last partition that was processed.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new PartitionMonitor();
}
