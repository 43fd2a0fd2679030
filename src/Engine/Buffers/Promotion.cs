using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>The smallest type that holds the values of two types: the table of NumPy's <c>result_type</c>.</summary>
public static class Promotion
{
    /// <summary>The common type.</summary>
    /// <remarks>Bool is neutral. Two unsigned or two signed integers give the wider; an unsigned and a signed one the next signed that
    /// holds both, f64 for u64; integers of 8 and 16 bits and f32 give f32, wider ones f64; a complex type stays complex.</remarks>
    /// <exception cref="ArgumentException">A type is <see cref="ElementType.Object"/>.</exception>
    public static ElementType Of(ElementType first, ElementType second)
    {
        if (first == ElementType.Object || second == ElementType.Object)
            throw new ArgumentException("Objects are not numbers and have no common type with other values.", nameof(first));
        if (first == second || second == ElementType.Bool)
            return first;
        if (first == ElementType.Bool)
            return second;
        if (first.IsComplex() || second.IsComplex())
            return IsDouble(first) || IsDouble(second) ? ElementType.C128 : ElementType.C64;
        if (first.IsFloat() || second.IsFloat())
            return IsDouble(first) || IsDouble(second) ? ElementType.F64 : ElementType.F32;
        return Integers(first, second);
    }

    /// <summary>
    /// The type of results that are no whole numbers: f32, or f64 where f32 does not hold the values of the data (u32, i32, u64, i64, f64);
    /// c64 or c128 from complex data.
    /// </summary>
    /// <param name="data">Type of the data.</param>
    public static ElementType ForResults(ElementType data) => Of(ElementType.F32, data);

    // Whether single precision does not hold all its values.
    private static bool IsDouble(ElementType type) =>
        type is ElementType.F64 or ElementType.C128 or ElementType.U32 or ElementType.I32 or ElementType.U64 or ElementType.I64;

    private static ElementType Integers(ElementType first, ElementType second)
    {
        if (first.IsUnsigned() == second.IsUnsigned())
            return first.Size() >= second.Size() ? first : second;
        var (unsigned, signed) = first.IsUnsigned() ? (first, second) : (second, first);
        var size = Math.Max(unsigned.Size() * 2, signed.Size());
        return size switch
        {
            2 => ElementType.I16,
            4 => ElementType.I32,
            8 => ElementType.I64,
            _ => ElementType.F64,
        };
    }
}
