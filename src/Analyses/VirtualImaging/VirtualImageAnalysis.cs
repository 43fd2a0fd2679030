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
    public override IReadOnlyList<Look> Looks { get; } =
    [
        new("image", "Image", "The image of a virtual detector")
        {
            Words = "virtual detector bright dark field",
            Inputs = [("detector", LookInput.Detectors)],
            LeastDetectors = 1,
            MostDetectors = 1,
            Parts = [new("", "Sum over the detector, for each scan position", Result: null)],
        },
        new("pair", "A−B", "Difference, mean, ratio and overlay of detectors")
        {
            Words = "subtract minus divide quotient compare composite merge blend rgb",
            Inputs = [("detector", LookInput.Detectors)],
            LeastDetectors = 2,
            MostDetectors = 2,
            Parts =
            [
                new("difference", "The first image less the second", "difference", LookForm.Signed)
                {
                    Parameters = [("combine", "difference")],
                },
                new("mean", "Half the sum of the two images", "mean") { Parameters = [("combine", "mean")] },
                new("ratio", "The first image divided by the second", "ratio") { Parameters = [("combine", "ratio")] },
                new("overlay", "The images of all detectors over one another, each in its colour", Result: null, LookForm.Overlay),
            ],
        },
    ];

    /// <inheritdoc/>
    public override Udf Create(OperationContext context, VirtualImageParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        BrightFieldDisk? disk = null;
        var detectors = DetectorChoice.Read(parameters.Detector, context, () => disk ??= Disk(context, parameters));
        if (disk is null && (parameters.Center is not null || parameters.Radius is not null))
            throw new ArgumentException(
                "--center and --radius are those of bf, abf, adf, laadf and haadf, and no --detector is one of these: leave them out, or "
                + "write them into the detector, as in disk:96,96,30.");
        var isLibertem = parameters.Compat == FollowedRules.Libertem;
        return new VirtualImage(
            parameters.Combine,
            detectors.Select(detector => (isLibertem ? detector.WithoutInnerEdge() : detector).On(context.Data.Shape.Detector)));
    }

    // What is not given is found in the data.
    private static BrightFieldDisk Disk(OperationContext context, VirtualImageParameters parameters)
    {
        var (row, column, radius) = context.Disk(parameters.Center, parameters.Radius);
        return new(row, column, radius);
    }
}
