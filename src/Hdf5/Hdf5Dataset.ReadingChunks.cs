using Ronchi.Hdf5.Chunks;
using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5;

/// <content>Elements of chunked datasets.</content>
public sealed partial class Hdf5Dataset
{
    private const int CacheBytes = 256 << 10;
    private const long MostTogether = 64 << 20;

    /// <summary>
    /// Reads the part of a box that one chunk holds; the other elements of the destination stay as they are. Several chunks of one box may
    /// be read at once.
    /// </summary>
    /// <param name="number">Number of the chunk, from the index.</param>
    /// <param name="start">First element of the box along each axis.</param>
    /// <param name="count">Elements of the box along each axis.</param>
    /// <param name="destination">Exactly the bytes of the whole box.</param>
    /// <exception cref="ArgumentException">The box does not lie in the shape or does not touch the chunk, or the destination has another
    /// length.</exception>
    /// <exception cref="Hdf5Exception">The dataset is not chunked; or as <see cref="ReadRaw"/>.</exception>
    public void ReadRawOfChunk(long number, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        var index = RequireChunks();
        CheckBox(start, count, destination.Length);
        CheckReadable();
        Span<long> chunk = stackalloc long[Shape.Length];
        index.CoordinatesOf(number, chunk);
        CheckTouches(number, chunk, start, count);
        Scratch scratch = default;
        try
        {
            ReadOneChunk(index, chunk, start, count, destination, ref scratch);
        }
        finally
        {
            scratch.Dispose();
        }
    }

