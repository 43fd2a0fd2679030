using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>One partition to be carried out, with the parameters of the time.</summary>
public sealed class PartitionWork
{
    internal PartitionWork(WorkItem item, RunControl.State state)
    {
        Item = item;
        State = state;
    }

    /// <summary>Its number: in scan order that in <see cref="RunPlan.Items"/>; of data that are still arriving, in the order in which they
    /// came.</summary>
    public int Number => Item.Number;

    /// <summary>Its frames: ascending runs of flat scan indices.</summary>
    public IReadOnlyList<FrameRange> Runs => Item.Runs;

    /// <summary>Its number of frames.</summary>
    public long FrameCount => Item.Runs.Sum(static run => (long)run.Count);

    /// <summary>Number of the parameters; those that the run began with are 0. <see cref="RunControl"/> changes them.</summary>
    public int Version => State.Version;

    /// <summary>The UDFs with these parameters.</summary>
    public IReadOnlyList<Udf> Udfs => [.. State.Udfs.Select(static udf => udf.Udf)];

    internal WorkItem Item { get; }

    internal RunControl.State State { get; }

    /// <summary>A partition of a plan, with the parameters that the plan has: on the other side, where the plan was made again.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="number">The partition.</param>
    /// <param name="version">Number of these parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan has no such partition.</exception>
    public static PartitionWork Of(RunPlan plan, int number, int version = 0)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Items.FirstOrDefault(item => item.Number == number) is { } item
            ? new(item, new(version, 0, plan.Udfs))
            : throw new ArgumentOutOfRangeException(nameof(number), number, $"The plan has {plan.Items.Length} partitions.");
    }

    /// <summary>A partition of data that are still arriving, which is made of frames that are there: likewise.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="number">Its number.</param>
    /// <param name="runs">Its frames.</param>
    /// <param name="version">Number of these parameters.</param>
    /// <exception cref="ArgumentException">There is no frame, or one lies outside the scan.</exception>
    public static PartitionWork Of(RunPlan plan, int number, IReadOnlyList<FrameRange> runs, int version = 0)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var frames = FrameSet.Of(runs);
        return !frames.IsEmpty && frames.Runs[0].Start >= 0 && frames.End <= plan.Data.Shape.FrameCount
            ? new(new WorkItem(number, frames.Runs), new(version, 0, plan.Udfs))
            : throw new ArgumentException($"A partition holds frames of the scan, 0 to {plan.Data.Shape.FrameCount - 1}.", nameof(runs));
    }
}
