using Ronchi.Engine;

namespace Ronchi.Analyses.Decomposition;

/// <summary>Offers <see cref="PrincipalComponents"/> by name.</summary>
public sealed class PrincipalComponentsAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "pca";

    /// <inheritdoc/>
    public override string Summary => "Computes the principal components of the frames: a few patterns that approximate all of them.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("components", "N", "Number of components (default: 8)"),
        new("oversampling", "N", "Additional vectors that make the components more accurate (default: 8)"),
        new("power-iterations", "N", "Passes over the data that turn random vectors into the components (default: 2)"),
        new("seed", "N", "Start value of the random numbers (default: 1)"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(arguments);
        var defaults = new PrincipalComponentsSettings();
        // A small scan has fewer.
        var most = Math.Clamp(Math.Min((arguments.Selection ?? ScanSelection.All(data.Shape.Scan)).Recorded(data.Validity).FrameCount, data.Shape.FrameElements), 1, defaults.Components);
        return new PrincipalComponents(new()
        {
            Components = arguments.Count("components") ?? (int)most,
            Oversampling = arguments.Count("oversampling", smallest: 0) ?? defaults.Oversampling,
            PowerIterations = arguments.Count("power-iterations") ?? defaults.PowerIterations,
            Seed = arguments.Count("seed", smallest: 0) ?? defaults.Seed,
        });
    }
}
