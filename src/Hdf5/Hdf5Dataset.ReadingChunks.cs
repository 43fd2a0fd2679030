using System.Buffers;
using Ronchi.Hdf5.Chunks;

namespace Ronchi.Hdf5;

/// <content>Elements of chunked datasets.</content>
public sealed partial class Hdf5Dataset
{
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
        byte[]? buffer = null;
        try
        {
            int moved;
            do
            {
                ReadOneChunk(index, chunk, start, count, destination, ref buffer);
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
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ReadOneChunk(
        ChunkIndex index, ReadOnlySpan<long> chunk, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> destination, ref byte[]? buffer)
    {
        int rank = Shape.Length;
        Span<long> inChunk = stackalloc long[rank], inBox = stackalloc long[rank], extent = stackalloc long[rank];
        bool isWhole = true;
        long boxOffset = 0;
        for (int axis = 0; axis < rank; axis++)
        {
            long origin = chunk[axis] * ChunkShape[axis];
            long from = Math.Max(origin, start[axis]);
            long to = Math.Min(origin + ChunkShape[axis], start[axis] + count[axis]);
            inChunk[axis] = from - origin;
            inBox[axis] = from - start[axis];
            extent[axis] = to - from;
            isWhole &= extent[axis] == ChunkShape[axis];
            boxOffset = (boxOffset * count[axis]) + inBox[axis];
        }
        long number = index.NumberOf(chunk);
        var entry = index[number];
        if (entry.IsStored && isWhole && Hyperslab.IsRun(extent, count))
        {
            Decode(entry, number, destination.Slice((int)(boxOffset * Type.Size), ChunkBytes));
            return;
        }
        if (!entry.IsStored)
        {
            FillBox(destination, count, inBox, extent);
            return;
        }
        CheckExpansion(entry, number, MaskOf(entry, number));
        buffer ??= ArrayPool<byte>.Shared.Rent(ChunkBytes);
        Decode(entry, number, buffer.AsSpan(0, ChunkBytes));
        Hyperslab.Copy(buffer, ChunkShape.AsSpan(), inChunk, destination, count, inBox, extent, Type.Size);
    }

    private void Decode(ChunkEntry chunk, long number, Span<byte> destination)
    {
        uint mask = MaskOf(chunk, number);
        if (_pipeline.IsEmpty && chunk.Size == destination.Length)
        {
            ReadStoredChunk(chunk, destination);
            return;
        }
        CheckExpansion(chunk, number, mask);
        var stored = ArrayPool<byte>.Shared.Rent(chunk.Size);
        try
        {
            ReadStoredChunk(chunk, stored);
            DecodeChunk(stored.AsSpan(0, chunk.Size), chunk, number, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private void FillBox(Span<byte> destination, ReadOnlySpan<long> shape, ReadOnlySpan<long> origin, ReadOnlySpan<long> extent)
    {
        var walk = new RunWalk(shape, origin, shape, origin, extent);
        while (walk.Next(out _, out long to))
            Fill(destination.Slice((int)(to * Type.Size), (int)(walk.Length * Type.Size)));
    }

    private void Fill(Span<byte> elements)
    {
        if (_fill is null)
        {
            elements.Clear();
            return;
        }
        for (int at = 0; at < elements.Length; at += _fill.Length)
            _fill.CopyTo(elements[at..]);
    }
}
