using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>An executor whose partitions are carried out by workers of any kind: the door for executors of other assemblies.</summary>
/// <remarks>
/// <para><b>Threads.</b> There are <see cref="Executor.Threads"/> workers, fewer where there are fewer partitions. Each is given one
/// partition at a time, workers are used at the same time, and each is disposed of at the end, whatever happened.</para>
/// <para><b>Merging</b> is the engine's, also the order, where the plan asks for it. A partition counts as a whole, once, when its
/// <see cref="FinishedPartition"/> is there. Results are those of <see cref="CpuExecutor"/>, bit for bit where sums are exact or the plan
/// asks for order.</para>
/// <para><b>Cancellation.</b> The token of a worker is cancelled when the run is, and when another worker fails. Who throws
/// <see cref="OperationCanceledException"/> then has not failed, and the run ends with what is merged.</para>
/// <para><b>Failure.</b> The first exception of a worker ends the run and is what its caller gets; a worker that can carry out a partition
/// once more elsewhere does so by itself.</para>
/// <para><b>Data that are still arriving</b> are handed out as they come: partitions are then made of the frames that are there, and are
/// known by these (<see cref="PartitionWork.Runs"/>), not by a number of the plan. A worker waits while there are none.</para>
/// <para><b>Parameters</b> that change during the run reach workers with the next partition (<see cref="PartitionWork.Version"/>,
/// <see cref="PartitionWork.Udfs"/>).</para>
/// </remarks>
public abstract class PartitionExecutor : Executor
{
    /// <summary>Starts a worker for a run.</summary>
    /// <param name="plan">What the run does. A process of its own makes the same plan: from the same data, UDFs, selection and
    /// options.</param>
    /// <param name="number">Number of the worker, from 0.</param>
    /// <param name="cancellationToken">The run was cancelled, or another worker failed.</param>
    protected abstract ValueTask<IPartitionWorker> StartWorkerAsync(RunPlan plan, int number, CancellationToken cancellationToken);

    private protected sealed override ActiveRun Begin(RunPlan plan, RunControl? control, CancellationToken cancellationToken)
    {
        RequireCores(plan);
        var run = new ActiveRun(plan, control, workers: 0, threadsPerWorker: 1, cancellationToken);
        var arrivals = new PartitionArrivals(plan, run.Side);
        run.Work = Task.WhenAll(Enumerable.Range(0, Math.Clamp(plan.Items.Length, 1, Threads))
            .Select(number => Task.Run(() => WorkAsync(run, plan, arrivals, number), CancellationToken.None)));
        return run;
    }

    private async Task WorkAsync(ActiveRun run, RunPlan plan, PartitionArrivals arrivals, int number)
    {
        var stop = run.Stop.Token;
        try
        {
            await using var worker = await StartWorkerAsync(plan, number, stop).ConfigureAwait(false);
            while (run.Queue.Take(stop) is var (item, state))
            {
                var work = new PartitionWork(item, state);
                var finished = await worker.RunAsync(work, stop).ConfigureAwait(false);
                if (finished.IsMissed)
                {
                    run.Queue.GiveBack(item);
                    continue;
                }

                arrivals.Merge(work, finished);
                run.Queue.Done();
                run.Arrived(work.FrameCount);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run ends with what was merged.
        }
        catch
        {
            await run.Stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
