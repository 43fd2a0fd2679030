using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>
/// A place where somebody looks at results that follow one another, as when a detector is dragged: where the data allow it, the next
/// follows from the one before.
/// </summary>
/// <remarks>
/// One request at a time: the caller lets a later one wait for the end of the one before, which it cancels (<see cref="NewestWins"/>).
/// </remarks>
public sealed class SignalView
{
    private Scan? _scan;
    private IMovingImage? _moving;
    private (string Id, IReadOnlyList<ResultArray> Results)? _shown;

    /// <summary>The results of a signal: kept ones, what follows from those before, or computed now.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="partial">Told about every 50 ms what is there. Null: nobody.</param>
    /// <param name="cancellationToken">Checked once a tile.</param>
    /// <returns>The results, and how the image was computed: full, difference or rings; empty: there is only one way. The next request may
    /// overwrite their values: copy what is kept.</returns>
    /// <exception cref="Engine.Operations.ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">The analysis cannot run on these frames.</exception>
    /// <exception cref="RunException">The analysis failed.</exception>
    public async Task<(IReadOnlyList<ResultArray> Results, string Path)> ShowAsync(
        ResultSignal signal, IProgress<IReadOnlyList<ResultArray>>? partial = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        Follow(signal.Parent);
        if (_shown is { } shown && shown.Id == signal.Id && IsComplete(signal))
            return (shown.Results, "");   // going through a series changes nothing but what is sent
        if (signal.Kept is { } kept)
            return (kept, "");
        var wasComplete = IsComplete(signal);
        var (results, path) = signal is { Region: null, Parent.Parent: null } && signal.Parent.HeldDirectly is not null
            ? await HeldAsync(signal, partial, cancellationToken).ConfigureAwait(false)
            : (await signal.ComputeAsync(progress: null, partial, prepared: null, cancellationToken).ConfigureAwait(false), "");
        _shown = wasComplete ? (signal.Id, results) : null;
        return (results, path);
    }

    private static bool IsComplete(ResultSignal signal) => signal.Parent.Root.HasAllData?.Invoke() ?? true;

    private void Follow(Scan scan)
    {
        if (_scan == scan)
            return;
        (_scan, _shown) = (scan, null);
        _moving = scan.HeldDirectly?.TryFollowDetector();
    }

    // Forms that are held in memory do some things better than a run.
    private async Task<(IReadOnlyList<ResultArray> Results, string Path)> HeldAsync(
        ResultSignal signal, IProgress<IReadOnlyList<ResultArray>>? partial, CancellationToken cancellationToken)
    {
        var (udf, _) = await Task.Run(signal.Make, cancellationToken).ConfigureAwait(false);
        if (udf is not VirtualImage images)
            return (await signal.ComputeAsync(progress: null, partial, prepared: null, cancellationToken).ConfigureAwait(false), "");
        if (_moving is { } moving && images is { Combination: null, Detectors: [{ Weights: null } only] })
        {
            var (image, path) = MovedImage.Of(moving, only, signal.Parent, cancellationToken);
            return ([image], Word(path));
        }

        return images.Combination is null && !IsComplete(signal)
            ? (await PartByPart.ComputeAsync(signal.Parent, images, partial, cancellationToken).ConfigureAwait(false), Word(ImagePath.Full))
            : (
                await signal.ComputeAsync(progress: null, partial, prepared: null, cancellationToken).ConfigureAwait(false),
                Word(ImagePath.Full));
    }

    private static string Word(ImagePath path) => path.ToString().ToLowerInvariant();
}
