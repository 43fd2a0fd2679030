using Ronchi.Analyses.Radial;
using Ronchi.Engine;

namespace Ronchi.Analyses.Clustering;

/// <summary>Offers <see cref="FeatureVectors"/> by name: <c>feature-vector</c>, or <c>cluster</c> with clusters of them.</summary>
/// <param name="isCluster">Whether it is <c>cluster</c>.</param>
public sealed class FeatureVectorsAnalysis(bool isCluster) : Analysis
{
    /// <inheritdoc/>
    public override string Name => isCluster ? "cluster" : "feature-vector";

    /// <inheritdoc/>
    public override string Summary => isCluster
        ? "Divides the scan into clusters of neighbouring positions with similar frames."
        : "Extracts the values of each frame at the spots that vary most over the scan.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        RingArguments.Center,
        RingArguments.InnerRadius with { Help = "Minimum distance of spots from the centre (default: outside the bright-field disk)" },
        RingArguments.OuterRadius with { Help = "Maximum distance of spots from the centre" },
        new("peaks", "N", "Maximum number of spots (default: 32)"),
        new("min-distance", "PIXELS", "Spots are further apart than this (default: 1)"),
        .. isCluster ? [new("clusters", "N", "Number of clusters (default: 8)")] : Array.Empty<Parameter>(),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        var defaults = new FeatureSettings { Center = default };
        var frames = (arguments.Selection ?? ScanSelection.All(data.Shape.Scan)).Recorded(data.Validity).FrameCount;
        var clusters = isCluster ? arguments.Count("clusters") ?? (int)Math.Clamp(frames, 1, 8) : 0;   // a small scan has fewer
        var settings = defaults with
        {
            OuterRadius = arguments.Length("outer-radius", data),
            Peaks = arguments.Count("peaks") ?? defaults.Peaks,
            MinDistance = arguments.Length("min-distance", data) ?? defaults.MinDistance,
        };
        var inner = arguments.Length("inner-radius", data);
        // The data are looked at last, when the rest is in order.
        return new FeatureVectors(settings with { Center = RingArguments.CenterOf(arguments, data), InnerRadius = inner ?? arguments.FindDisk().Radius }, clusters);
    }
}
