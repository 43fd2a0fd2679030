using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Fourier;

/// <summary>What <c>fft-mask</c> asks for.</summary>
public sealed record FourierMasksParameters : FourierParameters
{
    /// <summary>The masks: weights with the shape of a frame, or of several.</summary>
    [Parameter("Weights with the shape of a frame, frequency 0 in the middle, or a stack of them", Form = "FILE.npy")]
    public required ParameterList<FilePath> Mask { get; init; }
}
