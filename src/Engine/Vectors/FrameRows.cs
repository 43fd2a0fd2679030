using System.Runtime.InteropServices;

namespace Ronchi.Engine;

/// <summary>The rows of one frame in a vectors result, to append to: <see cref="UdfTask.Rows{T}"/>.</summary>
/// <typeparam name="T">The .NET type of the columns.</typeparam>
public readonly ref struct FrameRows<T>
    where T : unmanaged
{
    private readonly RowSpool _spool;
    private readonly long _position;

    internal FrameRows(RowSpool spool, long position) => (_spool, _position) = (spool, position);

    /// <summary>Appends a row, or several one after the other; nothing is allocated for it.</summary>
    /// <param name="values">A value for each column, from left to right.</param>
    /// <exception cref="ArgumentException">There are not as many values as columns, or a multiple of them.</exception>
    /// <exception cref="InvalidOperationException">Rows of another frame were appended after the first ones of this.</exception>
    public void Append(params ReadOnlySpan<T> values)
    {
        var columns = _spool.Layout.Columns;
        if (values.Length % columns.Length != 0)
            throw new ArgumentException(
                $"{values.Length} values are no rows of {columns.Length} columns ({string.Join(", ", columns)}).", nameof(values));
        if (!values.IsEmpty)
            _spool.Append(_position, MemoryMarshal.AsBytes(values));
    }
}
