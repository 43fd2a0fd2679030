using System.Diagnostics;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>The jobs of a server, and who is told about them.</summary>
internal sealed class ServerJobs
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly List<ServerJob> _running = [];
    private long _last;

    /// <summary>Raised when a job begins, goes on or ends.</summary>
    public event EventHandler<ServerJobEventArgs>? Changed;

    public IReadOnlyList<ServerJob> Running
    {
        get
        {
            lock (_gate)
                return [.. _running];
        }
    }

    /// <summary>Runs work as a job. What goes wrong is told, and thrown.</summary>
    public async Task RunAsync(string title, Func<ServerJob, Task> work, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stop = new CancellationTokenSource();
        ServerJob job;
        lock (_gate)
        {
            job = new ServerJob(++_last, title, cancellation, stop);
            _running.Add(job);
        }

        Changed?.Invoke(this, new(job));
        try
        {
            await work(job).ConfigureAwait(false);
            (job.State, job.Part) = ("done", 1);
        }
        catch (OperationCanceledException)
        {
            job.State = "cancelled";
            throw;
        }
        catch (Exception e)
        {
            (job.State, job.Detail) = ("failed", ErrorSentence.Of(e));
            throw;
        }
        finally
        {
            lock (_gate)
                _running.Remove(job);
            Changed?.Invoke(this, new(job));
        }
    }

    /// <summary>Who tells how far a job is: at most ten times a second.</summary>
    public Action<double?, string> Teller(ServerJob job)
    {
        long told = 0;
        return (part, detail) =>
        {
            if (job.Part == part && job.Detail == detail)
                return;
            (job.Part, job.Detail) = (part, detail);
            if (Stopwatch.GetElapsedTime(Interlocked.Read(ref told)) < Between)
                return;
            Interlocked.Exchange(ref told, Stopwatch.GetTimestamp());
            Changed?.Invoke(this, new(job));
        };
    }

    /// <summary>Ends a job; of one that keeps what there is by then, that stays.</summary>
    public bool Cancel(long id)
    {
        var job = Running.FirstOrDefault(running => running.Id == id);
        job?.End();
        return job is not null;
    }
}
