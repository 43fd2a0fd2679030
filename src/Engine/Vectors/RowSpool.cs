using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>The rows of one vectors result that one worker appends, or that all have appended: in the order in which frames came.</summary>
/// <param name="layout">What a row holds.</param>
/// <param name="store">Gives memory.</param>
/// <param name="counts">Rows of each scan position; shared by all workers, each writes those of its frames.</param>
internal sealed class RowSpool(VectorLayout layout, RowStore store, uint[] counts)
{
    // Positions one behind the other, whose rows lie in one piece.
    private readonly List<Segment> _segments = [];
    private byte[] _bytes = [];
    private RowChunk? _chunk;
    private int _used;
    private int _frameStart;
    private long _position = -1;

    /// <summary>What a row holds.</summary>
    public VectorLayout Layout => layout;

    /// <summary>Appends rows of a frame.</summary>
    /// <param name="position">Flat scan index of the frame.</param>
    /// <param name="rows">The rows as bytes.</param>
    /// <exception cref="InvalidOperationException">Rows of another frame were appended after its first ones, or they exceed 2
    /// GiB.</exception>
    /// <exception cref="IOException">Memory has no room for them, and the temporary file cannot be written.</exception>
    public void Append(long position, ReadOnlySpan<byte> rows)
    {
        if (position != _position)
            Begin(position);
        if (rows.Length > _bytes.Length - _used)
            Move(rows.Length);
        rows.CopyTo(_bytes.AsSpan(_used));
        _used += rows.Length;
        counts[position] += (uint)(rows.Length / layout.RowBytes);
    }

    /// <summary>Takes what a worker has appended since the last time.</summary>
    public void Take(RowSpool from)
    {
        _segments.AddRange(from._segments);
        from.Clear();
    }

    /// <summary>Forgets which rows there are; chunks that others refer to stay.</summary>
    public void Clear()
    {
        _segments.Clear();
        _position = -1;
    }

    /// <summary>Nothing more will be appended.</summary>
    /// <exception cref="IOException">Memory has no room for the rows, and the temporary file cannot be written.</exception>
    public void Seal()
    {
        if (_used > 0)
            store.Seal(_chunk!, _used);
        (_chunk, _bytes, _used, _position) = (null, [], 0, -1);
    }

    /// <summary>The same rows, whatever is appended later.</summary>
    /// <param name="copied">A copy of the counts.</param>
    public RowSpool Snapshot(uint[] copied)
    {
        var same = new RowSpool(layout, store, copied);
        same._segments.AddRange(_segments);
        return same;
    }

    /// <summary>The rows in scan order.</summary>
    /// <param name="scan">Axes of the scan.</param>
    /// <param name="isRecorded">Positions that count, flat; rows of others are left out. Null: all.</param>
    public Vectors Assemble(Extent scan, bool[]? isRecorded)
    {
        var made = new VectorsBuilder(layout, scan, isRecorded);
        foreach (var segment in _segments.OrderBy(static segment => segment.First))
        {
            var at = (long)segment.At;
            for (var position = segment.First; position < segment.End; position++)
            {
                made.Add(position, counts[position], segment.Chunk, at);
                at += (long)counts[position] * layout.RowBytes;
            }
        }

        return made.Build();
    }

    private void Begin(long position)
    {
        if (counts[position] > 0)
            throw new InvalidOperationException(
                "rows of a frame were appended, then rows of another, then again of the first: append all rows of a frame before "
                + "the next.");
        _chunk ??= new(_bytes = RowStore.Next(before: 0, least: 0));
        (_position, _frameStart) = (position, _used);
        if (_segments.Count > 0 && _segments[^1] is var last && last.End == position && last.Chunk == _chunk)
            _segments[^1] = last with { End = position + 1 };
        else
            _segments.Add(new(position, position + 1, _chunk, _used));
    }

    // The rows of a frame lie in one piece: those that it has go along into the next chunk.
    private void Move(int more)
    {
        var begun = _used - _frameStart;
        if ((long)begun + more > Array.MaxLength)
            throw new InvalidOperationException("the rows of one frame exceed 2 GiB: append fewer.");
        var next = RowStore.Next(_bytes.Length, begun + more);
        _bytes.AsSpan(_frameStart, begun).CopyTo(next);
        var full = _chunk!;
        if (_segments[^1] is var last && last.First == _position)
            _segments.RemoveAt(_segments.Count - 1);
        else
            _segments[^1] = last with { End = _position };
        (_bytes, _chunk) = (next, new(next));
        _segments.Add(new(_position, _position + 1, _chunk, 0));
        if (_frameStart > 0)
            store.Seal(full, _frameStart);
        (_frameStart, _used) = (0, begun);
    }

    private readonly record struct Segment(long First, long End, RowChunk Chunk, int At);
}
