using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ronchi.Engine.Plan;
using Ronchi.Frames;

namespace Ronchi.Engine.Run;

/// <summary>Carries out plans. All executors give the same results.</summary>
public abstract class Executor
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>Its name in commands: <c>threads</c>, <c>inline</c>, …</summary>
    public abstract string Name { get; }

    /// <summary>Worker threads.</summary>
    public abstract int Threads { get; }

    /// <summary>Runs all UDFs of the plan in one pass.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Told about every 50 ms, and once at the end.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <param name="control">Changes parameters meanwhile. Null: they stay.</param>
    /// <returns>The results. Integer results do not depend on threads or order; sums of floats may differ in the last digits of f64 unless
    /// the plan asks for order.</returns>
    /// <exception cref="RunException">A UDF threw.</exception>
    /// <exception cref="RunCanceledException">The run was cancelled; partial results are inside.</exception>
    /// <exception cref="Ronchi.Frames.SourceException">The data could not be read.</exception>
    /// <exception cref="InvalidOperationException">A UDF made results that it did not declare.</exception>
    public async Task<ResultSet> RunAsync(
        RunPlan plan, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default, RunControl? control = null)
    {
        plan = await SettledAsync(plan, cancellationToken).ConfigureAwait(false);
        var first = FirstPass(plan);
        var results = await RunOnceAsync(first, PassProgress.Of(progress, first, 1), control, cancellationToken).ConfigureAwait(false);
        results = await FurtherPassesAsync(plan, results, progress, cancellationToken).ConfigureAwait(false);
        results.Completed();
        return results;
    }

    /// <summary>Runs all UDFs and gives what is merged while they run.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="period">Time between two partial results; null: 50 ms.</param>
    /// <param name="progress">Told with every partial result.</param>
    /// <param name="control">Changes parameters meanwhile. Null: they stay.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>Partial results, each newer than the one before, and at the end the complete ones. A caller that is slow gets fewer; one
    /// that stops listening cancels the run.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public virtual async IAsyncEnumerable<ResultSet> RunPartsAsync(
        RunPlan plan,
        TimeSpan? period = null, IProgress<RunProgress>? progress = null, RunControl? control = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        plan = await SettledAsync(plan, cancellationToken).ConfigureAwait(false);
        var begun = FirstPass(plan);
        using var run = Begin(begun, control, cancellationToken);
        var first = PassProgress.Of(progress, begun, 1);
        var wait = period ?? ProgressPeriod;
        long seen = 0;
        while (await Task.WhenAny(run.Work, Task.Delay(wait, CancellationToken.None)).ConfigureAwait(false) != run.Work)
        {
            await run.GatherAsync(wait).ConfigureAwait(false);
            first?.Report(run.Progress);
            if (run.Work.IsCompleted || run.Progress.Frames == seen)
                continue;
            seen = run.Progress.Frames;
            yield return run.Partial();
        }

        await run.Work.ConfigureAwait(false);
        first?.Report(run.Progress);
        var results = run.End(cancellationToken);
        results = await FurtherPassesAsync(plan, results, progress, cancellationToken).ConfigureAwait(false);
        results.Completed();
        yield return results;
    }

    /// <summary>What goes over the frames several times begins when all that will come are there: each pass sees the same.</summary>
    private protected static async Task<RunPlan> SettledAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Growth is not { } growth || plan.Udfs.All(static udf => udf.Udf is not IMultiPassUdf))
            return plan;
        for (var now = growth.Now; now.End is null;)
            now = await growth.WaitAsync(now.Version, cancellationToken).ConfigureAwait(false);
        return RunPlan.Create(plan.Source, [.. plan.Udfs.Select(static udf => udf.Udf)], plan.Selection, plan.Options);
    }

    /// <summary>
    /// The plan of a UDF's first pass, which may need some of the frames only; several UDFs share a pass over all of them.
    /// </summary>
    private protected static RunPlan FirstPass(RunPlan plan) =>
        plan.Udfs is [{ Udf: IMultiPassUdf alone }] && alone.Frames(plan.Selection) is var needed
            && needed.FrameCount < plan.Selection.FrameCount
            ? RunPlan.Create(plan.Source, [plan.Udfs[0].Udf], needed, plan.Options)
            : plan;

    /// <summary>Goes over the data again for UDFs that need it.</summary>
    private protected async Task<ResultSet> FurtherPassesAsync(
        RunPlan plan, ResultSet results, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        for (var number = 2; results.NextPass() is { Count: > 0 } next; number++)
        {
            var again = FirstPass(RunPlan.Create(plan.Source, [.. next.Select(static pass => pass.Udf)], plan.Selection, plan.Options));
            var later = await RunOnceAsync(
                again, PassProgress.Of(progress, again, number), control: null, cancellationToken).ConfigureAwait(
                false);
            results = results.Replace(later, [.. next.Select(static pass => pass.Number)]);
        }

        return results;
    }

    private async Task<ResultSet> RunOnceAsync(
        RunPlan plan, IProgress<RunProgress>? progress, RunControl? control, CancellationToken cancellationToken)
    {
        using var run = Begin(plan, control, cancellationToken);
        while (progress is not null
            && await Task.WhenAny(run.Work, Task.Delay(ProgressPeriod, CancellationToken.None)).ConfigureAwait(false) != run.Work)
            progress.Report(run.Progress);
        await run.Work.ConfigureAwait(false);
        progress?.Report(run.Progress);
        return run.End(cancellationToken);
    }

    /// <summary>Starts the work.</summary>
    private protected abstract ActiveRun Begin(RunPlan plan, RunControl? control, CancellationToken cancellationToken);

    /// <summary>Refuses what cannot run on processor cores.</summary>
    /// <exception cref="ArgumentException">The UDFs run elsewhere only.</exception>
    private protected void RequireCores(RunPlan plan)
    {
        if (!plan.Devices.Contains(DeviceClass.Cpu))
            throw new ArgumentException(
                $"{string.Join(", ", plan.Udfs.Select(static udf => $"'{udf.Udf.Name}'"))} {(plan.Udfs.Length == 1 ? "is" : "are")} to "
                + $"run on {string.Join(" or ", plan.Devices)}, but the executor '{Name}' has processor cores only.");
    }

    /// <summary>Puts each worker on a thread of its own.</summary>
    private protected static void Start(ActiveRun run, RunPlan plan) =>
        run.Work = Task.WhenAll(run.Workers.Select(worker => Task.Factory.StartNew(
            () =>
            {
                using var reader = plan.Source.OpenReader(plan.Request);
                worker.Run(reader, run.Queue, run.Stop);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

    /// <summary>A run that is going on.</summary>
    private protected sealed class ActiveRun : IDisposable
    {
        private readonly RunPlan _plan;
        private readonly CancellationTokenSource _stop;
        private readonly Activity? _activity;
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private readonly List<Worker> _workers = [];
        private readonly Task _following = Task.CompletedTask;
        private long _frames;   // of partitions that were carried out elsewhere

        public ActiveRun(
            RunPlan plan, RunControl? control, int workers, int threadsPerWorker, CancellationToken cancellationToken,
            bool mergesAll = false, IReadOnlyList<Accelerator>? accelerators = null)
        {
            _plan = plan;
            _activity = Telemetry.Activities.StartActivity("run");
            _activity?.SetTag("udfs", string.Join(",", plan.Udfs.Select(static udf => udf.Udf.Name)));
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Control = control ?? new RunControl();
            Control.Begin(plan);
            Side = new(plan, Control, threadsPerWorker, mergesAll);
            Queue = new(plan, Control, Side.Restart, number => Side.InOrder(number, static () => { }));
            try
            {
                foreach (var accelerator in accelerators ?? [])
                    _workers.Add(new(plan, Side, accelerator));
                for (var i = 0; i < workers; i++)
                    _workers.Add(new(plan, Side));
            }
            catch
            {
                Dispose();
                throw;
            }

            if (plan.Growth is { } growth)
                Work = _following = Task.Run(() => FollowAsync(growth));
        }

        public RunControl Control { get; }

        public MergeSide Side { get; }

        public WorkQueue Queue { get; }

        public IReadOnlyList<Worker> Workers => _workers;

        public CancellationTokenSource Stop => _stop;

        public Task Work
        {
            get;
            set => field = Task.WhenAll(value, _following);
        } = Task.CompletedTask;

        public RunProgress Progress
        {
            get
            {
                var frames = Volatile.Read(ref _frames) + _workers.Sum(static worker => worker.Frames);
                var progress = new RunProgress(
                    Math.Min(frames, _plan.Selection.FrameCount),
                    _plan.Selection.FrameCount,
                    frames * _plan.Source.StoredFrameBytes,
                    _clock.Elapsed);
                if (_plan.Growth?.Now is not { } now)
                    return progress;
                long arrived = _plan.Selection.Among(now.Arrived).FrameCount, lost = _plan.Selection.Among(now.Lost).FrameCount;
                return progress with
                {
                    TotalFrames = now.Total is { } total ? _plan.Selection.Among(FrameSet.First(total)).FrameCount : arrived,
                    Arrived = arrived,
                    Lost = lost + Queue.Missed,
                };
            }
        }

        /// <summary>A partition that was carried out elsewhere has come.</summary>
        public void Arrived(long frames) => Interlocked.Add(ref _frames, frames);

        /// <summary>Has workers merge what they hold, and waits a moment for it.</summary>
        public async Task GatherAsync(TimeSpan longest)
        {
            Side.RequestMerge();
            var until = _clock.Elapsed + TimeSpan.FromMilliseconds(Math.Min(longest.TotalMilliseconds, 20));
            while (!Work.IsCompleted && _clock.Elapsed < until && _workers.Exists(worker => !worker.HasMerged))
                await Task.Delay(1, CancellationToken.None).ConfigureAwait(false);
        }

        // Failures of the source end the run, as those of workers do.
        private async Task FollowAsync(IGrowth growth)
        {
            try
            {
                var now = growth.Now;
                for (Queue.Update(now); now.End is null; Queue.Update(now))
                    now = await growth.WaitAsync(now.Version, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The run ends with what was merged.
            }
            catch
            {
                await _stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        public ResultSet Partial() => Side.Results(isComplete: false, isLast: false);

        /// <summary>The results after the last worker has ended.</summary>
        public ResultSet End(CancellationToken cancellationToken)
        {
            var isComplete = Queue.IsFinished;
            var results = Side.Results(isComplete, isLast: true);
            if (!isComplete)
                throw new RunCanceledException(results, cancellationToken);
            for (var i = 0; i < results.UdfCount; i++)
                _ = results.Of(i);
            return results;
        }

        public void Dispose()
        {
            _stop.Cancel();
            try
            {
                Work.Wait();
            }
            catch (AggregateException)
            {
                // Whoever awaited the work has had it.
            }

            foreach (var worker in _workers)
                worker.Dispose();
            _stop.Dispose();
            _activity?.Dispose();
        }
    }
}