    /// <summary>
    /// As <see cref="ReadRawOfChunk"/> for chunks that lie side by side in the box: stretches of it are put together from all of them, so
    /// that a line of memory that several share is written once.
    /// </summary>
    /// <param name="numbers">Numbers of the chunks, from the index. All are decoded before they are copied; those that take more than 64
    /// MiB together are read one after another.</param>
    /// <param name="start">First element of the box along each axis.</param>
    /// <param name="count">Elements of the box along each axis.</param>
    /// <param name="destination">Exactly the bytes of the whole box.</param>
    /// <exception cref="ArgumentException">The box does not lie in the shape or does not touch a chunk, or the destination has another
    /// length.</exception>
    /// <exception cref="Hdf5Exception">The dataset is not chunked; or as <see cref="ReadRaw"/>.</exception>
    public void ReadRawOfChunks(ReadOnlySpan<long> numbers, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        var index = RequireChunks();
        CheckBox(start, count, destination.Length);
        CheckReadable();
        int rank = Shape.Length;
        Span<long> chunk = stackalloc long[rank];
        Span<long> inChunk = new long[numbers.Length * rank],
            inBox = new long[numbers.Length * rank], extent = new long[numbers.Length * rank];
        long boxStep = Type.Size, longest = 0;
        for (int axis = 1; axis < rank; axis++)
            boxStep *= count[axis];
        if ((long)numbers.Length * ChunkBytes > MostTogether)
        {
            foreach (long number in numbers)
                ReadRawOfChunk(number, start, count, destination);
            return;
        }

        using var decoded = new Scratch(numbers.Length * ChunkBytes);
        for (int i = 0; i < numbers.Length; i++)
        {
            index.CoordinatesOf(numbers[i], chunk);
            CheckTouches(numbers[i], chunk, start, count);
            Span<long> from = inChunk.Slice(i * rank, rank), to = inBox.Slice(i * rank, rank), length = extent.Slice(i * rank, rank);
            Meet(chunk, start, count, from, to, length);
            var entry = index[numbers[i]];
            if (entry.IsStored)
            {
                CheckExpansion(entry, numbers[i], MaskOf(entry, numbers[i]));
                Decode(entry, numbers[i], decoded.Bytes.Slice(i * ChunkBytes, ChunkBytes));
                longest = Math.Max(longest, length[0]);
            }
            else
            {
                FillBox(destination, count, to, length);
                length.Clear();
            }
        }

        // So much of the box stays in the cache until it is complete.
        long step = Math.Max(1, CacheBytes / boxStep);
        for (long done = 0; done < longest; done += step)
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                Span<long> from = inChunk.Slice(i * rank, rank), to = inBox.Slice(i * rank, rank), length = extent.Slice(i * rank, rank);
                long some = Math.Min(step, length[0]);
                if (some <= 0)
                    continue;
                long rest = length[0] - some;
                length[0] = some;
                Hyperslab.Copy(
                    decoded.Bytes.Slice(i * ChunkBytes, ChunkBytes), ChunkShape.AsSpan(), from, destination, count, to, length, Type.Size);
                length[0] = rest;
                from[0] += some;
                to[0] += some;
            }
        }
    }

    private ChunkIndex RequireChunks() => _layout.Kind == Headers.StorageLayout.Chunked
        ? Index
        : throw Fault($"is stored {_layout.Kind.ToString().ToLowerInvariant()}, it has no chunks");

    private void CheckTouches(long number, ReadOnlySpan<long> chunk, ReadOnlySpan<long> start, ReadOnlySpan<long> count)
    {
        for (int axis = 0; axis < chunk.Length; axis++)
        {
            if (chunk[axis] * ChunkShape[axis] >= start[axis] + count[axis] || (chunk[axis] + 1) * ChunkShape[axis] <= start[axis])
                throw new ArgumentException($"Chunk {number} does not touch the box.", nameof(number));
        }
    }

    private void ReadChunked(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination)
    {
        int rank = Shape.Length;
        var index = Index;
        Span<long> first = stackalloc long[rank], last = stackalloc long[rank], chunk = stackalloc long[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            first[axis] = start[axis] / ChunkShape[axis];
            last[axis] = (start[axis] + count[axis] - 1) / ChunkShape[axis];
        }
        first.CopyTo(chunk);
        Scratch scratch = default;
        try
        {
            int moved;
            do
            {
                ReadOneChunk(index, chunk, start, count, destination, ref scratch);
                for (moved = rank - 1; moved >= 0; moved--)
                {
                    if (++chunk[moved] <= last[moved])
                        break;
                    chunk[moved] = first[moved];
                }
            }
            while (moved >= 0);
        }
        finally
        {
            scratch.Dispose();
        }
    }

    private void ReadOneChunk(
        ChunkIndex index,
        scoped ReadOnlySpan<long> chunk, scoped ReadOnlySpan<long> start,
        scoped ReadOnlySpan<long> count, Span<byte> destination, ref Scratch scratch)
    {
        int rank = Shape.Length;
        Span<long> inChunk = stackalloc long[rank], inBox = stackalloc long[rank], extent = stackalloc long[rank];
        Meet(chunk, start, count, inChunk, inBox, extent);
        bool isWhole = true;
        long boxOffset = 0;
        for (int axis = 0; axis < rank; axis++)
        {
            isWhole &= extent[axis] == ChunkShape[axis];
            boxOffset = (boxOffset * count[axis]) + inBox[axis];
        }

        long number = index.NumberOf(chunk);
        var entry = index[number];
        if (!entry.IsStored)
        {
            FillBox(destination, count, inBox, extent);
            return;
        }
        if (isWhole && Hyperslab.IsRun(extent, count))
        {
            Decode(entry, number, destination.Slice((int)(boxOffset * Type.Size), ChunkBytes));
            return;
        }
        CheckExpansion(entry, number, MaskOf(entry, number));
        if (scratch.Bytes.IsEmpty)
            scratch = new Scratch(ChunkBytes);
        Decode(entry, number, scratch.Bytes);
        Hyperslab.Copy(scratch.Bytes, ChunkShape.AsSpan(), inChunk, destination, count, inBox, extent, Type.Size);
    }

    // What a chunk and a box have in common.
    private void Meet(
        scoped ReadOnlySpan<long> chunk,
        scoped ReadOnlySpan<long> start, scoped ReadOnlySpan<long> count,
        scoped Span<long> inChunk, scoped Span<long> inBox, scoped Span<long> extent)
    {
        for (int axis = 0; axis < chunk.Length; axis++)
        {
            long origin = chunk[axis] * ChunkShape[axis];
            long from = Math.Max(origin, start[axis]);
            long to = Math.Min(origin + ChunkShape[axis], start[axis] + count[axis]);
            inChunk[axis] = from - origin;
            inBox[axis] = from - start[axis];
            extent[axis] = to - from;
        }
    }

    private void Decode(ChunkEntry chunk, long number, Span<byte> destination)
    {
        if (_pipeline.IsEmpty && chunk.Size == destination.Length)
        {
            ReadStoredChunk(chunk, destination);
        }
        else
        {
            CheckExpansion(chunk, number, MaskOf(chunk, number));
            using var stored = new Scratch(chunk.Size);
            ReadStoredChunk(chunk, stored.Bytes);
            DecodeChunk(stored.Bytes, chunk, number, destination);
        }
        ToValues(destination);
    }

    private void FillBox(Span<byte> destination, ReadOnlySpan<long> shape, ReadOnlySpan<long> origin, ReadOnlySpan<long> extent)
    {
        var walk = new RunWalk(shape, origin, shape, origin, extent);
        while (walk.Next(out _, out long to))
            FillUnwritten(destination.Slice((int)(to * Type.Size), (int)(walk.Length * Type.Size)));
    }
}
