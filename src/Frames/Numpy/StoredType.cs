namespace Ronchi.Frames.Numpy;

/// <summary>Type of the values in a file without a header.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsBigEndian">Whether the first byte of a value is its largest.</param>
public readonly record struct StoredType(ElementType Type, bool IsBigEndian = false) : IWrittenValue<StoredType>
{
    /// <inheritdoc/>
    public static ParameterKind Kind => ParameterKind.Text;

    /// <inheritdoc/>
    public static string Form => "TYPE";

    /// <summary>Little-endian values of a type.</summary>
    public static implicit operator StoredType(ElementType type) => new(type);

    /// <inheritdoc cref="op_Implicit(ElementType)"/>
    public static StoredType FromElementType(ElementType type) => new(type);

    /// <inheritdoc/>
    public static StoredType Parse(string text)
    {
        var (type, isBigEndian) = NpyType.Named(text);
        return new(type, isBigEndian);
    }

    /// <inheritdoc/>
    public override string ToString() => (IsBigEndian ? ">" : "") + Type.Name();
}
