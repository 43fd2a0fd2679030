using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Radial;

/// <summary>What <c>radial-fourier</c> asks for.</summary>
public sealed record RadialFourierParameters
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

    /// <summary>Number of rings.</summary>
    [Parameter("Number of rings", Minimum = 1)]
    public int Bins { get; init; } = 1;

    /// <summary>Highest order.</summary>
    [Parameter("Highest order", Minimum = 0)]
    public int MaxOrder { get; init; } = 24;

    /// <summary>Whose rules are followed; null: Ronchi's.</summary>
    [Parameter("Follow LiberTEM's rule that a ring without pixels has coefficients of 0 instead of NaN")]
    public FollowedRules? Compat { get; init; }
}
