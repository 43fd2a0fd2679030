using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.VirtualImaging;

/// <summary>What <c>virtual-image</c> asks for.</summary>
public sealed record VirtualImageParameters
{
    /// <summary>The virtual detectors.</summary>
    [Parameter($"A virtual detector, in pixels or in a unit of the detector axes (disk:64,62,4.6mrad): {VirtualDetectorText.Grammar}")]
    public required ParameterList<DetectorChoice> Detector { get; init; }

    /// <summary>What is made of the images of the first two; null: nothing.</summary>
    [Parameter("One more image, computed from those of the first two detectors")]
    public ImageCombination? Combine { get; init; }

    /// <summary>Centre of bf, abf, adf, laadf and haadf.</summary>
    [Parameter("Centre of bf, abf, adf, laadf and haadf, in pixels", Default = "found automatically")]
    public DetectorPosition? Center { get; init; }

    /// <summary>Radius of the bright-field disk.</summary>
    [Parameter("Radius of the bright-field disk, for bf, abf, adf, laadf and haadf", Default = "found automatically")]
    public DetectorLength? Radius { get; init; }

    /// <summary>Whose rules are followed; null: Ronchi's.</summary>
    [Parameter("Follow LiberTEM's rule that pixels exactly at the inner radius of a ring are outside")]
    public FollowedRules? Compat { get; init; }
}
