using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Fourier;

/// <summary>What <c>crystallinity</c> asks for.</summary>
public sealed record CrystallinityParameters : FourierParameters
{
    /// <summary>Inner radius of the ring in Fourier space, in steps of the spatial frequency.</summary>
    [Parameter("Inner radius of the ring, in frequency steps", Form = "R")]
    public required double InnerRadius { get; init; }

    /// <summary>Outer radius of the ring, in steps of the spatial frequency.</summary>
    [Parameter("Outer radius of the ring, in frequency steps", Form = "R")]
    public required double OuterRadius { get; init; }

    /// <summary>Whose rules are followed; null: Ronchi's.</summary>
    [Parameter("Follow LiberTEM's rules for the middle of the ring and its inner edge")]
    public FollowedRules? Compat { get; init; }
}
