using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Statistics;

/// <summary>Offers <see cref="StandardDeviation"/> by name.</summary>
public sealed class StandardDeviationAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "stddev";

    /// <inheritdoc/>
    public override string Summary => "Computes sum, mean, variance and standard deviation of each pixel over all frames.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new StandardDeviation();
}
