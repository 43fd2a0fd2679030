using System.Diagnostics;
using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Following;

/// <summary>Looks at growing files whenever they change, until they have ended: as they say, or because nothing new came for a
/// while.</summary>
/// <param name="options">How long is waited.</param>
/// <param name="log">Told the end.</param>
/// <param name="look">Takes up what is new. Told whether this is the last time.</param>
internal sealed class FollowLoop(FollowOptions options, GrowthLog log, Func<bool, Look> look) : IDisposable
{
    // Programs that write small pieces do not have their files walked for each of them.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Begins to look.</summary>
    /// <param name="watch">What tells of changes; disposed at the end.</param>
    public void Start(FileWatch watch) => _work = Task.Run(() => RunAsync(watch));

    /// <summary>The words for a time without anything new.</summary>
    public static string Nothing(TimeSpan idle) =>
        string.Create(CultureInfo.InvariantCulture, $"nothing new came for {idle.TotalSeconds:0.###} s");

    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
    }

    private async Task RunAsync(FileWatch watch)
    {
        using var watching = watch;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, options.Stop);
        var idle = Stopwatch.StartNew();
        try
        {
            while (true)
            {
                if (options.Stop.IsCancellationRequested)
                {
                    _ = look(true);
                    log.End("it was followed no longer.");
                    return;
                }

                var isLate = idle.Elapsed >= options.Idle;
                var found = look(false);
                if (found.HasGrown)
                    idle.Restart();
                if (found.HasEnded || (isLate && !found.HasGrown))
                {
                    var last = look(true);
                    var trouble = last.Trouble ?? found.Trouble;
                    log.End(last.HasEnded
                        ? trouble is null ? null : $"{trouble}." : $"{Nothing(options.Idle)}{(trouble is null ? "" : $": {trouble}")}.");
                    return;
                }

                await WaitAsync(watch, Shorter(options.Period, options.Idle - idle.Elapsed), waiting.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            log.End("it was closed.");
        }
        catch (Exception e)
        {
            log.Fail(e);
        }
    }

    // Until something changes, or somebody has seen enough.
    private async Task WaitAsync(FileWatch watch, TimeSpan period, CancellationToken waiting)
    {
        try
        {
            await watch.WaitAsync(period, waiting).ConfigureAwait(false);
            await Task.Delay(Shorter(Pause, options.Period), waiting).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _stop.Token.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => other < TimeSpan.Zero ? TimeSpan.Zero : one < other ? one : other;
}
