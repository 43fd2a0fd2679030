using System.Collections.Concurrent;
using Ronchi.Engine.Run;

namespace SamplePlugin;

/// <summary>One thread of the lowest priority, and the partitions that it is given.</summary>
internal sealed class BackgroundWorker : IPartitionWorker
{
    private readonly PartitionProcessor _processor;
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public BackgroundWorker(PartitionProcessor processor)
    {
        _processor = processor;
        _thread = new Thread(Work) { Priority = ThreadPriority.Lowest, IsBackground = true, Name = "background" };
        _thread.Start();
    }

    public ValueTask<FinishedPartition> RunAsync(PartitionWork work, CancellationToken cancellationToken)
    {
        var finished = new TaskCompletionSource<FinishedPartition>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(
            () =>
            {
                try
                {
                    finished.SetResult(_processor.Run(work, cancellationToken));
                }
                catch (Exception e)
                {
                    finished.SetException(e);
                }
            },
            CancellationToken.None);
        return new(finished.Task);
    }

    public ValueTask DisposeAsync()
    {
        _work.CompleteAdding();
        _thread.Join();
        _processor.Dispose();
        _work.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
            action();
    }
}
