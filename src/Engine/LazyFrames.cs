using System.Runtime.CompilerServices;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Frames of a source as a lazy array: slices and maps compose, and nothing is read until somebody asks.</summary>
/// <remarks>Frames are read one after another, a few at a time; memory does not depend on how many there are.</remarks>
/// <typeparam name="T">Type of the values of a frame.</typeparam>
public sealed class LazyFrames<T>
    where T : unmanaged
{
    private readonly Func<ScanSelection, CancellationToken, IEnumerable<(long Position, T[] Frame)>> _read;
    private readonly ScanSelection _selection;

    private LazyFrames(ScanSelection selection, Func<ScanSelection, CancellationToken, IEnumerable<(long, T[])>> read)
    {
        _selection = selection;
        _read = read;
    }

    /// <summary>Number of frames.</summary>
    public long Count => _selection.FrameCount;

    /// <summary>Axes of the scan positions.</summary>
    public Extent Scan => _selection.Shape;

    /// <summary>Frames of a source as they are stored.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the type of the stored values.</exception>
    public static LazyFrames<T> Of(IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.ElementType == ElementTypes.Of<T>()
            ? new(ScanSelection.All(source.Shape.Scan), (selection, cancel) => Read(source, selection, cancel))
            : throw new ArgumentException($"The values are {source.ElementType.Name()}, not {ElementTypes.Of<T>().Name()}.");
    }

    /// <summary>Frames of some scan positions.</summary>
    /// <exception cref="ArgumentException">The selection belongs to another scan, or a slice was taken before.</exception>
    public LazyFrames<T> this[ScanSelection selection]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(selection);
            return selection.Scan == _selection.Scan && _selection.FrameCount == _selection.Scan.Count
                ? new(selection, _read)
                : throw new ArgumentException(
                    $"A selection of {selection.Scan} does not slice {Count} frames of {_selection.Scan}: slice once, from the whole scan.",
                    nameof(selection));
        }
    }

    /// <summary>What a function makes of each frame.</summary>
    public LazyFrames<TResult> Map<TResult>(Func<T[], TResult[]> function)
        where TResult : unmanaged
        =>
        new(_selection, (selection, cancel) => _read(selection, cancel).Select(frame => (frame.Position, function(frame.Frame))));

    /// <summary>Folds all frames into one value, in scan order.</summary>
    /// <param name="start">What to begin with.</param>
    /// <param name="add">Adds a frame.</param>
    /// <param name="cancellationToken">Checked at each frame.</param>
    public Task<TResult> ReduceAsync<TResult>(
        TResult start, Func<TResult, T[], TResult> add, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var value = start;
                foreach (var (_, frame) in _read(_selection, cancellationToken))
                    value = add(value, frame);
                return value;
            },
            cancellationToken);

    /// <summary>All frames, one after another.</summary>
    /// <exception cref="ArgumentException">They are more than one array can hold.</exception>
    public async Task<T[]> ToArrayAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<T>();
        await foreach (var (_, frame) in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (all.Count > Array.MaxLength - frame.Length)
                throw new ArgumentException($"{Count} frames are more than one array can hold: slice them.");
            all.AddRange(frame);
        }

        return [.. all];
    }

    /// <summary>The frames with their flat scan positions, in scan order; each is an array of its own.</summary>
    public async IAsyncEnumerator<(long Position, T[] Frame)> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var frames = _read(_selection, cancellationToken).GetEnumerator();
        while (await Task.Run(frames.MoveNext, cancellationToken).ConfigureAwait(false))
            yield return frames.Current;
    }

    private async IAsyncEnumerable<(long, T[])> WithCancellation([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = GetAsyncEnumerator(cancellationToken);
        await using (frames.ConfigureAwait(false))
        {
            while (await frames.MoveNextAsync().ConfigureAwait(false))
                yield return frames.Current;
        }
    }

    private static IEnumerable<(long, T[])> Read(IFrameSource source, ScanSelection selection, CancellationToken cancel)
    {
        var recorded = selection.Recorded(source.Validity);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 8));
        foreach (var run in recorded.Runs)
        {
            reader.Seek(run);
            while (Next(reader) is { Count: > 0 } frames)
            {
                foreach (var frame in frames)
                {
                    cancel.ThrowIfCancellationRequested();
                    yield return frame;
                }
            }
        }
    }

    private static List<(long, T[])> Next(ITileReader reader)
    {
        var frames = new List<(long, T[])>();
        if (reader.TryRead(out var tile))
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++)
                frames.Add((tile.Frames.Start + frame, tile.Frame<T>(frame).ToArray()));
        }

        return frames;
    }
}
