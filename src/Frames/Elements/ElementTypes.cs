using System.Numerics;

namespace Ronchi.Frames;

/// <summary>The element types of .NET types.</summary>
public static class ElementTypes
{
    /// <summary>The element type whose .NET type is <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ElementType Of<T>() => Of(typeof(T));

    /// <summary>Refuses to take values of one type for those of another.</summary>
    /// <typeparam name="T">What they are to be taken for.</typeparam>
    /// <param name="actual">What they are; null: not known, and nothing is refused.</param>
    internal static void Require<T>(ElementType? actual)
    {
        if (actual is { } type && Known<T>.Type != type)
            throw new InvalidCastException(
                $"The values are {type.Name()}, not {NameOf(typeof(T))}: take them as {Word(type)}, or ask "
                + "for another type with PreferredType.");
    }

    /// <summary>
    /// What the project calls a .NET type: the name of its element type (<c>float64</c>), or its own name if it has none.
    /// </summary>
    public static string NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return IsKnown(type) ? Of(type).Name() : type == typeof(object) ? ElementType.Object.Name() : type.Name;
    }

    // What C# calls it.
    private static string Word(ElementType type) => type switch
    {
        ElementType.U8 => "byte",
        ElementType.I8 => "sbyte",
        ElementType.U16 => "ushort",
        ElementType.I16 => "short",
        ElementType.U32 => "uint",
        ElementType.I32 => "int",
        ElementType.U64 => "ulong",
        ElementType.I64 => "long",
        ElementType.F32 => "float",
        ElementType.F64 => "double",
        ElementType.C64 => nameof(Complex64),
        ElementType.C128 => nameof(Complex),
        _ => type.Name(),
    };

    private static class Known<T>
    {
        public static readonly ElementType? Type = IsKnown(typeof(T)) ? Of(typeof(T)) : null;
    }

    private static bool IsKnown(Type type) =>
        System.Type.GetTypeCode(type) is (>= TypeCode.SByte and <= TypeCode.Double) or TypeCode.Boolean
            || type == typeof(Complex64) || type == typeof(Complex);

    /// <summary>The element type whose .NET type is <paramref name="type"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ElementType Of(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => ElementType.U8,
        TypeCode.UInt16 => ElementType.U16,
        TypeCode.UInt32 => ElementType.U32,
        TypeCode.UInt64 => ElementType.U64,
        TypeCode.SByte => ElementType.I8,
        TypeCode.Int16 => ElementType.I16,
        TypeCode.Int32 => ElementType.I32,
        TypeCode.Int64 => ElementType.I64,
        TypeCode.Single => ElementType.F32,
        TypeCode.Double => ElementType.F64,
        TypeCode.Boolean => ElementType.Bool,
        _ when type == typeof(Complex64) => ElementType.C64,
        _ when type == typeof(Complex) => ElementType.C128,
        _ =>
            throw new ArgumentException(
                $"There is no element type for {type?.Name}: use numbers of 8 to 64 bits, bool, {nameof(Complex64)} or {nameof(Complex)}.",
                nameof(type)),
    };
}
