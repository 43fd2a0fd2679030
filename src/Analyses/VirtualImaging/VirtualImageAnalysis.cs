using Ronchi.Analyses.BrightField;
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
        new("detector", "[NAME=]SHAPE", $"A virtual detector, in pixels or in a unit of the detector axes (disk:64,62,4.6mrad): {VirtualDetectorText.Grammar}", IsRequired: true, IsRepeatable: true),
        new("combine", "mean|difference|ratio", "One more image, computed from those of the first two detectors"),
        new("center", "ROW,COL", "Centre of bf, abf, adf and haadf, in pixels (default: found automatically)"),
        new("radius", "R", "Radius of the bright-field disk, for bf, abf, adf and haadf"),
        new("compat", "libertem", "Follow LiberTEM's rule that pixels exactly at the inner radius of a ring are outside"),
    ];

    /// <inheritdoc/>
    public override Udf Create(DataDescription data, AnalysisArguments arguments)
    {
        BrightFieldDisk? disk = null;
        var detectors = VirtualDetectorText.ParseAll(arguments.All("detector"), path =>
        {
            var (weights, shape) = arguments.ReadWeights(path);
            return VirtualDetector.FromWeights(Path.GetFileNameWithoutExtension(path), weights, shape);
        }, () => disk ??= Disk(data, arguments), PlaneAxes.OfDetector(data));
        if (disk is null && (arguments.Has("center") || arguments.Has("radius")))
            throw new ArgumentException("--center and --radius are those of bf, abf, adf and haadf, and no --detector is one of these: leave them out, or write them into the detector, as in disk:96,96,30.");
        var isLibertem = arguments.IsLibertem();
        return new VirtualImage(Combination(arguments.Text("combine")), detectors.Select(detector => (isLibertem ? detector.WithoutInnerEdge() : detector).On(data.Shape.Detector)));
    }

    private static ImageCombination? Combination(string? text)
    {
        try
        {
            return text is null ? null : CombinedImage.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"--combine: {e.Message}", e);
        }
    }

    // What is not given is found in the data.
    private static BrightFieldDisk Disk(DataDescription data, AnalysisArguments arguments)
    {
        var center = arguments.Position("center", data);
        var radius = arguments.Length("radius", data);
        if (center is (double row, double column) && radius is { } given)
            return new(row, column, given);
        var used = arguments.FindDisk(center, radius);
        return new(used.Row, used.Column, used.Radius);
    }
}
