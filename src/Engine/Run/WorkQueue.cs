using System.Collections.Immutable;
using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Hands each work item to one worker. A run is finished when every item that was taken was done and none is left.</summary>
internal sealed class WorkQueue(ImmutableArray<WorkItem> items)
{
    private int _taken;
    private int _done;

    public bool IsFinished => Volatile.Read(ref _done) == items.Length;

    public WorkItem? Take()
    {
        var next = Interlocked.Increment(ref _taken) - 1;
        return next < items.Length ? items[next] : null;
    }

    public void Done() => Interlocked.Increment(ref _done);
}
