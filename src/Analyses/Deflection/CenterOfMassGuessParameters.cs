using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Deflection;

/// <summary>What <c>com-guess</c> asks for.</summary>
public sealed record CenterOfMassGuessParameters
{
    /// <summary>Centre of the region; null: the middle of the detector.</summary>
    [Parameter("Centre of the region, in pixels; auto: centre of the bright-field disk", Default = "middle of the detector")]
    public DetectorPosition? Center { get; init; }

    /// <summary>Only pixels up to this distance from the centre count; null: all.</summary>
    [Parameter("Use only pixels up to this distance from the centre", Default = "all")]
    public DetectorLength? Radius { get; init; }

    /// <summary>Only pixels from this distance on count.</summary>
    [Parameter("Use only pixels at least this far from the centre", Default = "0")]
    public DetectorLength? InnerRadius { get; init; }
}
