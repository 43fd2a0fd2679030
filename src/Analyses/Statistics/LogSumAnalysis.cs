using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Statistics;

/// <summary>Offers <see cref="LogSum"/> by name.</summary>
public sealed class LogSumAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "log-sum";

    /// <inheritdoc/>
    public override string Summary => "Sums the logarithms of all frames pixel by pixel: shows faint reflections next to bright ones.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new LogSum();
}
