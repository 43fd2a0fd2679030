using System.Collections.Immutable;
using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Hands each partition to one worker, in scan order. A run is finished when every partition was done.</summary>
internal sealed class WorkQueue(ImmutableArray<WorkItem> items, RunControl control, Action restart)
{
    private readonly Lock _gate = new();
    private int _taken;
    private int _done;
    private int _epoch;
    private int _atWork;

    public bool IsFinished => Volatile.Read(ref _done) == items.Length;

    /// <summary>Which restart the partitions belong to.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>The next partition, and the parameters to process it with; null when there is none.</summary>
    /// <remarks>After a restart, partitions are handed out again once no worker is inside one.</remarks>
    public (WorkItem Item, RunControl.State State)? Take(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            lock (_gate)
            {
                var state = control.Current;
                if (state.Epoch == _epoch || _atWork == 0)
                {
                    if (state.Epoch != _epoch)
                    {
                        _epoch = state.Epoch;
                        _taken = _done = 0;
                        restart();
                    }

                    if (_taken == items.Length)
                        return null;
                    _atWork++;
                    return (items[_taken++], state);
                }
            }

            Thread.Sleep(0);
        }

        return null;
    }

    /// <summary>A partition was processed.</summary>
    public void Done()
    {
        lock (_gate)
        {
            _done++;
            _atWork--;
        }
    }
}
