using Ronchi.Engine.Plan;

namespace Ronchi.Engine.Lazy;

/// <summary>One pass over the frames for all that is asked for at the same time; cancelled when nobody waits for it any more.</summary>
internal sealed class LazyPass
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private int _waiting;

    private LazyPass(IReadOnlyList<LazyRun> runs)
    {
        var source = runs[0].Source;
        var plan = RunPlan.Create(source.Source, [.. runs.Select(static run => run.Udf)], runs[0].Selection, source.Options);
        Work = Task.Run(() => source.Executor.RunAsync(plan, source.Progress, _stop.Token));
    }

    public Task<ResultSet> Work { get; }

    public ResultSet Results => Work.Result;

    /// <summary>Whether it was cancelled.</summary>
    public bool IsAbandoned => _stop.IsCancellationRequested;

    /// <summary>Begins a pass for runs over the same frames.</summary>
    public static void Begin(IReadOnlyList<LazyRun> runs)
    {
        var pass = new LazyPass(runs);
        for (var i = 0; i < runs.Count; i++)
            (runs[i].Pass, runs[i].Number) = (pass, i);
    }

    /// <summary>One more waits for it.</summary>
    /// <returns>False when there is nothing to wait for.</returns>
    public bool Enter()
    {
        lock (_gate)
        {
            if (Work.IsCompleted)
                return false;
            _waiting++;
            return true;
        }
    }

    /// <summary>One waits no more.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_waiting == 0 && !Work.IsCompleted)
                _stop.Cancel();
        }
    }
}
