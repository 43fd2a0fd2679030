using Ronchi.Analyses.BrightField;
using Ronchi.Engine;
using Ronchi.Engine.Operations;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>Offers <see cref="VirtualImage"/> by name.</summary>
public sealed class VirtualImageAnalysis : AnalysisWith<VirtualImageParameters>
{
    /// <inheritdoc/>
    public override string Name => "virtual-image";

    /// <inheritdoc/>
    public override string Summary => "Sums each frame over virtual detectors: one image per detector, all in one pass.";

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, VirtualImageParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        BrightFieldDisk? disk = null;
        var detectors = VirtualDetectorText.ParseAll([.. parameters.Detector.Select(static choice => choice.Text)], path =>
        {
            var (weights, shape) = context.ReadWeights(path);
            return VirtualDetector.FromWeights(Path.GetFileNameWithoutExtension(path), weights, shape);
        }, () => disk ??= Disk(context, parameters), PlaneAxes.OfDetector(context.Data));
        if (disk is null && (parameters.Center is not null || parameters.Radius is not null))
            throw new ArgumentException("--center and --radius are those of bf, abf, adf and haadf, and no --detector is one of these: leave them out, or write them into the detector, as in disk:96,96,30.");
        var isLibertem = parameters.Compat == FollowedRules.Libertem;
        return new VirtualImage(parameters.Combine, detectors.Select(detector => (isLibertem ? detector.WithoutInnerEdge() : detector).On(context.Data.Shape.Detector)));
    }

    // What is not given is found in the data.
    private static BrightFieldDisk Disk(OperationContext context, VirtualImageParameters parameters)
    {
        var (row, column, radius) = context.Disk(parameters.Center, parameters.Radius);
        return new(row, column, radius);
    }
}
