using System.Diagnostics.CodeAnalysis;

namespace Ronchi.Sources;

/// <summary>
/// A record of what is said about data of some formats alone. Every face offers its members, which carry a
/// <see cref="Ronchi.Frames.ParameterAttribute"/>; <see cref="OpenOptions.Of{T}"/> gives it to the format.
/// </summary>
public sealed class FormatOptions
{
    private readonly object _nothing;

    private FormatOptions(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties
            | DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors)]
        Type record,
        object nothing,
        string? purpose) =>
        (Record, _nothing, Purpose) = (record, nothing, purpose);

    /// <summary>The record's type.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties
        | DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors)]
    public Type Record { get; }

    /// <summary>What it is for, for who says it of other data: <c>--map maps uncompressed files</c>; null: the names of its formats
    /// tell.</summary>
    public string? Purpose { get; }

    /// <summary>Options of a type.</summary>
    /// <typeparam name="T">A record that is equal to a new one where nothing is said.</typeparam>
    /// <param name="purpose">What they are for.</param>
    public static FormatOptions Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties
        | DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors)] T>(
        string? purpose = null)
        where T : class, new() =>
        new(typeof(T), new T(), purpose);

    /// <summary>Whether something is said.</summary>
    /// <param name="record">Any record.</param>
    internal bool IsIn(object record) => record.GetType() == Record && !record.Equals(_nothing);
}
