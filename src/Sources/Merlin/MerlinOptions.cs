using Ronchi.Frames;

namespace Ronchi.Sources.Merlin;

/// <summary>How frames of a Merlin detector are turned.</summary>
public sealed record MerlinOptions
{
    /// <summary>Whether the rows of frames are turned over: the last of the file is the first, as HyperSpy shows them.</summary>
    [Parameter("Turn over the rows of frames in .mib files, as HyperSpy does; without it they are as the detector counts them")]
    public bool Flip { get; init; }

    internal static FormatOptions Kind { get; } = FormatOptions.Of<MerlinOptions>("--flip turns over frames of Merlin files (.mib)");
}
