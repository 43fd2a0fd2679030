using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Hands each partition to one worker. A run is finished when every partition was done, and none will come any more.</summary>
internal sealed class WorkQueue
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);   // a stopped run ends within it

    private readonly object _gate = new();
    private readonly IPartitionSupply _supply;
    private readonly RunControl _control;
    private readonly Action _restart;
    private int _given;
    private int _done;
    private int _epoch;
    private int _atWork;

    /// <param name="plan">What is handed out.</param>
    /// <param name="control">Parameters, which may begin the run again.</param>
    /// <param name="restart">Drops what was found.</param>
    /// <param name="skip">Told the number of a partition of which no frame came.</param>
    public WorkQueue(RunPlan plan, RunControl control, Action restart, Action<int> skip)
    {
        _supply = plan switch
        {
            { Growth: null } => new PlannedPartitions(plan.Items),
            { TakesWholeItems: true } => new ArrivingPartitions(plan, skip),
            _ => new ArrivingFrames(plan),
        };
        (_control, _restart) = (control, restart);
    }

    public bool IsFinished
    {
        get
        {
            lock (_gate)
                return _supply.IsExhausted && _done == _given;
        }
    }

    /// <summary>Which restart the partitions belong to.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>Frames that arrived and left before they could be read.</summary>
    public long Missed => (_supply as ArrivingFrames)?.Missed ?? 0;

    /// <summary>The next partition, and the parameters to process it with; null when there is none.</summary>
    /// <param name="stop">The run was cancelled, or has failed.</param>
    /// <param name="rest">Done before the worker waits for frames that are still to come. Null: nothing.</param>
    /// <remarks>After a restart, partitions are handed out again once no worker is inside one.</remarks>
    public (WorkItem Item, RunControl.State State)? Take(CancellationToken stop, Action? rest = null)
    {
        for (var isRested = false; !stop.IsCancellationRequested;)
        {
            var waits = false;
            lock (_gate)
            {
                var state = _control.Current;
                if (state.Epoch == _epoch || _atWork == 0)
                {
                    if (state.Epoch != _epoch)
                        Restart(state.Epoch);
                    if (_supply.TryTake() is { } item)
                    {
                        _given++;
                        _atWork++;
                        return (item, state);
                    }

                    if (_supply.IsExhausted)
                        return null;
                    waits = true;
                    if (isRested)
                        Monitor.Wait(_gate, LongestWait);
                }
            }

            if (!waits)
            {
                Thread.Sleep(0);
            }
            else if (!isRested)
            {
                rest?.Invoke();
                isRested = true;
            }
        }

        return null;
    }

    /// <summary>Whether <see cref="TryBegin"/> puts readers at their frames.</summary>
    public bool HasBegun => _supply is ArrivingFrames;

    /// <summary>
    /// Whether the reader stands at the first frame of a partition that was taken: frames that are held for a while only may be gone by
    /// now. What is still there comes again.
    /// </summary>
    public bool TryBegin(ITileReader reader, WorkItem item)
    {
        if (_supply is not ArrivingFrames || reader.TrySeek(item.Runs[0]))
            return true;
        GiveBack(item);
        return false;
    }

    /// <summary>A partition that was taken could not be read: what of it is still there comes again.</summary>
    public void GiveBack(WorkItem item)
    {
        lock (_gate)
        {
            ((ArrivingFrames)_supply).GiveBack(item);
            _given--;
            _atWork--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>More has arrived, or nothing more will.</summary>
    public void Update(Arrivals now)
    {
        lock (_gate)
        {
            if (_supply is ArrivingFrames frames)
                frames.Update(now);
            else
                ((ArrivingPartitions)_supply).Update(now);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A partition was processed.</summary>
    public void Done()
    {
        lock (_gate)
        {
            _done++;
            _atWork--;
            Monitor.PulseAll(_gate);
        }
    }

    private void Restart(int epoch)
    {
        _epoch = epoch;
        _given = _done = 0;
        _restart();
        _supply.Restart();
    }
}
