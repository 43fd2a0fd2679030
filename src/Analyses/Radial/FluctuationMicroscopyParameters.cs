using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Radial;

/// <summary>What <c>fem</c> asks for.</summary>
public sealed record FluctuationMicroscopyParameters
{
    /// <summary>Centre of the ring.</summary>
    [Parameter(RingWords.Center, Default = RingWords.DefaultCenter)]
    public DetectorPosition? Center { get; init; }

    /// <summary>Inner radius of the ring.</summary>
    [Parameter(RingWords.InnerRadius)]
    public required DetectorLength InnerRadius { get; init; }

    /// <summary>Outer radius of the ring.</summary>
    [Parameter(RingWords.OuterRadius)]
    public required DetectorLength OuterRadius { get; init; }

    /// <summary>Whose rules are followed; null: Ronchi's.</summary>
    [Parameter("Follow LiberTEM's rule that pixels at the inner radius are outside")]
    public FollowedRules? Compat { get; init; }
}
