using System.Runtime.InteropServices;

namespace Ronchi.Frames;

/// <summary>
/// Frames of which only pixels that are not 0 are stored, in compressed sparse rows: a frame is a row, a pixel of the flat detector a
/// column.
/// </summary>
public readonly ref struct SparseFrames
{
    private readonly ReadOnlySpan<byte> _values;

    /// <summary>Describes stored pixels that a source has checked.</summary>
    /// <param name="pixels">Pixels of a frame; every column is below it.</param>
    /// <param name="rowStarts">Where each frame begins among the values, from 0, and last where all end.</param>
    /// <param name="columns">Pixel of each value; no pixel twice in a frame.</param>
    /// <param name="values">The values in native byte order.</param>
    public SparseFrames(int pixels, ReadOnlySpan<long> rowStarts, ReadOnlySpan<int> columns, ReadOnlySpan<byte> values)
    {
        Pixels = pixels;
        RowStarts = rowStarts;
        Columns = columns;
        _values = values;
    }

    /// <summary>Pixels of a frame.</summary>
    public int Pixels { get; }

    /// <summary>Where each frame begins, and where the last ends.</summary>
    public ReadOnlySpan<long> RowStarts { get; }

    /// <summary>Pixel of each stored value.</summary>
    public ReadOnlySpan<int> Columns { get; }

    /// <summary>Type of the values; null: whoever made the tile did not say.</summary>
    public ElementType? Type { get; init; }

    /// <summary>Stored values.</summary>
    /// <typeparam name="T">The .NET type of the source's element type.</typeparam>
    /// <exception cref="InvalidCastException">The values are of another type; the message names both.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        ElementTypes.Require<T>(Type);
        return MemoryMarshal.Cast<byte, T>(_values);
    }

    /// <summary>Stored values as bytes, in native byte order.</summary>
    public ReadOnlySpan<byte> Bytes => _values;

    /// <summary>Stored values of one frame among all.</summary>
    public Range Row(int frame) => (int)RowStarts[frame]..(int)RowStarts[frame + 1];
}
