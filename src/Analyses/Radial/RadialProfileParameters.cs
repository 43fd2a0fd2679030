using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Radial;

/// <summary>What <c>radial</c> asks for.</summary>
public sealed record RadialProfileParameters
{
    /// <summary>Centre of the rings.</summary>
    [Parameter(RingWords.Center, Default = RingWords.DefaultCenter)]
    public DetectorPosition? Center { get; init; }

    /// <summary>Inner radius of the first ring.</summary>
    [Parameter(RingWords.InnerRadius)]
    public DetectorLength InnerRadius { get; init; }

    /// <summary>Outer radius of the last ring; null: as far as the detector reaches.</summary>
    [Parameter(RingWords.OuterRadius, Default = RingWords.DefaultOuterRadius)]
    public DetectorLength? OuterRadius { get; init; }

    /// <summary>Number of rings; null: one per pixel of radius.</summary>
    [Parameter("Number of rings", Default = "one per pixel of radius", Minimum = 1)]
    public int? Bins { get; init; }

    /// <summary>Shape of the rings; null: circles.</summary>
    [Parameter(
        "Elliptical rings: long over short axis, and the direction of the long axis, clockwise from the column axis", Default = "circles")]
    public RingEllipse? Ellipse { get; init; }
}
