using System.Diagnostics;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Runs a plan on threads of this process.</summary>
/// <param name="threads">Worker threads; 0 takes one for each core that the process may use.</param>
public sealed class CpuExecutor(int threads = 0)
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>Worker threads.</summary>
    public int Threads { get; } = threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>Runs all UDFs of the plan in one pass.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Told about every 50 ms, and once at the end.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>The results. Integer results do not depend on threads or order; sums of floats may differ in the last digits of f64.</returns>
    /// <exception cref="RunException">A UDF threw.</exception>
    /// <exception cref="RunCanceledException">The run was cancelled; partial results are inside.</exception>
    /// <exception cref="SourceException">The data could not be read.</exception>
    public async Task<ResultSet> RunAsync(RunPlan plan, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var activity = Telemetry.Activities.StartActivity("run");
        activity?.SetTag("udfs", string.Join(",", plan.Udfs.Select(static udf => udf.Name)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clock = Stopwatch.StartNew();
        var scanBuffers = plan.Declarations.Select(declared => declared.Select(buffer => buffer.Kind == ResultKind.Scan ? ResultBuffer.For(buffer, plan.Data.Shape) : null).ToArray()).ToArray();
        var queue = new WorkQueue(plan.Items);
        var count = Math.Clamp(plan.Items.Length, 1, Threads);
        var workers = new List<Worker>(count);
        try
        {
            for (var i = 0; i < count; i++)
                workers.Add(new(plan, queue, scanBuffers));
            var work = Task.WhenAll(workers.Select(worker => Task.Factory.StartNew(
                () => worker.Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            while (progress is not null && await Task.WhenAny(work, Task.Delay(ProgressPeriod, CancellationToken.None)).ConfigureAwait(false) != work)
                progress.Report(State());
            await work.ConfigureAwait(false);
            var complete = queue.IsFinished;
            var results = Collect(plan, workers, complete);
            progress?.Report(State());
            if (!complete)
                throw new RunCanceledException(results, cancellationToken);
            return results;
        }
        finally
        {
            foreach (var worker in workers)
                worker.Dispose();
        }

        RunProgress State()
        {
            var frames = workers.Sum(static worker => worker.Frames);
            return new(frames, plan.Selection.FrameCount, frames * plan.Source.StoredFrameBytes, clock.Elapsed);
        }
    }

    private static ResultSet Collect(RunPlan plan, List<Worker> workers, bool complete)
    {
        var results = new List<ResultArray>();
        var valid = plan.Selection.FrameCount == plan.Data.Shape.FrameCount && complete
            ? null
            : complete ? plan.Selection.ToMask() : Visited(plan, workers);
        for (var i = 0; i < plan.Udfs.Length; i++)
        {
            var merged = workers[0].Tasks[i];
            foreach (var worker in workers.Skip(1))
                plan.Udfs[i].Merge(merged, worker.Tasks[i]);
            merged.MergedScan = valid;
            foreach (var result in plan.Udfs[i].GetResults(merged))
                results.Add(result.Kind == ResultKind.Scan ? result with { Valid = valid } : result);
        }

        return new(results, complete);
    }

    private static bool[] Visited(RunPlan plan, List<Worker> workers)
    {
        var mask = new bool[plan.Data.Shape.FrameCount];
        foreach (var frames in workers.SelectMany(static worker => worker.Visited))
            mask.AsSpan((int)frames.Start, frames.Count).Fill(true);
        return mask;
    }
}
