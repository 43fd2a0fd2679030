using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>Puts <see cref="Vectors"/> together of rows that lie anywhere, position after position.</summary>
/// <param name="layout">What a row holds.</param>
/// <param name="scan">Axes of the scan.</param>
/// <param name="isRecorded">Positions that count, flat; rows of others are left out. Null: all.</param>
internal sealed class VectorsBuilder(VectorLayout layout, Extent scan, bool[]? isRecorded)
{
    private readonly long[] _offsets = new long[scan.Count + 1];
    private readonly List<VectorPiece> _pieces = [];
    private long _next;   // the first position whose rows are not known yet

    /// <summary>Adds the rows of a position; of positions in between there are none.</summary>
    /// <param name="position">Flat scan index, behind those before.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="storage">Where they lie.</param>
    /// <param name="at">The first byte.</param>
    public void Add(long position, long count, IRowStorage storage, long at)
    {
        if (count == 0 || isRecorded?[position] == false)
            return;
        var first = SkipTo(position);
        if (_pieces.Count == 0 || _pieces[^1].Storage != storage
            || _pieces[^1].At + ((first - _offsets[_pieces[^1].First]) * layout.RowBytes) != at)
            _pieces.Add(new(position, storage, at));
        _offsets[position + 1] = first + count;
        _next = position + 1;
    }

    /// <summary>What was added.</summary>
    public Vectors Build()
    {
        SkipTo(scan.Count);
        return new(layout, scan, _offsets, isRecorded, [.. _pieces]);
    }

    // Returns how many rows there are before a position.
    private long SkipTo(long position)
    {
        var rows = _offsets[_next];
        _offsets.AsSpan((int)_next, (int)(position - _next) + 1).Fill(rows);
        return rows;
    }
}
