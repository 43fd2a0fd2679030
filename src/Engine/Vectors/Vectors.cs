using System.Runtime.InteropServices;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>
/// Rows of numbers for each scan position, as many as were found there: peaks of diffraction patterns, electrons that were counted. Columns
/// have names and units. Immutable, equal by content; the rows lie in memory or in a file.
/// </summary>
/// <remarks>
/// Compressed sparse rows (CSR), in scan order: those of position <c>p</c>, flat, are <c>Offsets[p]</c> to <c>Offsets[p + 1]</c>. Positions
/// may be measured and have no rows, or not be recorded at all (<see cref="IsRecorded"/>).
/// </remarks>
public sealed class Vectors : IEquatable<Vectors>
{
    private const int BlockBytes = 1 << 20;

    private readonly long[] _offsets;
    private readonly bool[]? _recorded;
    private readonly VectorPiece[] _pieces;

    internal Vectors(VectorLayout layout, Extent scan, long[] offsets, bool[]? recorded, VectorPiece[] pieces)
    {
        (Layout, Scan, _offsets, _pieces) = (layout, scan, offsets, pieces);
        _recorded = recorded is not null && recorded.Contains(false) ? recorded : null;
    }

    /// <summary>What a row holds.</summary>
    public VectorLayout Layout { get; }

    /// <summary>Axes of the whole scan.</summary>
    public Extent Scan { get; }

    /// <summary>Number of all rows.</summary>
    public long RowCount => _offsets[^1];

    /// <summary>For each position the number of rows before it, and at the end the number of all rows.</summary>
    public ReadOnlySpan<long> Offsets => _offsets;

    /// <summary>Memory that is held: rows in files do not count.</summary>
    public long HeldBytes => ((long)_offsets.Length * sizeof(long)) + (_recorded?.Length ?? 0)
        + _pieces.Select(static piece => piece.Storage).Distinct().Sum(static storage => storage.HeldBytes);

    /// <summary>Which positions were recorded and measured, flat; null: all.</summary>
    internal bool[]? Recorded => _recorded;

    /// <summary>Makes vectors of lists in memory.</summary>
    /// <typeparam name="T">The .NET type of the columns.</typeparam>
    /// <param name="layout">What a row holds.</param>
    /// <param name="scan">Axes of the scan.</param>
    /// <param name="rows">For each position its rows, one after the other; empty: none were found; null: it was not recorded.</param>
    /// <exception cref="ArgumentException">There is not a list for each position, one is no whole number of rows, or the type is
    /// another.</exception>
    public static Vectors Of<T>(VectorLayout layout, Extent scan, IReadOnlyList<T[]?> rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count != scan.Count)
            throw new ArgumentException($"{rows.Count} lists are not one for each position of a scan of {scan}.", nameof(rows));
        if (ElementTypes.Of<T>() != layout.Type)
            throw new ArgumentException($"Columns of {layout.Type.Name()} do not hold {ElementTypes.NameOf(typeof(T))}.", nameof(rows));
        var made = new VectorsBuilder(layout, scan, [.. rows.Select(static list => list is not null)]);
        for (var position = 0; position < rows.Count; position++)
        {
            if (rows[position] is not { Length: > 0 } list)
                continue;
            if (list.Length % layout.Columns.Length != 0)
                throw new ArgumentException(
                    $"{list.Length} values at position {position} are no rows of {layout.Columns.Length} columns.", nameof(rows));
            made.Add(position, list.Length / layout.Columns.Length, new MemoryRows<T>((T[])list.Clone()), 0);
        }

