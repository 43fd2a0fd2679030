using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace SamplePlugin;

/// <summary>What the frame operation asks for.</summary>
public sealed record LimitCountsParameters
{
    [Parameter("The largest value that is left as it is", Minimum = 0, Unit = "counts")]
    public double Most { get; init; } = 10;
}
