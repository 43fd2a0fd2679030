using System.Collections.Immutable;
using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>The partitions of a plan over data that are there, in the order of the plan.</summary>
internal sealed class PlannedPartitions(ImmutableArray<WorkItem> items) : IPartitionSupply
{
    private int _taken;

    /// <inheritdoc/>
    public bool IsExhausted => _taken == items.Length;

    /// <inheritdoc/>
    public WorkItem? TryTake() => IsExhausted ? null : items[_taken++];

    /// <inheritdoc/>
    public void Restart() => _taken = 0;
}
