using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Clustering;

/// <summary>What <c>cluster</c> asks for.</summary>
public sealed record ClusterParameters : FeatureParameters
{
    /// <summary>Number of clusters; null: 8, and of a scan with fewer positions as many as these.</summary>
    [Parameter("Number of clusters", Default = "8", Minimum = 1)]
    public int? Clusters { get; init; }
}
