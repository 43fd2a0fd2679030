using System.Numerics;

namespace Ronchi.Frames;

/// <summary>The element types of .NET types.</summary>
public static class ElementTypes
{
    /// <summary>The element type whose .NET type is <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ElementType Of<T>() => Of(typeof(T));

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
        _ => throw new ArgumentException($"There is no element type for {type?.Name}: use numbers of 8 to 64 bits, bool, {nameof(Complex64)} or {nameof(Complex)}.", nameof(type)),
    };
}
