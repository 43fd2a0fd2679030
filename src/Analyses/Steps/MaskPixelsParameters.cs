using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>Which pixels are left out.</summary>
public sealed record MaskPixelsParameters
{
    /// <summary>An array over the detector; pixels that are not 0 are masked.</summary>
    [Parameter("More bad pixels: non-zero pixels are masked", Form = "FILE.npy")]
    public required SignalInput PixelMask { get; init; }
}
