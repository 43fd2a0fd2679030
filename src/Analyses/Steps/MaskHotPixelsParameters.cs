using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>Which pixels are hot.</summary>
public sealed record MaskHotPixelsParameters
{
    /// <summary>How they are found.</summary>
    [Parameter("fix: look for hot pixels in a thousand frames and mask them; quantem: mask those that "
        + "quantem.widget's loader would, for comparison")]
    public required HotPixelRule HotPixels { get; init; }
}
