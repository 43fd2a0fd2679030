using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>
/// Runs a plan when its results are awaited, and merges partitions in scan order: in one step where a UDF implements
/// <see cref="IMergeAllUdf"/>.
/// </summary>
/// <remarks>The results of a scan that compose before they are computed are computed by it, unless another is named.</remarks>
/// <param name="threads">Worker threads; 0 takes one for each core that the process may use.</param>
public sealed class DelayedExecutor(int threads = 0) : Executor
{
    private readonly CpuExecutor _threads = new(threads);

    /// <inheritdoc/>
    public override string Name => "delayed";

    /// <inheritdoc/>
    public override int Threads => _threads.Threads;

    private protected override ActiveRun Begin(RunPlan plan, RunControl? control, CancellationToken cancellationToken)
    {
        RequireCores(plan);
        var ordered = RunPlan.Create(
            plan.Source, [.. plan.Udfs.Select(static udf => udf.Udf)], plan.Selection, plan.Options with { IsOrdered = true });
        var run = new ActiveRun(
            ordered, control, Math.Clamp(ordered.Items.Length, 1, Threads), threadsPerWorker: 1, cancellationToken, mergesAll: true);
        Start(run, ordered);
        return run;
    }
}
