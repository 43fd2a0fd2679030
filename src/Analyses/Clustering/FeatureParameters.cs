using Ronchi.Analyses.Radial;
using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Clustering;

/// <summary>What <c>feature-vector</c> asks for.</summary>
public record FeatureParameters
{
    /// <summary>Centre of the pattern.</summary>
    [Parameter("Centre of the pattern", Default = RingWords.DefaultCenter)]
    public DetectorPosition? Center { get; init; }

    /// <summary>Least distance of spots from the centre; null: the radius of the bright-field disk.</summary>
    [Parameter("Minimum distance of spots from the centre", Default = "outside the bright-field disk")]
    public DetectorLength? InnerRadius { get; init; }

    /// <summary>Largest distance of spots from the centre; null: any.</summary>
    [Parameter("Maximum distance of spots from the centre", Default = "any")]
    public DetectorLength? OuterRadius { get; init; }

    /// <summary>Number of spots at most.</summary>
    [Parameter("Maximum number of spots", Minimum = 1, Maximum = FeatureVectors.MostPeaks)]
    public int Peaks { get; init; } = 32;

    /// <summary>Spots lie further apart than this.</summary>
    [Parameter("Spots are further apart than this", Form = "PIXELS")]
    public DetectorLength MinDistance { get; init; } = 1;

    /// <summary>These as settings, what is not given found in the data.</summary>
    internal FeatureSettings Settings(OperationContext context) => new()
    {
        Center = context.Center(Center),
        InnerRadius = InnerRadius?.Pixels ?? context.Disk().Radius,
        OuterRadius = OuterRadius?.Pixels,
        Peaks = Peaks,
        MinDistance = MinDistance.Pixels,
    };
}
