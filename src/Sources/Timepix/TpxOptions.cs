using Ronchi.Frames;

namespace Ronchi.Sources.Timepix;

/// <summary>What frames are made of events.</summary>
public sealed record TpxOptions
{
    /// <summary>Time of a frame, in seconds. Null: frames begin with triggers.</summary>
    [Parameter("Time of a frame that is made of Timepix3 events", Unit = "s", Minimum = 1e-9, Maximum = 1e6)]
    public double? FrameTime { get; init; }

    /// <summary>The pulse with which each frame begins. Null: frames have equal times.</summary>
    [Parameter("Pulse with which each frame of Timepix3 events begins", Default = "frames have equal times")]
    public TpxTrigger? FrameTrigger { get; init; }

    internal static FormatOptions Kind { get; } =
        FormatOptions.Of<TpxOptions>("--frame-time and --frame-trigger are for Timepix3 events (.tpx3)");
}
