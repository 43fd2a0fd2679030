using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Decomposition;

/// <summary>Offers <see cref="Covariance"/> by name.</summary>
public sealed class CovarianceAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "covariance";

    /// <inheritdoc/>
    public override string Summary => "Computes how detector pixels vary together over the scan.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => true;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, Arguments arguments) => new Covariance();
}
