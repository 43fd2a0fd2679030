using System.Collections.Immutable;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>One thread's share of a run.</summary>
internal sealed class Worker : IDisposable
{
    private readonly RunPlan _plan;
    private readonly BufferSide _side;
    private readonly Accelerator? _accelerator;
    private readonly TileFeed _feed;
    private readonly Udf[] _udfs;
    private readonly UdfTask[] _tasks;
    private readonly List<FrameRange> _visited = [];
    private RunControl.State _state;
    private int _generation;
    private long _frames;
    private bool _rests;

    public Worker(RunPlan plan, BufferSide side, Accelerator? accelerator = null)
    {
        _plan = plan;
        _side = side;
        _accelerator = accelerator;
        _feed = new(plan, accelerator);
        _state = new(0, 0, plan.Udfs);
        _udfs = [.. plan.Udfs.Select(static udf => udf.Udf.ForWorker())];
        _tasks = [.. plan.Udfs.Select((udf, i) => side.TaskFor(i, udf, BufferSide.TaskDataOf(udf.Udf, udf, accelerator), accelerator))];
    }

    /// <summary>Frames processed so far.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Whether it has merged since this was last asked for.</summary>
    public bool HasMerged => Volatile.Read(ref _rests) || Volatile.Read(ref _generation) == _side.Generation;

    private ImmutableArray<UdfPlan> Udfs => _state.Udfs;

