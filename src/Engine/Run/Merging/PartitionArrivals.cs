using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Merges partitions that were carried out elsewhere into a run.</summary>
internal sealed class PartitionArrivals
{
    private readonly RunPlan _plan;
    private readonly MergeSide _side;
    private readonly Lock _gate = new();
    private readonly UdfTask[] _tasks;

    public PartitionArrivals(RunPlan plan, MergeSide side)
    {
        _plan = plan;
        _side = side;
        _tasks = [.. plan.Udfs.Select((udf, i) => side.TaskFor(i, udf, taskData: null))];
    }

    /// <summary>Merges a partition; in its turn where the plan asks for scan order.</summary>
    /// <exception cref="InvalidOperationException">It is not what was to be carried out: the other side works by another plan.</exception>
    /// <exception cref="RunException">A UDF threw while it merged.</exception>
    public void Merge(PartitionWork work, FinishedPartition finished)
    {
        if (finished.Number != work.Number || finished.Version != work.Version || !Fits(work, finished))
            throw new InvalidOperationException(
                $"What came back as partition {work.Number} with parameters {work.Version} (it says {finished.Number} and "
                + $"{finished.Version}) does not fit the plan of this run: the other side works by another plan, or on other data.");
        if (_plan.Options.IsOrdered)
            _side.InOrder(work.Number, () => Take(work, finished));
        else
            Take(work, finished);
    }

    private void Take(PartitionWork work, FinishedPartition finished)
    {
        lock (_gate)
        {
            for (var i = 0; i < _tasks.Length; i++)
            {
                var (task, found) = (_tasks[i], finished.Udfs[i]);
                for (var b = 0; b < found.Buffers.Count; b++)
                    found.Buffers[b].CopyTo(task[b]);
                task.NoData = found.NoData;
                if (found.Unmeasured.Length > 0)
                    task.Unmeasured!.Mark(found.Unmeasured);
                _side.Merge(i, work.State.Udfs[i].Udf, task, work.Runs, work.State);
            }
        }
    }

    private bool Fits(PartitionWork work, FinishedPartition finished)
    {
        if (finished.Udfs.Count != _tasks.Length)
            return false;
        for (var i = 0; i < _tasks.Length; i++)
        {
            var (task, found) = (_tasks[i], finished.Udfs[i]);
            if (found.Buffers.Count != task.Buffers.Length || found.Unmeasured.Length != (task.Unmeasured?.Kinds ?? 0) || found.NoData < 0)
                return false;
            for (var b = 0; b < found.Buffers.Count; b++)
            {
                if (!found.Buffers[b].Fits(task[b]) || !IsOf(work, task[b], found.Buffers[b]))
                    return false;
            }

            if (found.Unmeasured.Any(marks => marks.Any(position => !work.Runs.Any(run => position >= run.Start && position < run.End))))
                return false;
        }

        return true;
    }

    // Entries over the scan are those of the partition; what is merged as a whole is whole.
    private static bool IsOf(PartitionWork work, ResultBuffer buffer, BufferPart part)
    {
        var width = (int)buffer.Declaration.Extra.Count;
        return buffer.Declaration switch
        {
            { Use: BufferUse.ResultOnly } => part.Runs.Count == 0,
            { Kind: ResultKind.Scan } => part.Runs.SequenceEqual(work.Runs.Select(run => ((int)run.Start * width, run.Count * width))),
            { IsShared: true } => true,
            _ => part.Runs is [(0, var count)] && count == buffer.Values.Length,
        };
    }
}
