using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>What is done to the values of every frame: (value − dark) · gain; then pixels are repaired.</summary>
public sealed record CorrectFramesParameters
{
    /// <summary>Written for <see cref="Repair"/>: the pixels that the detector masks.</summary>
    internal const string Masked = "masked";

    /// <summary>The dark frame that is subtracted. Null: none.</summary>
    [Parameter("Dark frame to subtract: an .npy array, or a scan whose frames are averaged")]
    public SignalInput? Dark { get; init; }

    /// <summary>The gain by which each pixel is multiplied, after the dark frame. Null: none.</summary>
    [Parameter("Gain map: every pixel is multiplied by its gain, after --dark")]
    public SignalInput? Gain { get; init; }

    /// <summary>
    /// An array whose non-zero pixels are replaced by the mean of their neighbours, or <c>masked</c>: those that the detector masks. Null:
    /// none.
    /// </summary>
    [Parameter(
        "Pixels to replace by the mean of their neighbours: the non-zero pixels of a file, or those that the detector masks",
        Form = "FILE.npy|masked")]
    public SignalInput? Repair { get; init; }
}
