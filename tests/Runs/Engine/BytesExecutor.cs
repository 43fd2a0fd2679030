using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;

namespace Ronchi.Tests.Engine;

/// <summary>Makes the plan again for each worker and sends what is found as bytes, as if workers were other processes.</summary>
internal sealed class BytesExecutor(int threads) : PartitionExecutor
{
    public override string Name => "bytes";

    public override int Threads => threads;

    /// <summary>Workers that were started, and those that were disposed of.</summary>
    public (int Started, int Ended) Workers => (_started, _ended);

    private int _started;
    private int _ended;

    protected override ValueTask<IPartitionWorker> StartWorkerAsync(RunPlan plan, int number, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _started);
        var again = RunPlan.Create(plan.Source, [.. plan.Udfs.Select(static udf => udf.Udf)], plan.Selection, plan.Options);
        return new(new Worker(this, new PartitionProcessor(again)));
    }

    private sealed class Worker(BytesExecutor executor, PartitionProcessor processor) : IPartitionWorker
    {
        public async ValueTask<FinishedPartition> RunAsync(PartitionWork work, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var finished = processor.Run(work, cancellationToken);
            return finished.HasBytes ? FinishedPartition.FromBytes(finished.ToBytes()) : finished;
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref executor._ended);
            processor.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
