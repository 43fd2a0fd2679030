using Ronchi.Frames;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Headers;

namespace Ronchi.Sources.Storage;

/// <summary>The frames of an HDF5 dataset that were written: those of which every chunk is in the file.</summary>
/// <remarks>A chunk of several frames may be written once more when the next of its frames comes: as long as a file grows, it counts when
/// the writer has gone on to a chunk behind it.</remarks>
internal static class WrittenFrames
{
    private const int MostChunks = 1 << 25;

    /// <summary>Looks for them. Of a dataset in one piece these are all that it has room for.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="detectorRank">Axes of the detector, the last ones.</param>
    /// <param name="mayChange">Whether the file is still being written.</param>
    /// <exception cref="Ronchi.Hdf5.Storage.Hdf5Exception">The chunk index is damaged.</exception>
    public static FrameSet Of(Hdf5Dataset dataset, int detectorRank, bool mayChange)
    {
        var scan = new Extent(dataset.Shape.AsSpan()[..^detectorRank]);
        // Whoever opens a scan of more positions than an array holds refuses it.
        if (dataset.Layout != StorageLayout.Chunked || scan.Count > Array.MaxLength)
            return FrameSet.First(scan.Count);
        var chunks = (Int128)1;
        for (var axis = 0; axis < dataset.Shape.Length; axis++)
            chunks *= (dataset.Shape[axis] + dataset.ChunkShape[axis] - 1) / dataset.ChunkShape[axis];
        if (chunks > MostChunks)
            throw new SourceException(
                dataset.File.Path,
                $"'{dataset.Path}' is declared with {chunks:N0} chunks; up to {MostChunks:N0} are read. The file is damaged, or it must be "
                + "cut into parts.");
        var index = dataset.ReadChunkIndex();
        var firstOfSeveral = mayChange ? dataset.ChunkShape.AsSpan()[..^detectorRank].IndexOfAnyExcept(1L) : -1;
        if (index.StoredCount == index.Count && firstOfSeveral < 0)
            return FrameSet.First(scan.Count);
        var newest = firstOfSeveral < 0 ? long.MaxValue : Newest(index, firstOfSeveral);
        var isMissing = new bool[scan.Count];
        var place = new long[dataset.Shape.Length];
        for (var number = 0L; number < index.Count; number++)
        {
            if (index[number].IsStored && Row(index, number, firstOfSeveral) < newest)
                continue;
            index.CoordinatesOf(number, place);
            Mark(isMissing, scan, place, dataset.ChunkShape.AsSpan(), axis: 0, first: 0);
        }

        return FrameSet.Of(Runs(isMissing));
    }

    // Chunks that are written at the same time: those of one place along the first axis on which they hold several frames.
    private static long Row(ChunkIndex index, long number, int axis)
    {
        if (axis < 0)
            return -1;
        var inRow = 1L;
        foreach (var length in index.GridShape[(axis + 1)..])
            inRow *= length;
        return number / inRow;
    }

    private static long Newest(ChunkIndex index, int axis)
    {
        for (var number = index.Count - 1; number >= 0; number--)
        {
            if (index[number].IsStored)
                return Row(index, number, axis);
        }

        return 0;
    }

    // The frames of which a chunk holds a part.
    private static void Mark(bool[] marks, Extent scan, long[] place, ReadOnlySpan<long> chunk, int axis, long first)
    {
        if (axis == scan.Rank)
        {
            marks[first] = true;
            return;
        }

        var start = place[axis] * chunk[axis];
        for (var at = start; at < Math.Min(start + chunk[axis], scan[axis]); at++)
            Mark(marks, scan, place, chunk, axis + 1, (first * scan[axis]) + at);
    }

    private static IEnumerable<FrameRange> Runs(bool[] isMissing)
    {
        var start = 0;
        for (var frame = 0; frame <= isMissing.Length; frame++)
        {
            if (frame < isMissing.Length && !isMissing[frame])
                continue;
            if (frame > start)
                yield return new(start, frame - start);
            start = frame + 1;
        }
    }
}
