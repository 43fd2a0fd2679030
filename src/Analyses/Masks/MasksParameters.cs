using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Masks;

/// <summary>What <c>masks</c> asks for.</summary>
public sealed record MasksParameters
{
    /// <summary>The masks: weights with the shape of a frame, or of several.</summary>
    [Parameter("Weights with the shape of a frame, or a stack of them", Form = "FILE.npy")]
    public required ParameterList<FilePath> Mask { get; init; }

    /// <summary>By how much the masks are moved; null: they are not.</summary>
    [Parameter("Whole pixels by which to move the masks down and right: one pair for all frames, or a pair for each")]
    public MaskShift? Shift { get; init; }
}
