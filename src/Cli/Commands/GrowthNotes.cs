using System.Globalization;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary>Says on stderr what is being waited for while data are followed, each sentence once.</summary>
internal sealed class GrowthNotes : IDisposable
{
    private const long Lasting = 2000;   // ms: files that are written at the moment are no news

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private GrowthNotes(IGrowth growth) => _work = Task.Run(() => TellAsync(growth));

    /// <summary>Begins to tell; null: nothing more will come.</summary>
    public static GrowthNotes? Begin(IGrowth? growth, ScanRequest request)
    {
        if (growth?.Now is not { End: null } now)
            return null;
        Say(string.Create(CultureInfo.InvariantCulture, $"{now.Extent} there; following until "
            + $"{(now.Total is null ? "" : "all are there or ")}nothing new came for "
            + $"{request.Options.Follow?.Idle.TotalSeconds ?? 0:0.###} s (--wait)."));
        return new(growth);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
    }

    private async Task TellAsync(IGrowth growth)
    {
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);   // since when
        try
        {
            for (var now = growth.Now; ; now = await growth.WaitAsync(now.Version, _stop.Token).ConfigureAwait(false))
            {
                var clock = Environment.TickCount64;
                foreach (var state in now.States.Where(state => !seen.TryAdd(state, clock) && clock - seen[state] > Lasting))
                {
                    Say($"{state}.");
                    seen[state] = long.MaxValue;
                }

                if (now.End is not null)
                    return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SourceException)
        {
            // The run says what became of it.
        }
    }

    // Over the progress bar, which comes again by itself.
    private static void Say(string sentence) =>
        Console.Error.WriteLine($"{(Console.IsErrorRedirected ? "" : "\r\u001b[K")}note: {sentence}");
}
