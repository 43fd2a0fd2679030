using Ronchi.Engine.Operations;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>What is kept of each spectrum.</summary>
public sealed record SelectChannelsParameters
{
    /// <summary>The channels that are kept.</summary>
    [Parameter("Channels to keep, ends included, or a range in the unit of the axis, as in 280eV,320eV")]
    public required AxisRange Range { get; init; }
}
