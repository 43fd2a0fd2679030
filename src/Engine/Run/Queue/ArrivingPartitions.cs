using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>
/// The partitions of a plan over frames that are still arriving, each handed out when of all its frames it is known whether they are there.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="skip">Told the number of a partition of which no frame came.</param>
internal sealed class ArrivingPartitions(RunPlan plan, Action<int> skip) : IPartitionSupply
{
    private readonly Queue<WorkItem> _ready = new();
    private List<WorkItem> _waiting = [.. plan.Items];

    /// <inheritdoc/>
    public bool IsExhausted => _waiting.Count == 0 && _ready.Count == 0;

    /// <inheritdoc/>
    public WorkItem? TryTake() => _ready.TryDequeue(out var item) ? item : null;

    /// <summary>More has arrived, or nothing more will.</summary>
    public void Update(Arrivals now)
    {
        var known = now.Arrived.Union(now.Lost);
        var waiting = new List<WorkItem>();
        foreach (var item in _waiting)
        {
            if (now.End is null && !item.Runs.All(known.Contains))
                waiting.Add(item);
            else if (FrameSet.Of(item.Runs).Intersect(now.Arrived) is { IsEmpty: false } there)
                _ready.Enqueue(item with { Runs = there.Runs });
            else
                skip(item.Number);
        }

        _waiting = waiting;
    }

    /// <inheritdoc/>
    public void Restart()
    {
        _ready.Clear();
        _waiting = [.. plan.Items];
        Update(plan.Growth!.Now);
    }
}
