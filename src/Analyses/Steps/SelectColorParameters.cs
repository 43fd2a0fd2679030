using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>What is kept of frames in colour.</summary>
public sealed record SelectColorParameters
{
    /// <summary>The colour.</summary>
    [Parameter("The color to keep of frames of rows × columns × colors, from 0, or their luminance (Rec. 709)")]
    public required ColorChoice Color { get; init; }
}
