using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Monitoring;

/// <summary>Offers <see cref="SignalMonitor"/> by name.</summary>
public sealed class SignalMonitorAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "signal-monitor";

    /// <inheritdoc/>
    public override string Summary => "Shows the last frame that was processed.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new SignalMonitor();
}
