using Ronchi.Frames;

namespace Ronchi.Engine.Plan;

/// <summary>A partition: the unit of work that one worker takes from the queue.</summary>
/// <param name="Number">Its number in scan order.</param>
/// <param name="Runs">Runs of consecutive frames, ascending.</param>
public sealed record WorkItem(int Number, IReadOnlyList<FrameRange> Runs);
