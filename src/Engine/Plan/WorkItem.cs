using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>A unit of work that one worker takes from the queue: a few runs of frames.</summary>
/// <param name="Runs">Runs of consecutive frames, ascending.</param>
public sealed record WorkItem(IReadOnlyList<FrameRange> Runs);