        return made.Build();
    }

    /// <summary>Takes rows as they lie somewhere, in scan order; nothing of them is read.</summary>
    /// <param name="layout">What a row holds.</param>
    /// <param name="scan">Axes of the scan.</param>
    /// <param name="offsets">See <see cref="Offsets"/>.</param>
    /// <param name="recorded">Which positions were recorded and measured, flat; null: all.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="bytes">How many bytes there are.</param>
    /// <exception cref="ArgumentException">The numbers do not belong together; the message says which.</exception>
    public static Vectors In(VectorLayout layout, Extent scan, long[] offsets, bool[]? recorded, IRowStorage rows, long bytes)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(rows);
        if (offsets.Length != scan.Count + 1 || (recorded is not null && recorded.Length != scan.Count))
            throw new ArgumentException($"{offsets.Length} offsets are not one more than a scan of {scan} has positions.", nameof(offsets));
        if (offsets[0] != 0)
            throw new ArgumentException($"the offsets begin at {offsets[0]}, not at 0.", nameof(offsets));
        for (var position = 0; position < offsets.Length - 1; position++)
        {
            if (offsets[position + 1] < offsets[position])
                throw new ArgumentException($"the offsets fall behind position {position}.", nameof(offsets));
            if (recorded?[position] == false && offsets[position + 1] > offsets[position])
                throw new ArgumentException($"position {position} has rows, but was not recorded.", nameof(recorded));
            if (offsets[position + 1] - offsets[position] > Array.MaxLength / layout.RowBytes)
                throw new ArgumentException($"the rows of position {position} exceed 2 GiB.", nameof(offsets));
        }

        return offsets[^1] == bytes / layout.RowBytes && bytes % layout.RowBytes == 0
            ? new(
                layout, scan, offsets, recorded, bytes == 0 ? [] : [new(Array.FindIndex(offsets, static at => at > 0) - 1, rows, 0)])
            : throw new ArgumentException($"{bytes} bytes are not the {offsets[^1]} rows that the offsets count.", nameof(bytes));
    }

    /// <summary>Whether a position was recorded, selected and measured; if not, it has no rows.</summary>
    /// <param name="position">Flat scan index.</param>
    public bool IsRecorded(long position) => _recorded?[position] ?? ((ulong)position < (ulong)Scan.Count ? true : throw Outside(position));

    /// <summary>Number of rows of a position.</summary>
    /// <param name="position">Flat scan index.</param>
    public int Count(long position) => (ulong)position < (ulong)Scan.Count
        ? (int)(_offsets[position + 1] - _offsets[position])
        : throw Outside(position);

    /// <summary>Number of rows of each position, flat.</summary>
    public uint[] Counts()
    {
        var counts = new uint[_offsets.Length - 1];
        for (var position = 0; position < counts.Length; position++)
            counts[position] = (uint)(_offsets[position + 1] - _offsets[position]);
        return counts;
    }

    /// <summary>The rows of a position, one after the other, each with a value for each column.</summary>
    /// <typeparam name="T">The .NET type of the columns.</typeparam>
    /// <param name="position">Flat scan index.</param>
    /// <exception cref="InvalidCastException">The columns are of another type.</exception>
    /// <exception cref="IOException">They lie in a file that cannot be read.</exception>
    public ReadOnlySpan<T> Rows<T>(long position)
        where T : unmanaged
    {
        Require<T>();
        var count = Count(position);
        return count == 0 ? [] : MemoryMarshal.Cast<byte, T>(Bytes(position, 0, count));
    }

    /// <summary>All values of a column, in scan order.</summary>
    /// <typeparam name="T">The .NET type of the columns.</typeparam>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it is larger than an array can be: take a
    /// <see cref="Slice"/>.</exception>
    /// <exception cref="InvalidCastException">The columns are of another type.</exception>
    public T[] Column<T>(string column)
        where T : unmanaged
    {
        Require<T>();
        var (at, width) = (Layout.IndexOf(column), Layout.Columns.Length);
        if (RowCount > Array.MaxLength)
            throw new ArgumentException($"{RowCount} rows are more than one array holds: take a slice of the scan.", nameof(column));
        var values = new T[RowCount];
        var next = 0;
        ForEachBlock(block =>
        {
            var rows = MemoryMarshal.Cast<byte, T>(block);
            for (var row = at; row < rows.Length; row += width)
                values[next++] = rows[row];
        });
        return values;
    }

    /// <summary>Gives the bytes of all rows in scan order, in blocks of whole rows; they are never in memory as a whole.</summary>
    /// <param name="take">Takes a block, which is valid during the call.</param>
    /// <exception cref="IOException">They lie in a file that cannot be read.</exception>
    public void ForEachBlock(Action<ReadOnlySpan<byte>> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        var most = Math.Max(BlockBytes / Layout.RowBytes, 1);
        for (var i = 0; i < _pieces.Length; i++)
        {
            var piece = _pieces[i];
            var (row, end) = (_offsets[piece.First], i + 1 < _pieces.Length ? _offsets[_pieces[i + 1].First] : RowCount);
            for (var at = piece.At; row < end;)
            {
                var count = (int)Math.Min(end - row, most);
                take(piece.Storage.Bytes(at, count * Layout.RowBytes));
                at += (long)count * Layout.RowBytes;
                row += count;
            }
        }
    }

    /// <summary>The rows of some positions; the others are as if they were not recorded. Nothing is copied.</summary>
    /// <param name="positions">The positions.</param>
    /// <exception cref="ArgumentException">They belong to another scan.</exception>
    public Vectors Slice(ScanSelection positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return positions.Scan == Scan
            ? Where(positions.ToMask())
            : throw new ArgumentException(
                $"The positions belong to a scan of {positions.Scan}, the rows to one of {Scan}.", nameof(positions));
    }

    /// <summary>
    /// The rows of both, which lie at different positions of one scan: parts that were computed apart. Nothing is copied.
    /// </summary>
    /// <param name="other">Rows of other positions.</param>
    /// <exception cref="ArgumentException">They hold other columns, belong to another scan, or a position is recorded in both.</exception>
    public Vectors With(Vectors other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layout.Equals(other.Layout))
            throw new ArgumentException($"Rows of {Layout} and of {other.Layout} are not put together.", nameof(other));
        if (Scan != other.Scan)
            throw new ArgumentException($"Rows of a scan of {Scan} and of one of {other.Scan} are not put together.", nameof(other));
        var recorded = new bool[Scan.Count];
        for (var position = 0; position < recorded.Length; position++)
        {
            if (IsRecorded(position) && other.IsRecorded(position))
                throw new ArgumentException(
                    $"Position {string.Join(',', Scan.PositionOf(position))} is recorded in both: which rows count?", nameof(other));
            recorded[position] = IsRecorded(position) || other.IsRecorded(position);
        }

        var made = new VectorsBuilder(Layout, Scan, recorded);
        for (var position = 0; position < recorded.Length; position++)
        {
            if (recorded[position])
                (IsRecorded(position) ? this : other).AddTo(made, position);
        }

        return made.Build();
    }

    /// <inheritdoc/>
    public bool Equals(Vectors? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || !Layout.Equals(other.Layout) || Scan != other.Scan || !_offsets.AsSpan().SequenceEqual(other._offsets)
            || !(_recorded ?? []).AsSpan().SequenceEqual(other._recorded ?? []))
            return false;
        for (var position = 0L; position < Scan.Count; position++)
        {
            if (Count(position) is > 0 and var count && !Bytes(position, 0, count).SequenceEqual(other.Bytes(position, 0, count)))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Vectors);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Layout, Scan, RowCount);

    /// <summary>Numbers of rows and columns, and the scan.</summary>
    public override string ToString() => $"{Counted.Of(RowCount, "row")} of {Layout} over {Scan}";

    /// <summary>Some rows of a position as bytes.</summary>
    internal ReadOnlySpan<byte> Bytes(long position, int first, int count)
    {
        var piece = _pieces[PieceOf(position)];
        return piece.Storage.Bytes(
            piece.At + ((_offsets[position] + first - _offsets[piece.First]) * Layout.RowBytes), count * Layout.RowBytes);
    }

    /// <summary>The rows of the positions that a mask has; the others are as if they were not recorded.</summary>
    /// <param name="mask">Flat; null: all.</param>
    internal Vectors Where(bool[]? mask)
    {
        if (mask is null)
            return this;
        var made = new VectorsBuilder(
            Layout, Scan, _recorded is null ? mask : [.. _recorded.Zip(mask, static (isRecorded, isAsked) => isRecorded && isAsked)]);
        for (var position = 0L; position < Scan.Count; position++)
            AddTo(made, position);
        return made.Build();
    }

    /// <summary>The rows of a scan that ended earlier.</summary>
    /// <param name="scan">The scan, with a shorter first axis.</param>
    internal Vectors EndingWith(Extent scan)
    {
        var made = new VectorsBuilder(Layout, scan, _recorded?[..(int)scan.Count]);
        for (var position = 0L; position < scan.Count; position++)
            AddTo(made, position);
        return made.Build();
    }

    private void AddTo(VectorsBuilder made, long position)
    {
        if (Count(position) is not (> 0 and var count))
            return;
        var piece = _pieces[PieceOf(position)];
        made.Add(position, count, piece.Storage, piece.At + ((_offsets[position] - _offsets[piece.First]) * Layout.RowBytes));
    }

    // The last piece that begins at or before a position.
    private int PieceOf(long position)
    {
        int low = 0, high = _pieces.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_pieces[middle].First <= position)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private void Require<T>()
    {
        if (ElementTypes.Of<T>() != Layout.Type)
            throw new InvalidCastException($"The columns hold {Layout.Type.Name()}, not {ElementTypes.NameOf(typeof(T))}.");
    }

    private ArgumentOutOfRangeException Outside(long position) =>
        new(nameof(position), position, $"A scan of {Scan} has {Scan.Count} positions.");
}