    /// <summary>
    /// Reads and processes partitions until there is none left or <paramref name="stop"/> is set; a failure stops the other workers too.
    /// </summary>
    public void Run(ITileReader reader, WorkQueue queue, CancellationTokenSource stop)
    {
        try
        {
            while (Step(reader, queue, stop.Token))
            {
                // The next one.
            }

            Merge();
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    /// <summary>Reads and processes one partition.</summary>
    /// <returns>False when there was none, or the run was stopped.</returns>
    public bool Step(ITileReader reader, WorkQueue queue, CancellationToken stop)
    {
        if (queue.Take(stop, Rest) is not var (item, state))
            return false;
        if (!queue.TryBegin(reader, item))
            return true;
        Begin(item, state);
        foreach (var run in item.Runs)
        {
            if (!queue.HasBegun)
                reader.Seek(run);
            while (reader.TryRead(out var tile))
            {
                Process(tile, item);
                if (!stop.IsCancellationRequested)
                    continue;
                Stop();
                return false;
            }
        }

        End(item);
        queue.Done();
        return true;
    }

    /// <summary>Nothing is there to do for a while: what the worker holds is merged, so that others see it.</summary>
    public void Rest()
    {
        Merge();
        Volatile.Write(ref _rests, true);
    }

    /// <summary>Begins a partition with the parameters of the time.</summary>
    public void Begin(WorkItem item, RunControl.State state)
    {
        Volatile.Write(ref _rests, false);
        if (state.Version != _state.Version)
            TakeUp(state);
        for (var i = 0; i < _tasks.Length; i++)
        {
            _tasks[i].Runs = item.Runs;
            if (_udfs[i] is IPreprocessUdf preparing)
                Guard(i, item, () => preparing.Preprocess(_tasks[i]));
            Guard(i, item, _tasks[i].Place);
        }
    }

    /// <summary>Gives a tile to all UDFs.</summary>
    public void Process(in Tile tile, WorkItem item)
    {
        _feed.Begin();
        var keeps = false;
        for (var i = 0; i < _tasks.Length; i++)
        {
            if (_tasks[i].Method == UdfMethod.Partition)
            {
                keeps = true;
                continue;
            }

            try
            {
                _feed.Feed(tile, Udfs[i], _udfs[i], _tasks[i]);
            }
            catch (Exception e) when (e is not SourceException)
            {
                throw RunException.In(_udfs[i], _tasks[i], item.Number, _tasks[i].Frames, e);
            }
        }

        if (keeps)
            Keep(tile, item);
        else
            Visit(tile.Frames);
        Volatile.Write(ref _frames, _frames + tile.Frames.Count);
    }

    /// <summary>Ends a partition: what is merged by partition is merged now.</summary>
    public void End(WorkItem item)
    {
        if (Array.Exists(_tasks, static task => task.Method == UdfMethod.Partition))
            ProcessPartition(item);
        for (var i = 0; i < _tasks.Length; i++)
        {
            Guard(i, item, _tasks[i].Fetch);
            _tasks[i].Flush();
            if (_udfs[i] is IPostprocessUdf post)
                Guard(i, item, () => post.Postprocess(_tasks[i]));
            if (_udfs[i] is ICleanupUdf cleaning)
                Guard(i, item, () => cleaning.Cleanup(_tasks[i]));
            _tasks[i].Flush();
        }

        if (_plan.Options.IsOrdered && !_side.TakesPartitions)
        {
            MergeInOrder(item);
            return;
        }

        for (var i = 0; i < _tasks.Length; i++)
        {
            if (Udfs[i].ByPartition || _side.TakesPartitions)
                _side.Merge(i, _udfs[i], _tasks[i], item.Runs, _state);
        }

        if (_side.Generation != _generation)
            Merge();
    }

    /// <summary>Merges what has gathered since the last time.</summary>
    public void Merge()
    {
        _generation = _side.Generation;
        for (var i = 0; i < _tasks.Length; i++)
        {
            if (!Udfs[i].ByPartition && !_plan.Options.IsOrdered && !_side.TakesPartitions)
                _side.Merge(i, _udfs[i], _tasks[i], [.. _visited], _state);
        }

        _visited.Clear();
    }

    /// <summary>The run was stopped inside a partition: whole frames that went in count, parts of partitions do not.</summary>
    public void Stop()
    {
        foreach (var task in _tasks)
        {
            task.Fetch();
            task.Flush();
        }

        Merge();
    }

    public void Dispose()
    {
        _feed.Dispose();
        foreach (var task in _tasks)
        {
            task.Release();
            (task.TaskData as IDisposable)?.Dispose();
        }
    }

    private void Keep(in Tile tile, WorkItem item)
    {
        try
        {
            _feed.Keep(tile);
        }
        catch (OutOfMemoryException e)
        {
            var first = Array.FindIndex(_tasks, static task => task.Method == UdfMethod.Partition);
            throw RunException.In(_udfs[first], _tasks[first], item.Number, tile.Frames, e);
        }
    }

    // All frames of a partition have come.
    private void ProcessPartition(WorkItem item)
    {
        _feed.Begin();
        var partition = _feed.Kept(item.Runs);
        for (var i = 0; i < _tasks.Length; i++)
        {
            if (_tasks[i].Method != UdfMethod.Partition)
                continue;
            try
            {
                _feed.Feed(partition, Udfs[i], _udfs[i], _tasks[i]);
            }
            catch (Exception e) when (e is not SourceException)
            {
                throw RunException.In(_udfs[i], _tasks[i], item.Number, partition.Frames, e);
            }
        }

        foreach (var run in item.Runs)
            Visit(run);
    }

    private void MergeInOrder(WorkItem item)
    {
        var (tasks, udfs, state) = ((UdfTask[])_tasks.Clone(), (Udf[])_udfs.Clone(), _state);
        for (var i = 0; i < _tasks.Length; i++)
        {
            _tasks[i] = _side.TaskFor(i, Udfs[i], tasks[i].TaskData, _accelerator);
            tasks[i].Release();
            tasks[i].TaskData = null;
            foreach (var buffer in tasks[i].Buffers)
                buffer.Rows?.Seal();
        }

        _visited.Clear();
        _side.InOrder(item.Number, () =>
        {
            for (var i = 0; i < tasks.Length; i++)
                _side.Merge(i, udfs[i], tasks[i], item.Runs, state);
        });
    }

    private void TakeUp(RunControl.State state)
    {
        if (state.Epoch == _state.Epoch)
            Merge();
        _visited.Clear();
        var before = _state;
        _state = state;
        for (var i = 0; i < _tasks.Length; i++)
        {
            if (state.Epoch != before.Epoch)
                _tasks[i].Restart();
            if (ReferenceEquals(state.Udfs[i], before.Udfs[i]))
                continue;
            _udfs[i] = state.Udfs[i].Udf.ForWorker();
            (_tasks[i].TaskData as IDisposable)?.Dispose();
            _tasks[i].TaskData = BufferSide.TaskDataOf(_udfs[i], state.Udfs[i], _accelerator);
        }
    }

    private void Guard(int udf, WorkItem item, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is not SourceException)
        {
            var last = item.Runs[^1];
            throw RunException.In(
                _udfs[udf],
                _tasks[udf],
                item.Number,
                new(item.Runs[0].Start, (int)Math.Min(last.End - item.Runs[0].Start, int.MaxValue)),
                e);
        }
    }

    private void Visit(FrameRange frames)
    {
        if (_visited.Count > 0 && _visited[^1].End == frames.Start && _visited[^1].Count <= int.MaxValue - frames.Count)
            _visited[^1] = _visited[^1] with { Count = _visited[^1].Count + frames.Count };
        else
            _visited.Add(frames);
    }
}
