using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Sparse;

/// <summary>
/// Frames of which only some pixels are stored, in compressed sparse rows: a frame is a row, a pixel a column. Checked once, when made.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly ref struct CsrFrames<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>Takes the three arrays of the form.</summary>
    /// <param name="values">Stored values, frame after frame.</param>
    /// <param name="columns">Pixel of each; no pixel twice in a frame, in any order (a pixel stored twice is added up by sums, but not by
    /// squares).</param>
    /// <param name="rowStarts">Where each frame begins among the values, and last where all end. May begin above 0: a stretch of frames of
    /// a longer array.</param>
    /// <param name="pixels">Pixels of a frame.</param>
    /// <exception cref="ArgumentException">Row starts descend or leave the values, or a column is not a pixel.</exception>
    public CsrFrames(ReadOnlySpan<T> values, ReadOnlySpan<int> columns, ReadOnlySpan<long> rowStarts, int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        if (values.Length != columns.Length)
            throw new ArgumentException($"{values.Length} values but {columns.Length} columns.", nameof(columns));
        if (rowStarts.IsEmpty)
            throw new ArgumentException("Row starts hold one entry more than there are frames: at least one.", nameof(rowStarts));
        long before = 0;
        foreach (long start in rowStarts)
        {
            if (start < before || start > values.Length)
                throw new ArgumentException(
                    $"A row starts at {start}, after one at {before}, among {values.Length} values.", nameof(rowStarts));
            before = start;
        }
        int first = (int)rowStarts[0];
        ReadOnlySpan<int> used = columns[first..(int)rowStarts[^1]];
        if (!AllBelow(used, pixels))
            throw new ArgumentException($"A column lies outside the {pixels} pixels of a frame.", nameof(columns));
        Values = values;
        Columns = columns;
        RowStarts = rowStarts;
        Pixels = pixels;
    }

    /// <summary>Stored values.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>Pixel of each value.</summary>
    public ReadOnlySpan<int> Columns { get; }

    /// <summary>Where each frame begins, and where the last ends.</summary>
    public ReadOnlySpan<long> RowStarts { get; }

    /// <summary>Pixels of a frame.</summary>
    public int Pixels { get; }

    /// <summary>How many frames.</summary>
    public int Count => Math.Max(0, RowStarts.Length - 1);

    /// <summary>First stored value of a frame.</summary>
    internal int Start(int frame) => (int)RowStarts[frame];

    /// <summary>Stored values of all frames: from the first to the last.</summary>
    internal Range Used => RowStarts.IsEmpty ? 0..0 : (int)RowStarts[0]..(int)RowStarts[^1];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AllBelow(ReadOnlySpan<int> columns, int pixels)
    {
        int i = 0;
        Vector<uint> outside = default, limit = new((uint)pixels);
        for (; i + Vector<int>.Count <= columns.Length; i += Vector<int>.Count)
            outside |= Vector.GreaterThanOrEqual(Vector.AsVectorUInt32(new Vector<int>(columns[i..])), limit);
        bool below = outside == default;
        for (; i < columns.Length; i++)
            below &= (uint)columns[i] < (uint)pixels;
        return below;
    }
}
