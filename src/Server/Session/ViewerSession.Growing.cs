using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <content>Data that other programs write while they are looked at.</content>
public sealed partial class ViewerSession
{
    private static readonly TimeSpan BetweenArrivals = TimeSpan.FromMilliseconds(250);
    private readonly List<Task> _following = [];

    // Until there is a first frame, beside whatever else is opened.
    private Task WaitForFirstAsync(ScanRequest request, bool beside, CancellationToken cancellationToken) =>
        Jobs.RunAsync($"Waiting for {Path.GetFileName(request.Path)}", async job =>
        {
            if (!beside)
                Volatile.Write(ref _loading, job);
            try
            {
                var tell = Jobs.Teller(job);
                await _session.OutlineAsync(request with
                {
                    Note = sentence =>
                    {
                        request.Note?.Invoke(sentence);
                        tell(null, sentence);
                    },
                }, job.Token).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.CompareExchange(ref _loading, null, job);
            }
        }, cancellationToken);

    // Ends when there is something to be looked at; following goes on as a job until the data end.
    private async Task FollowAsync(ScanRequest request, bool beside, KeptScan? kept, CancellationToken cancellationToken)
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var giveUp = new CancellationTokenSource();
        var stop = giveUp.Token;
        var work = Jobs.RunAsync($"Following {Path.GetFileName(request.Path)}", async job =>
        {
            using var either = stop.Register(job.Cancel);
            await LoadAsync(request, beside, kept, job, open =>
            {
                Interlocked.CompareExchange(ref _loading, null, job);   // what is opened next does not end it
                job.Keeps = true;
                shown.TrySetResult();
                _ = TellArrivalsAsync(open, job.Token);
            }).ConfigureAwait(false);
        }, _ending.Token);
        using (cancellationToken.Register(giveUp.Cancel))
            await Task.WhenAny(shown.Task, work).ConfigureAwait(false);
        if (!shown.Task.IsCompleted)
        {
            await work.ConfigureAwait(false);
            return;
        }

        lock (_gate)
        {
            _following.RemoveAll(static task => task.IsCompleted);
            _following.Add(work);
        }
    }

    // All browsers hear what has come, some times a second.
    private async Task TellArrivalsAsync(OpenScan open, CancellationToken cancellationToken)
    {
        try
        {
            var growth = open.Scan.Scan.Source.Growth!;
            for (var now = growth.Now; now.End is null; now = await growth.WaitAsync(now.Version, cancellationToken).ConfigureAwait(false))
            {
                Tell();
                await Task.Delay(BetweenArrivals, cancellationToken).ConfigureAwait(false);
            }

            Tell();
        }
        catch (Exception e) when (e is OperationCanceledException or SourceException)
        {
            // The job says what became of it.
        }
    }

    // How fast, or how much is there.
    private static string Pace(RunProgress run) => run.Arrived is { } arrived
        ? run.TotalFrames > 0 ? $"{arrived:N0} of {run.TotalFrames:N0} frames" : $"{arrived:N0} frames"
        : $"{run.FramesPerSecond:N0} frames/s";

    // What is there now is asked for, nobody waits for more.
    private static ScanRequest Present(ScanRequest request) => request.Follow ? request with { Wait = 0 } : request;
}
