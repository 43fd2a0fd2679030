using System.Buffers;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>The frames of an array, decoded chunk by chunk.</summary>
internal sealed class ZarrChunks : StoredBlocks
{
    private const int MostGrowth = 1 << 16;   // by which a codec may lengthen what it cannot compress, besides an eighth

    private readonly ZarrStore _store;
    private readonly ZarrArray _array;
    private readonly ShardIndexes? _indexes;
    private readonly long[] _chunkStrides;
    private readonly int _chunkBytes;
    private readonly int _scanRank;

    /// <param name="store">Where it lies.</param>
    /// <param name="array">The array; its last axes are the detector.</param>
    /// <param name="detectorRank">How many of them.</param>
    /// <param name="frameBytes">Bytes of a stored frame.</param>
    /// <param name="memoryBytes">Bytes that decoded blocks may take.</param>
    public ZarrChunks(ZarrStore store, ZarrArray array, int detectorRank, int frameBytes, long memoryBytes)
        : base(array.Shape.AsSpan()[..^detectorRank], array.Chunk.AsSpan()[..^detectorRank], frameBytes, array.ChunkBytes, memoryBytes)
    {
        _store = store;
        _array = array;
        _scanRank = array.Shape.Length - detectorRank;
        _chunkBytes = (int)array.ChunkBytes;
        _indexes = array.Shards is { } shards ? new(shards) : null;
        _chunkStrides = new long[array.Shape.Length];
        long stride = array.Type.Bytes;
        for (var place = array.AxisOrder.Length - 1; place >= 0; place--)
        {
            _chunkStrides[array.AxisOrder[place]] = stride;
            stride *= array.Chunk[array.AxisOrder[place]];
        }
    }

    /// <summary>Whether no chunk holds parts of several frames.</summary>
    public bool IsOfSingleFrames => _array.Chunk.AsSpan()[.._scanRank].IndexOfAnyExcept(1L) < 0;

    /// <inheritdoc/>
    public override long PartsOf(ReadOnlySpan<long> start, ReadOnlySpan<long> count)
    {
        var parts = 1L;
        for (var axis = _scanRank; axis < _array.Shape.Length; axis++)
            parts *= ChunksAlong(axis);
        return parts;
    }

