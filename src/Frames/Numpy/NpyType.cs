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

    /// <summary>
    /// Reads a type as NumPy writes it: <c>&lt;u2</c>, <c>&gt;f4</c>, <c>|u1</c>, <c>=i2</c>, <c>i2</c> (native, which is little-endian
    /// here), <c>uint16</c>, <c>?</c>. The number counts bytes.
    /// </summary>
    /// <returns>False for types that are no <see cref="ElementType"/>: strings, float16, records, dates.</returns>
    public static bool TryParse(string descr, out ElementType type, out bool bigEndian)
    {
        ArgumentNullException.ThrowIfNull(descr);
        type = default;
        bigEndian = descr.StartsWith('>');
        var code = descr.Length > 0 && "<>|=".Contains(descr[0]) ? descr.AsSpan(1) : descr;
        if (code is "?")
            code = "b1";
        foreach (var candidate in Enum.GetValues<ElementType>())
        {
            if (candidate != ElementType.Object && (Descr(candidate).AsSpan(1).SequenceEqual(code) || code.SequenceEqual(candidate.Name())))
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

    /// <summary>
    /// Whether values of <paramref name="component"/> may stand for values of <paramref name="type"/>: the type itself, or the parts of a
    /// complex number.
    /// </summary>
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

    /// <summary>
    /// The type that a person names: <c>uint16</c>, <c>float32</c> …; NumPy's <c>u2</c>, <c>&gt;u2</c> …, whose number counts bytes; or
    /// short names as <c>u16</c> and <c>f32</c>, whose number counts bits.
    /// </summary>
    /// <exception cref="FormatException">It names none, or it is <c>u8</c> or <c>i8</c>: 8 bits in the one way and 8 bytes in the
    /// other.</exception>
    public static (ElementType Type, bool IsBigEndian) Named(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = text.Trim().ToLowerInvariant();
        switch (name)
        {
            case "u8":
                throw new FormatException($"'{text}' can be 8 bits or, as in NumPy, 8 bytes: write uint8 or uint64.");
            case "i8":
                throw new FormatException($"'{text}' can be 8 bits or, as in NumPy, 8 bytes: write int8 or int64.");
        }

        if (TryParse(name, out var parsed, out var isBigEndian))
            return (parsed, isBigEndian);
        // Where NumPy's spelling has a byte order in front, ours may have one, too.
        var bits = name.Length > 0 && "<>|=".Contains(name[0]) ? name[1..] : name;
        foreach (var type in Enum.GetValues<ElementType>())
        {
            if (type != ElementType.Object && bits.Equals(type.ToString(), StringComparison.OrdinalIgnoreCase))
                return (type, isBigEndian);
        }

        throw new FormatException(
            $"'{text}' is not a type: expected uint8 uint16 uint32 uint64 int8 int16 int32 int64 float32 or float64, or short u16, "
            + "f32 …; prefix > for big-endian values.");
    }
}
