using System.Collections.Immutable;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>One thread's share of a run.</summary>
internal sealed class Worker : IDisposable
{
    private readonly RunPlan _plan;
    private readonly WorkQueue _queue;
    private readonly ITileReader _reader;
    private readonly List<FrameRange> _visited = [];
    private long _frames;

    public Worker(RunPlan plan, WorkQueue queue, ResultBuffer?[][] scanBuffers)
    {
        _plan = plan;
        _queue = queue;
        _reader = plan.Source.OpenReader(plan.Request);
        Tasks = [.. plan.Udfs.Select((udf, i) => new UdfTask(
            plan.Data,
            plan.Form,
            [.. plan.Declarations[i].Select((declared, b) => scanBuffers[i][b] ?? ResultBuffer.For(declared, plan.Data.Shape))],
            udf.CreateTaskData(plan.Data, plan.Form)))];
    }

    public ImmutableArray<UdfTask> Tasks { get; }

    public long Frames => Volatile.Read(ref _frames);

    public IReadOnlyList<FrameRange> Visited => _visited;

    /// <summary>Works until the queue is empty or <paramref name="stop"/> is set; a failure stops the other workers too.</summary>
    public void Run(CancellationTokenSource stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && _queue.Take() is { } item)
            {
                foreach (var frames in item.Runs)
                {
                    if (!Process(frames, stop))
                        return;
                }

                _queue.Done();
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        foreach (var task in Tasks)
            (task.TaskData as IDisposable)?.Dispose();
    }

    private bool Process(FrameRange frames, CancellationTokenSource stop)
    {
        _reader.Seek(frames);
        while (!stop.IsCancellationRequested)
        {
            if (!_reader.TryRead(out var tile))
                return true;
            for (var i = 0; i < Tasks.Length; i++)
            {
                try
                {
                    _plan.Udfs[i].Process(tile, Tasks[i]);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    throw new RunException(_plan.Udfs[i].Name, tile.Frames, e);
                }
            }

            Visit(tile.Frames);
            Volatile.Write(ref _frames, _frames + tile.Frames.Count);
        }

        return false;
    }

    private void Visit(FrameRange frames)
    {
        if (_visited.Count > 0 && _visited[^1].End == frames.Start && _visited[^1].Count <= int.MaxValue - frames.Count)
            _visited[^1] = _visited[^1] with { Count = _visited[^1].Count + frames.Count };
        else
            _visited.Add(frames);
    }
}
