using System.Runtime.InteropServices;

namespace Ronchi.Frames;

/// <summary>Frames that lie side by side: the values of pixel 0 in all frames of a block, then those of pixel 1, and so on.</summary>
/// <remarks>
/// A tile may hold only some frames of a block; the others stand beside them. Masked pixels and values that are no measurement hold 0.
/// </remarks>
public readonly ref struct BlockedFrames
{
    /// <summary>Frames of a block.</summary>
    public const int Frames = 128;

    private readonly ReadOnlySpan<byte> _values;

    /// <summary>Describes a block.</summary>
    /// <param name="type">Type of the block's values: that of the source, or a narrower unsigned one.</param>
    /// <param name="first">Place of the tile's first frame in the block.</param>
    /// <param name="values"><see cref="Frames"/> values for each pixel; empty: all are 0.</param>
    /// <param name="noData">Places of values that are no measurement: pixel × <see cref="Frames"/> + frame of the block, ascending within a
    /// frame.</param>
    public BlockedFrames(ElementType type, int first, ReadOnlySpan<byte> values, ReadOnlySpan<int> noData)
    {
        Type = type;
        First = first;
        _values = values;
        NoData = noData;
    }

    /// <summary>Type of the block's values.</summary>
    public ElementType Type { get; }

    /// <summary>Place of the tile's first frame in the block.</summary>
    public int First { get; }

    /// <summary>Places of values that are no measurement.</summary>
    public ReadOnlySpan<int> NoData { get; }

    /// <summary>Whether all values are 0, and none are there.</summary>
    public bool IsEmpty => _values.IsEmpty;

    /// <summary>The values of the whole block.</summary>
    /// <typeparam name="T">The .NET type of <see cref="Type"/>.</typeparam>
    /// <exception cref="InvalidCastException">The values are of another type; the message names both.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        ElementTypes.Require<T>(Type);
        return MemoryMarshal.Cast<byte, T>(_values);
    }
}
