using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Clustering;

/// <summary>Offers clusters of <see cref="FeatureVectors"/> by name.</summary>
public sealed class ClusterAnalysis : AnalysisWith<ClusterParameters>
{
    /// <inheritdoc/>
    public override string Name => "cluster";

    /// <inheritdoc/>
    public override string Summary => "Divides the scan into clusters of neighbouring positions with similar frames.";

    /// <inheritdoc/>
    public override bool BeginsAtEnd(Arrivals now) => true;

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, ClusterParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        var clusters = parameters.Clusters ?? (int)Math.Clamp(context.RecordedFrames, 1, 8);   // a small scan has fewer
        return new FeatureVectors(parameters.Settings(context), clusters);
    }
}
