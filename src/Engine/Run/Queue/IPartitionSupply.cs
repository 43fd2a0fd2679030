using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Where the queue of a run gets partitions from. Used under the lock of the queue.</summary>
internal interface IPartitionSupply
{
    /// <summary>Whether there will be no further partition.</summary>
    bool IsExhausted { get; }

    /// <summary>A partition that can be begun now; null: there is none, or none yet.</summary>
    WorkItem? TryTake();

    /// <summary>Everything is visited again.</summary>
    void Restart();
}
