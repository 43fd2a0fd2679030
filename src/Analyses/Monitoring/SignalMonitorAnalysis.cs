using Ronchi.Engine;

namespace Ronchi.Analyses.Monitoring;

/// <summary>Offers <see cref="SignalMonitor"/> by name.</summary>
public sealed class SignalMonitorAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "signal-monitor";

    /// <inheritdoc/>
    public override string Summary => "Shows the last frame that was processed.";

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments) => new SignalMonitor();
}
