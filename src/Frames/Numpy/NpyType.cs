using System.Numerics;

namespace Ronchi.Frames.Numpy;

/// <summary>Element types as NPY headers name them (NumPy's array-protocol type strings).</summary>
public static class NpyType
{
    /// <summary>The little-endian type string: <c>&lt;u2</c>, <c>|u1</c>, …</summary>
    public static string Descr(ElementType type) => type switch
    {
        ElementType.U8 => "|u1",
        ElementType.U16 => "<u2",
        ElementType.U32 => "<u4",
        ElementType.U64 => "<u8",
        ElementType.I8 => "|i1",
        ElementType.I16 => "<i2",
        ElementType.I32 => "<i4",
        ElementType.I64 => "<i8",
        ElementType.F32 => "<f4",
        ElementType.F64 => "<f8",
        ElementType.C64 => "<c8",
        ElementType.C128 => "<c16",
        ElementType.Bool => "|b1",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>Reads a type string of either byte order.</summary>
    /// <returns>False for types that are no <see cref="ElementType"/>: strings, float16, records, dates.</returns>
    public static bool TryParse(string descr, out ElementType type, out bool bigEndian)
    {
        type = default;
        bigEndian = descr.StartsWith('>');
        if (descr.Length < 3 || !"<>|=".Contains(descr[0]))
            return false;
        foreach (var candidate in Enum.GetValues<ElementType>())
        {
            if (candidate != ElementType.Object && Descr(candidate).AsSpan(1).SequenceEqual(descr.AsSpan(1)))
            {
                type = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>The element type that arrays of <typeparamref name="T"/> hold.</summary>
    /// <exception cref="NotSupportedException">Arrays of <typeparamref name="T"/> hold no <see cref="ElementType"/>.</exception>
    public static ElementType Of<T>() => default(T) switch
    {
        byte => ElementType.U8,
        ushort => ElementType.U16,
        uint => ElementType.U32,
        ulong => ElementType.U64,
        sbyte => ElementType.I8,
        short => ElementType.I16,
        int => ElementType.I32,
        long => ElementType.I64,
        float => ElementType.F32,
        double => ElementType.F64,
        Complex => ElementType.C128,
        bool => ElementType.Bool,
        _ => throw new NotSupportedException($"{typeof(T).Name} is not an element type."),
    };

    /// <summary>Whether values of <paramref name="component"/> may stand for values of <paramref name="type"/>: the type itself, or the parts of a complex number.</summary>
    public static bool Accepts(ElementType type, ElementType component) => type == component
        || (type == ElementType.C64 && component == ElementType.F32)
        || (type == ElementType.C128 && component == ElementType.F64);

    /// <summary>A new array for <paramref name="count"/> elements; complex64 as pairs of single-precision numbers.</summary>
    public static Array NewArray(ElementType type, int count) => type switch
    {
        ElementType.U8 => new byte[count],
        ElementType.U16 => new ushort[count],
        ElementType.U32 => new uint[count],
        ElementType.U64 => new ulong[count],
        ElementType.I8 => new sbyte[count],
        ElementType.I16 => new short[count],
        ElementType.I32 => new int[count],
        ElementType.I64 => new long[count],
        ElementType.F32 => new float[count],
        ElementType.F64 => new double[count],
        ElementType.C64 => new float[checked(count * 2)],
        ElementType.C128 => new Complex[count],
        ElementType.Bool => new bool[count],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>The type that a text names: the short names of this library, the long ones of NumPy, and NumPy's array-protocol strings for the byte order.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static (ElementType Type, bool IsBigEndian) Named(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var type in Enum.GetValues<ElementType>())
        {
            if (type != ElementType.Object && (text.Equals(type.ToString(), StringComparison.OrdinalIgnoreCase) || text == type.Name()))
                return (type, false);
        }

        return TryParse(text, out var parsed, out var isBigEndian)
            ? (parsed, isBigEndian)
            : throw new FormatException($"'{text}' is no type: expected u8 u16 u32 u64 i8 i16 i32 i64 f32 or f64, or >u2 and the like for big-endian values.");
    }
}
