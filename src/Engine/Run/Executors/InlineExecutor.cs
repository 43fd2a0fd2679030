using System.Runtime.CompilerServices;
using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Run;

/// <summary>
/// Runs a plan on the calling thread, partition after partition in scan order: for debugging, and for UDFs that use all cores themselves.
/// </summary>
public sealed class InlineExecutor : Executor
{
    /// <inheritdoc/>
    public override string Name => "inline";

    /// <inheritdoc/>
    public override int Threads => 1;

    /// <inheritdoc/>
    /// <remarks>One partial result after each partition, whatever the period.</remarks>
    public override async IAsyncEnumerable<ResultSet> RunPartsAsync(
        RunPlan plan,
        TimeSpan? period = null, IProgress<RunProgress>? progress = null, RunControl? control = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        plan = await SettledAsync(plan, cancellationToken).ConfigureAwait(false);
        var begun = FirstPass(plan);
        using var run = new ActiveRun(begun, control, workers: 1, Environment.ProcessorCount, cancellationToken);
        using var reader = begun.Source.OpenReader(begun.Request);
        var worker = run.Workers[0];
        var first = PassProgress.Of(progress, begun, 1);
        while (worker.Step(reader, run.Queue, cancellationToken))
        {
            worker.Merge();
            first?.Report(run.Progress);
            if (run.Queue.IsFinished && run.Control.Current.Epoch == run.Queue.Epoch)
                break;
            yield return run.Partial();
            await Task.Yield();
        }

        await run.Work.ConfigureAwait(false);
        var results = await FurtherPassesAsync(plan, run.End(cancellationToken), progress, cancellationToken).ConfigureAwait(false);
        results.Completed();
        yield return results;
    }

    private protected override ActiveRun Begin(RunPlan plan, RunControl? control, CancellationToken cancellationToken)
    {
        RequireCores(plan);
        var run = new ActiveRun(plan, control, workers: 1, Environment.ProcessorCount, cancellationToken);
        try
        {
            using var reader = plan.Source.OpenReader(plan.Request);
            run.Workers[0].Run(reader, run.Queue, run.Stop);
        }
        catch (Exception e)
        {
            run.Work = Task.FromException(e);
        }

        return run;
    }
}
