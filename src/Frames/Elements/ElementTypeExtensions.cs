namespace Ronchi.Frames;

/// <summary>What one <see cref="ElementType"/> is called and how large it is.</summary>
public static class ElementTypeExtensions
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.U8 or ElementType.I8 or ElementType.Bool => 1,
        ElementType.U16 or ElementType.I16 => 2,
        ElementType.U32 or ElementType.I32 or ElementType.F32 => 4,
        ElementType.C128 => 16,
        _ => 8,
    };

    /// <summary>The name that NumPy and HDF5 users know: <c>uint16</c>, <c>float32</c>, <c>complex64</c>, …</summary>
    public static string Name(this ElementType type) => type switch
    {
        ElementType.U8 => "uint8",
        ElementType.U16 => "uint16",
        ElementType.U32 => "uint32",
        ElementType.U64 => "uint64",
        ElementType.I8 => "int8",
        ElementType.I16 => "int16",
        ElementType.I32 => "int32",
        ElementType.I64 => "int64",
        ElementType.F32 => "float32",
        ElementType.F64 => "float64",
        ElementType.C64 => "complex64",
        ElementType.C128 => "complex128",
        ElementType.Bool => "bool",
        ElementType.Object => "object",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>Whether values are unsigned integers, whose sums are exact in 64 bits unsigned.</summary>
    public static bool IsUnsigned(this ElementType type) => type <= ElementType.U64 || type == ElementType.Bool;

    /// <summary>Whether values are signed integers.</summary>
    public static bool IsSigned(this ElementType type) => type is >= ElementType.I8 and <= ElementType.I64;

    /// <summary>Whether values are integers or bool: all of them are finite.</summary>
    public static bool IsInteger(this ElementType type) => type.IsUnsigned() || type.IsSigned();

    /// <summary>Whether values are real floating-point numbers.</summary>
    public static bool IsFloat(this ElementType type) => type is ElementType.F32 or ElementType.F64;

    /// <summary>Whether values are complex.</summary>
    public static bool IsComplex(this ElementType type) => type is ElementType.C64 or ElementType.C128;

    /// <summary>
    /// The type in which sums of <paramref name="type"/> are kept: 64-bit integers for integers, exactly; else f64 (c128).
    /// </summary>
    public static ElementType Accumulator(this ElementType type) =>
        type.IsUnsigned() ? ElementType.U64 : type.IsSigned() ? ElementType.I64 : type.IsComplex() ? ElementType.C128 : ElementType.F64;

    /// <summary>The largest value of an unsigned integer type, which counting detectors store for "no data".</summary>
    /// <exception cref="ArgumentException">The type is not an unsigned integer.</exception>
    public static ulong Maximum(this ElementType type) => type switch
    {
        ElementType.U8 => byte.MaxValue,
        ElementType.U16 => ushort.MaxValue,
        ElementType.U32 => uint.MaxValue,
        ElementType.U64 => ulong.MaxValue,
        _ => throw new ArgumentException($"{type.Name()} is not an unsigned integer type.", nameof(type)),
    };

    /// <summary>
    /// Runs <paramref name="action"/> with the .NET type of <paramref name="type"/>: the one place where an element type becomes a type
    /// parameter.
    /// </summary>
    /// <exception cref="ArgumentException">The type is complex or bool: those have no arithmetic here.</exception>
    public static TResult Dispatch<TAction, TResult>(this ElementType type, TAction action)
        where TAction : IElementTypeAction<TResult>, allows ref struct
        => type switch
        {
            ElementType.U8 => action.Run<byte>(),
            ElementType.U16 => action.Run<ushort>(),
            ElementType.U32 => action.Run<uint>(),
            ElementType.U64 => action.Run<ulong>(),
            ElementType.I8 => action.Run<sbyte>(),
            ElementType.I16 => action.Run<short>(),
            ElementType.I32 => action.Run<int>(),
            ElementType.I64 => action.Run<long>(),
            ElementType.F32 => action.Run<float>(),
            ElementType.F64 => action.Run<double>(),
            _ => throw new ArgumentException($"{type.Name()} is not a real numeric type.", nameof(type)),
        };
}
