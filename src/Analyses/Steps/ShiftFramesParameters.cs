using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>How far each frame is moved.</summary>
public sealed record ShiftFramesParameters
{
    /// <summary>Rows and columns for each scan position, or for all of them.</summary>
    [Parameter(
        "Rows and columns by which the frame of each position is moved: an array of (scan, 2), as com gives it, or of 2 for all",
        Unit = "px")]
    public required SignalInput By { get; init; }

    /// <summary>Whether frames are moved the other way: what lay at the given place comes to the given centre.</summary>
    [Parameter("Move the other way: with a centre of mass, it comes to lie at one place in all frames")]
    public bool Back { get; init; }
}
