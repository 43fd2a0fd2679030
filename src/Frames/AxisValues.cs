using System.Collections;
using System.Collections.Immutable;

namespace Ronchi.Frames;

/// <summary>Coordinates of an axis without equal steps: times, tilts. Immutable, and equal by content.</summary>
public sealed class AxisValues : IReadOnlyList<double>, IEquatable<AxisValues>
{
    /// <summary>The most values that an axis may have.</summary>
    public const int Most = 1 << 20;

    private readonly ImmutableArray<double> _values;

    /// <summary>Takes values, in the order of the axis.</summary>
    /// <exception cref="ArgumentException">There is none or more than <see cref="Most"/>, or one is not finite.</exception>
    public AxisValues(params IEnumerable<double> values)
    {
        _values = [.. values.Take(Most + 1)];
        if (_values.Length is 0 or > Most)
            throw new ArgumentException($"An axis has 1 to {Most} values.", nameof(values));
        if (_values.FirstOrDefault(static value => !double.IsFinite(value), 0) is var wrong && !double.IsFinite(wrong))
            throw new ArgumentException($"{wrong} is no place on an axis: values are finite.", nameof(values));
    }

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public double this[int index] => _values[index];

    /// <summary>The values as a span.</summary>
    public ReadOnlySpan<double> AsSpan() => _values.AsSpan();

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(AxisValues? other) => other is not null && AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AxisValues);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, _values[0], _values[^1]);

    /// <summary>First and last value, and how many there are.</summary>
    public override string ToString() => FormattableString.Invariant($"{_values[0]:G6} … {_values[^1]:G6}, {Counted.Of(Count, "value")}");

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
