using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>
/// Runs a plan on threads of this process, and on accelerators if it has any; each takes the next partition when it is done with one.
/// </summary>
/// <param name="threads">Worker threads; 0 takes one for each core that the process may use.</param>
public sealed class CpuExecutor(int threads = 0) : Executor
{
    /// <inheritdoc/>
    public override string Name => "threads";

    /// <inheritdoc/>
    public override int Threads { get; } = threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>
    /// Accelerators that take part in runs whose UDFs run there (<see cref="Udf.Devices"/>), a thread each;
    /// <see cref="Accelerator.VisibleVariable"/> chooses among them.
    /// </summary>
    public IReadOnlyList<Accelerator> Accelerators { get; init; } = [];

    private protected override ActiveRun Begin(RunPlan plan, RunControl? control, CancellationToken cancellationToken)
    {
        var accelerators = plan.Devices.Contains(DeviceClass.Accelerator)
            ? Accelerator.Visible(Accelerators, Environment.GetEnvironmentVariable(Accelerator.VisibleVariable))
            : [];
        if (accelerators.Count == 0)
            RequireCores(plan);
        var cores = plan.Devices.Contains(DeviceClass.Cpu) ? Math.Clamp(plan.Items.Length, 1, Threads) : 0;
        var run = new ActiveRun(plan, control, cores, threadsPerWorker: 1, cancellationToken, accelerators: accelerators);
        Start(run, plan);
        return run;
    }
}
