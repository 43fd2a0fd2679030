using System.Diagnostics;
using Ronchi.Frames;

namespace Ronchi.Sources.Following;

/// <summary>Waits for the first frames of data that another program is about to write.</summary>
internal static class FirstFrames
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>Tries to open the data until that succeeds, or waiting does not help.</summary>
    /// <param name="path">A file, a folder or a pattern.</param>
    /// <param name="options">How long is waited.</param>
    /// <param name="open">Opens what is there; throws <see cref="SourceException"/> as long as there is no frame.</param>
    /// <exception cref="SourceException">Nothing that can be opened came in time.</exception>
    /// <exception cref="OperationCanceledException">Waiting was cancelled.</exception>
    public static IFrameSource WaitFor(string path, FollowOptions options, Func<IFrameSource> open)
    {
        using var watch = new FileWatch(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
        var waited = Stopwatch.StartNew();
        for (string? said = null; ;)
        {
            try
            {
                return open();
            }
            catch (SourceException e) when (waited.Elapsed < options.Idle && !IsFinal(e))
            {
                if (said is null)
                    options.Note?.Invoke(said = $"waiting for data: {e.Message}");
            }
            catch (SourceException e) when (!e.IsFinal)
            {
                var sentence = Trouble.Of(e);
                throw new SourceException(e.Path,
                    $"{FollowLoop.Nothing(options.Idle)}. {char.ToUpperInvariant(sentence[0])}{sentence[1..]}.", e.Offset, e);
            }

            watch.WaitAsync(options.Period, options.CancellationToken).GetAwaiter().GetResult();
        }
    }

    // Of a file that is being written at the moment, what is meant may come next.
    private static bool IsFinal(SourceException problem) =>
        problem.IsFinal && DateTime.UtcNow - File.GetLastWriteTimeUtc(problem.Path) is var age && (age > Settled || age < -Settled);
}
