using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Clustering;

/// <summary>Offers <see cref="FeatureVectors"/> by name.</summary>
public sealed class FeatureVectorsAnalysis : AnalysisWith<FeatureParameters>
{
    /// <inheritdoc/>
    public override string Name => "feature-vector";

    /// <inheritdoc/>
    public override string Summary => "Extracts the values of each frame at the spots that vary most over the scan.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => true;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, FeatureParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new FeatureVectors(parameters.Settings(context), clusters: 0);
    }
}
