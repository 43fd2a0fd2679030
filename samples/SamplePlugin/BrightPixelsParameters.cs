using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace SamplePlugin;

/// <summary>What the analysis asks for: an option, a field of the form, a member of the request.</summary>
public sealed record BrightPixelsParameters
{
    [Parameter("Counts from which a pixel is bright", Minimum = 0, Unit = "counts")]
    public double Threshold { get; init; } = 1;
}
