using System.Runtime.CompilerServices;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Signals;

/// <summary>Reads frames one after another, a few at a time.</summary>
internal static class FrameSequence
{
    private const int FramesAtOnce = 8;

    /// <summary>The frames of some positions as they are stored, in scan order.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="selection">The positions; null: all. Those without a frame are left out.</param>
    /// <exception cref="ArgumentException">The values are of another type, or the selection belongs to another scan.</exception>
    public static IAsyncEnumerable<(long Position, T[] Frame)> Of<T>(IFrameSource source, ScanSelection? selection)
        where T : unmanaged
    {
        if (source.ElementType != ElementTypes.Of<T>())
            throw new ArgumentException($"The values are {source.ElementType.Name()}, not {ElementTypes.Of<T>().Name()}.");
        selection ??= ScanSelection.All(source.Shape.Scan);
        return selection.Scan == source.Shape.Scan
            ? ReadAsync<T>(source, selection.Recorded(source.Validity))
            : throw new ArgumentException(
                $"A selection of {selection.Scan} does not fit a scan of {source.Shape.Scan}.", nameof(selection));
    }

    private static async IAsyncEnumerable<(long Position, T[] Frame)> ReadAsync<T>(
        IFrameSource source, ScanSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, FramesAtOnce));
        foreach (var run in selection.Runs)
        {
            reader.Seek(run);
            while (await Task.Run(() => Next<T>(reader), cancellationToken).ConfigureAwait(false) is { Count: > 0 } frames)
            {
                foreach (var frame in frames)
                    yield return frame;
            }
        }
    }

    private static List<(long, T[])> Next<T>(ITileReader reader)
        where T : unmanaged
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
