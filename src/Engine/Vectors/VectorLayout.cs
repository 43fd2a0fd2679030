using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What a row of a vectors result holds: named columns of one type, equal by content.</summary>
public sealed class VectorLayout : IEquatable<VectorLayout>
{
    /// <summary>Describes rows.</summary>
    /// <param name="type">Type of all columns: integers or real numbers.</param>
    /// <param name="columns">The columns, from left to right.</param>
    /// <exception cref="ArgumentException">There is no column, two have one name or one has none, or the type is no real
    /// number.</exception>
    public VectorLayout(ElementType type, params ReadOnlySpan<VectorColumn> columns)
    {
        if (!type.IsInteger() && !type.IsFloat() || type == ElementType.Bool)
            throw new ArgumentException($"Columns hold integers or real numbers, not {type.Name()}.", nameof(type));
        Type = type;
        Columns = [.. columns];
        if (Columns.IsEmpty)
            throw new ArgumentException("Rows need at least one column.", nameof(columns));
        if (Columns.Any(static column => string.IsNullOrWhiteSpace(column?.Name)))
            throw new ArgumentException("A column has no name.", nameof(columns));
        if (Columns.CountBy(static column => column.Name).FirstOrDefault(static named => named.Value > 1).Key is { } twice)
            throw new ArgumentException($"Two columns are called '{twice}': give them different names.", nameof(columns));
    }

    /// <summary>Type of all columns.</summary>
    public ElementType Type { get; }

    /// <summary>The columns, from left to right.</summary>
    public ImmutableArray<VectorColumn> Columns { get; }

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => Columns.Length * Type.Size();

    /// <summary>The place of a column in a row.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those that there are.</exception>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Name == column)
                return i;
        }

        throw new ArgumentException(
            $"No column '{column}', only {string.Join(", ", Columns.Select(static known => $"'{known.Name}'"))}.", nameof(column));
    }

    /// <inheritdoc/>
    public bool Equals(VectorLayout? other) =>
        other is not null && Type == other.Type && Columns.AsSpan().SequenceEqual(other.Columns.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VectorLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Columns.Length, Columns[0]);

    /// <summary>The columns with their units, and the type.</summary>
    public override string ToString() => $"{string.Join(", ", Columns)} of {Type.Name()}";
}
