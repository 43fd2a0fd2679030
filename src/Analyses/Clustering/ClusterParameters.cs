using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.Clustering;

/// <summary>What <c>cluster</c> asks for.</summary>
public sealed record ClusterParameters : FeatureParameters
{
    /// <summary>Number of clusters.</summary>
    [Parameter("Number of clusters", Minimum = 1)]
    public int Clusters { get; init; } = 8;
}
