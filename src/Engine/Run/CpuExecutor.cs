using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>Runs a plan on threads of this process; each takes the next partition when it is done with one.</summary>
/// <param name="threads">Worker threads; 0 takes one for each core that the process may use.</param>
public sealed class CpuExecutor(int threads = 0) : Executor
{
    /// <inheritdoc/>
    public override string Name => "threads";

    /// <inheritdoc/>
    public override int Threads { get; } = threads > 0 ? threads : Environment.ProcessorCount;

    private protected override ActiveRun Begin(RunPlan plan, RunControl? control, CancellationToken cancellationToken)
    {
        var run = new ActiveRun(plan, control, Math.Clamp(plan.Items.Length, 1, Threads), threadsPerWorker: 1, cancellationToken);
        Start(run, plan);
        return run;
    }
}
