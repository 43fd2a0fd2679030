using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;

namespace SamplePlugin;

/// <summary>
/// An executor: <c>--executor background</c> computes on threads of the lowest priority, so that the program that records data next to it
/// is not disturbed.
/// </summary>
/// <param name="workers">Threads; 0: one for each core.</param>
public sealed class BackgroundExecutor(int workers) : PartitionExecutor
{
    public override string Name => "background";

    public override int Threads { get; } = workers > 0 ? workers : Environment.ProcessorCount;

    protected override ValueTask<IPartitionWorker> StartWorkerAsync(RunPlan plan, int number, CancellationToken cancellationToken) =>
        new(new BackgroundWorker(new PartitionProcessor(plan)));
}