    /// <inheritdoc/>
    public override void Decode(long part, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<byte> pixels)
    {
        var rank = _array.Shape.Length;
        Span<long> boxCount = stackalloc long[rank], boxStrides = stackalloc long[rank], place = stackalloc long[rank];
        Span<long> common = stackalloc long[rank];
        count.CopyTo(boxCount);
        _array.Shape.AsSpan(_scanRank..).CopyTo(boxCount[_scanRank..]);
        StridedBox.RowMajor(boxCount, _array.Type.Bytes, boxStrides);
        long inChunk = 0, inBox = 0;
        for (var axis = rank - 1; axis >= 0; axis--)
        {
            var boxStart = axis < _scanRank ? start[axis] : 0;
            if (axis < _scanRank)
                place[axis] = boxStart / _array.Chunk[axis];
            else
                (part, place[axis]) = Math.DivRem(part, ChunksAlong(axis));
            var chunkStart = place[axis] * _array.Chunk[axis];
            var first = Math.Max(chunkStart, boxStart);
            common[axis] = Math.Min(Math.Min(chunkStart + _array.Chunk[axis], boxStart + boxCount[axis]), _array.Shape[axis]) - first;
            inChunk += (first - chunkStart) * _chunkStrides[axis];
            inBox += (first - boxStart) * boxStrides[axis];
        }

        var box = pixels[..BytesOf(new Extent(count).Count)];
        var isWhole = _array.IsRowMajor && common.SequenceEqual(_array.Chunk.AsSpan()) && common.SequenceEqual(boxCount);
        if (isWhole)
        {
            if (!TryDecode(place, box))
                Repeat(_array.Fill.Span, box);
            return;
        }

        var chunk = ArrayPool<byte>.Shared.Rent(_chunkBytes);
        try
        {
            if (TryDecode(place, chunk.AsSpan(0, _chunkBytes)))
            {
                StridedBox.Copy(chunk.AsSpan((int)inChunk), _chunkStrides, box[(int)inBox..], boxStrides, common, _array.Type.Bytes);
            }
            else
            {
                Span<long> again = stackalloc long[rank];
                again.Clear();
                StridedBox.Copy(_array.Fill.Span, again, box[(int)inBox..], boxStrides, common, _array.Type.Bytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Bytes of the first chunk as it is stored; null: it is not there.</summary>
    public long? FirstStoredBytes()
    {
        Span<long> place = stackalloc long[_array.Shape.Length];
        place.Clear();
        var key = _array.KeyOf(place);
        using var file = _store.Open(key);
        return file is null ? null : _indexes is null ? file.Length : _indexes.PlaceOf(file, key, 0)?.Bytes;
    }

    private long ChunksAlong(int axis) => (_array.Shape[axis] + _array.Chunk[axis] - 1) / _array.Chunk[axis];

    // False: the chunk is not there.
    private bool TryDecode(ReadOnlySpan<long> place, Span<byte> chunk)
    {
        Span<long> file = stackalloc long[place.Length];
        place.CopyTo(file);
        long inside = 0;
        if (_array.Shards is { } shards)
        {
            for (var axis = 0; axis < place.Length; axis++)
            {
                (file[axis], var at) = Math.DivRem(place[axis], shards.Chunks[axis]);
                inside = (inside * shards.Chunks[axis]) + at;
            }
        }

        var key = _array.KeyOf(file);
        using var stored = _store.Open(key);
        if (stored is null)
            return false;
        var (offset, bytes) = (0L, stored.Length);
        if (_indexes is not null)
        {
            if (_indexes.PlaceOf(stored, key, inside) is not { } found)
                return false;
            (offset, bytes) = found;
        }

        if (bytes > Longest)
            throw Damaged(stored, $"has {bytes} bytes for {_chunkBytes} of content");
        var buffer = ArrayPool<byte>.Shared.Rent((int)bytes);
        try
        {
            var start = StageMeter.Now;
            stored.Read(offset, buffer.AsSpan(0, (int)bytes));
            StageMeter.WasRead(start);
            Decode(stored, buffer.AsSpan(0, (int)bytes), chunk);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        NativeOrder.Of(chunk, _array.Type.Bytes, _array.Type.IsBigEndian);
        return true;
    }

    private long Longest => Math.Min(_chunkBytes + (_chunkBytes / 8L) + MostGrowth, Array.MaxLength);

    // Codecs undo each other's work, the last first.
    private void Decode(StoredObject file, ReadOnlySpan<byte> stored, Span<byte> chunk)
    {
        var codecs = _array.Codecs;
        if (codecs.Length == 1)
        {
            Check(file, codecs[0].Name, codecs[0].Decode(stored, chunk));
            return;
        }

        var (from, to) = (Array.Empty<byte>(), Array.Empty<byte>());
        try
        {
            for (var i = codecs.Length - 1; i > 0; i--)
            {
                if (to.Length == 0)
                    to = ArrayPool<byte>.Shared.Rent((int)Longest);
                var written = codecs[i].Decode(stored, to);
                if (written < 0)
                    Check(file, codecs[i].Name, written);
                (from, to) = (to, from);
                stored = from.AsSpan(0, written);
            }

            if (codecs.Length > 0)
                Check(file, codecs[0].Name, codecs[0].Decode(stored, chunk));
            else if (stored.Length == chunk.Length)
                stored.CopyTo(chunk);
            else
                throw Damaged(file, $"has {stored.Length} bytes instead of {chunk.Length}");
        }
        finally
        {
            foreach (var rented in (byte[][])[from, to])
            {
                if (rented.Length > 0)
                    ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private void Check(StoredObject file, string codec, int written)
    {
        if (written < 0)
            throw Damaged(file, $"cannot be decoded by {codec}");
        if (written != _chunkBytes)
            throw Damaged(file, $"holds {written} bytes instead of {_chunkBytes}");
    }

    private static SourceException Damaged(StoredObject file, string what) =>
        new(file.Path, $"this chunk {what}. It is damaged; copy it again, or leave its frames out with --roi.");

    private static void Repeat(ReadOnlySpan<byte> element, Span<byte> to)
    {
        if (element.IndexOfAnyExcept((byte)0) < 0)
        {
            to.Clear();
            return;
        }

        for (var at = 0; at < to.Length; at += element.Length)
            element.CopyTo(to[at..]);
    }
}
