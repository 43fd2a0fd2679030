using System.Collections.Immutable;
using System.Globalization;

namespace Ronchi.Frames;

/// <summary>Lengths of some axes, slowest first: a scan shape, a detector shape, or both.</summary>
/// <remarks>An extent without axes is a single value. A length may be 0; none is negative, and the product fits in 63 bits.</remarks>
public readonly struct Extent : IEquatable<Extent>
{
    private readonly ImmutableArray<long> _lengths;

    /// <summary>Creates an extent from its lengths, slowest axis first.</summary>
    /// <exception cref="ArgumentException">A length is negative, or the product exceeds 2^63 - 1.</exception>
    public Extent(params ReadOnlySpan<long> lengths)
    {
        var count = 1L;
        foreach (var length in lengths)
        {
            if (length < 0)
                throw new ArgumentException($"An axis cannot have {length} elements.", nameof(lengths));
            try
            {
                count = checked(count * Math.Max(length, 1));
            }
            catch (OverflowException e)
            {
                throw new ArgumentException($"{Format(lengths)} elements are more than 2^63 - 1.", nameof(lengths), e);
            }
        }

        _lengths = [.. lengths];
        Count = lengths.Contains(0) ? 0 : count;
    }

    /// <summary>Number of axes.</summary>
    public int Rank => Lengths.Length;

    /// <summary>Number of elements: the product of the lengths, 1 without axes.</summary>
    public long Count { get => _lengths.IsDefault ? 1 : field; }

    /// <summary>Lengths of the axes, slowest first.</summary>
    public ImmutableArray<long> Lengths => _lengths.IsDefault ? [] : _lengths;

    /// <summary>Length of one axis.</summary>
    public long this[int axis] => Lengths[axis];

    /// <summary>The axes of both, <paramref name="inner"/> faster.</summary>
    public Extent Append(Extent inner) => new([.. Lengths, .. inner.Lengths]);

    /// <summary>Whether the fastest axes are as long as those of another.</summary>
    public bool EndsWith(Extent inner) => Lengths.AsSpan().EndsWith(inner.Lengths.AsSpan());

    /// <summary>The flat row-major index of a position.</summary>
    /// <exception cref="ArgumentException">The position has another number of axes, or lies outside.</exception>
    public long IndexOf(params ReadOnlySpan<long> position)
    {
        if (position.Length != Rank)
            throw new ArgumentException($"A position in {this} has {Rank} numbers, not {position.Length}.", nameof(position));
        var index = 0L;
        for (var axis = 0; axis < Rank; axis++)
        {
            if ((ulong)position[axis] >= (ulong)Lengths[axis])
                throw new ArgumentException($"Position {Format(position, ",")} lies outside {this}.", nameof(position));
            index = (index * Lengths[axis]) + position[axis];
        }

        return index;
    }

    /// <summary>The position of a flat row-major index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public long[] PositionOf(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var position = new long[Rank];
        for (var axis = Rank - 1; axis >= 0; axis--)
            (index, position[axis]) = Math.DivRem(index, Lengths[axis]);
        return position;
    }

    /// <summary>Reads <c>RxC</c> (any number of axes, <c>x</c> or <c>,</c> between them).</summary>
    /// <returns>Whether <paramref name="text"/> is an extent of at least one axis with lengths of at least 1.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Extent extent)
    {
        extent = default;
        var lengths = new List<long>();
        foreach (var part in text.SplitAny('x', 'X', ','))
        {
            if (!long.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length < 1)
                return false;
            lengths.Add(length);
        }

        try
        {
            extent = new Extent([.. lengths]);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The lengths with <c>×</c> between them: <c>256×256×192×192</c>.</summary>
    public override string ToString() => Rank == 0 ? "single" : Format(Lengths.AsSpan());

    /// <inheritdoc/>
    public bool Equals(Extent other) => Lengths.AsSpan().SequenceEqual(other.Lengths.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Extent other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var length in Lengths)
            hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>Whether both have the same lengths.</summary>
    public static bool operator ==(Extent left, Extent right) => left.Equals(right);

    /// <summary>Whether a length differs.</summary>
    public static bool operator !=(Extent left, Extent right) => !left.Equals(right);

    private static string Format(ReadOnlySpan<long> lengths, string separator = "×") => string.Join(separator, lengths.ToArray());
}
