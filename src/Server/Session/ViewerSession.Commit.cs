using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <content>Derived frames in files.</content>
public sealed partial class ViewerSession
{
    private readonly List<Task> _taking = [];

    /// <summary>
    /// Writes frames of a signal to a file as a job; from then on they are read there. What was interrupted is gone on with, and a file
    /// that holds these frames already is taken.
    /// </summary>
    /// <param name="signal">Name of the frames.</param>
    /// <param name="path">The file, from the first root when it is relative; its folder lies below the roots.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="scan">Which scan; null: the one that is looked at.</param>
    /// <param name="cancellationToken">Cancels it; so does a browser.</param>
    /// <returns>The file, whether it was written now, and what it does not keep.</returns>
    /// <exception cref="ArgumentException">There are no such frames, or the file lies outside the roots or cannot hold them.</exception>
    /// <exception cref="IOException">A file of that name holds something else, or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the server ends.</exception>
    public async Task<JsonObject> CommitAsync(
        string signal, string path, bool overwrite = false, string? scan = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(path);
        var open = Opened(scan);
        var frames = open.Tree.Frames(signal);
        var file = _roots.ResolveNew(path)
            ?? throw new ArgumentException($"{path}: its folder does not exist, or is none of those that this server may use.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        ConversionReport? report = null;
        await Jobs.RunAsync($"{signal}: {Path.GetFileName(file)}", async job =>
        {
            var tell = Jobs.Teller(job);
            await open.Scan.Loaded.WaitAsync(job.Token).ConfigureAwait(false);
            report = await frames.CommitAsync(
                file,
                new() { Overwrite = overwrite, AlsoRead = ReadByAnySignal() },
                new DirectProgress<RunProgress>(now => tell(
                    now.TotalFrames > 0 ? (double)now.Frames / now.TotalFrames : null, $"{now.FramesPerSecond:N0} frames/s")),
                job.Token).ConfigureAwait(false);
        }, either.Token).ConfigureAwait(false);
        Announce();
        return new()
        {
            ["file"] = file,
            ["written"] = report is not null,
            ["notes"] = new JsonArray([.. Losses().Select(static note => (JsonNode)note)]),
        };

        // Also signals that nobody has looked at yet read their files when somebody does.
        IReadOnlyList<string> ReadByAnySignal() =>
            [.. Scans.SelectMany(static other => other.Tree.All).Select(static other => other.Signal).OfType<ISignal>()
                .SelectMany(InputFiles.Of)];

        IEnumerable<string> Losses() => report is null ? [] : ConversionLosses.Of(frames, file, report);
    }

    // Frames that were committed before the session ended are read where they are; those that are there no longer are computed.
    private void TakeFiles(OpenScan open)
    {
        if (open.Tree.All.All(static signal => signal.FileBefore is null))
            return;
        lock (_gate)
        {
            _taking.RemoveAll(static task => task.IsCompleted);
            _taking.Add(Task.Run(TakeAsync));
        }

        async Task TakeAsync()
        {
            await open.Scan.Loaded.WaitAsync(_ending.Token).ConfigureAwait(false);
            foreach (var signal in open.Tree.All)
            {
                try
                {
                    if (signal is { Signal: Signals.Scan frames, File: null, FileBefore: { } before } && _roots.Resolve(before) is { } file
                        && await frames.FindCommittedAsync(file, _ending.Token).ConfigureAwait(false))
                        Announce();
                }
                catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException
                    or SourceException or RunException or IOException or UnauthorizedAccessException)
                {
                    // The frames are computed; who looks at them is told what is wrong with that.
                }
            }
        }
    }
}
