using System.Collections;
using System.Runtime.CompilerServices;

namespace Ronchi.Engine.Operations;

/// <summary>Several values of one parameter. Two lists with equal values are equal.</summary>
/// <typeparam name="T">Type of the values: one that a parameter may have.</typeparam>
/// <param name="values">The values; they are copied.</param>
[CollectionBuilder(typeof(ParameterLists), nameof(ParameterLists.Create))]
public sealed class ParameterList<T>(params IEnumerable<T> values) : IReadOnlyList<T>, IEquatable<ParameterList<T>>
{
    private readonly T[] _values = [.. values];

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public T this[int index] => _values[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ParameterList<T>? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterList<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(_values.Length, static (hash, value) => HashCode.Combine(hash, value));
}
