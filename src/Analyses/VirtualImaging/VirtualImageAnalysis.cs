using Ronchi.Engine;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Offers <see cref="VirtualImage"/> by name.</summary>
public sealed class VirtualImageAnalysis : Analysis
{
    /// <inheritdoc/>
    public override string Name => "virtual-image";

    /// <inheritdoc/>
    public override string Summary => "Sums each frame over virtual detectors: one image per detector, all in one pass.";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new("detector", "[NAME=]SHAPE", $"A virtual detector, in pixels: {VirtualDetectorText.Grammar}", IsRequired: true, IsRepeatable: true),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        var detectors = VirtualDetectorText.ParseAll(arguments.All("detector"), path =>
        {
            var (weights, shape) = arguments.ReadWeights(path);
            return VirtualDetector.FromWeights(Path.GetFileNameWithoutExtension(path), weights, shape);
        });
        return new VirtualImage(detectors.Select(detector => detector.On(data.Shape.Detector)));
    }
}
