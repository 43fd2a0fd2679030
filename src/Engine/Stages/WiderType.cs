using System.Numerics;
using System.Runtime.CompilerServices;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Types that hold sums of a few values exactly.</summary>
internal static class WiderType
{
    /// <summary>
    /// The type of sums of a source's values, together with those that it has summed itself: what is binned twice is widened once.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="values">How many of its values go into a sum.</param>
    public static ElementType ForSumOf(IFrameSource source, long values) =>
        source is IBinned binned ? ForSumOf(binned.Summed, binned.Values * values) : ForSumOf(source.ElementType, values);

    /// <summary>
    /// The narrowest type of the same kind in which <paramref name="values"/> values of <paramref name="type"/> add up without overflow, of
    /// 64-bit integers 64 bits (<see cref="Add"/> watches them); floats stay what they are.
    /// </summary>
    public static ElementType ForSumOf(ElementType type, long values) => type switch
    {
        _ when type.IsUnsigned() => Narrowest([ElementType.U8, ElementType.U16, ElementType.U32], ElementType.U64, type, values),
        _ when type.IsSigned() => Narrowest([ElementType.I8, ElementType.I16, ElementType.I32], ElementType.I64, type, values),
        _ => type,
    };

    // Twice as many bits hold 2^(bits) values' sum; a type fits when the bits of the count still go into it.
    private static ElementType Narrowest(ReadOnlySpan<ElementType> candidates, ElementType widest, ElementType type, long values)
    {
        var bits = (type.Size() * 8) + (values <= 1 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)(values - 1)));
        foreach (var candidate in candidates)
        {
            if (candidate.Size() * 8 >= bits)
                return candidate;
        }

        return widest;
    }

    /// <summary>Adds a value to a sum; in 64 bits it is looked whether the sum wraps.</summary>
    /// <exception cref="OverflowException">It does.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSum Add<TSum, T>(TSum sum, T value)
        where TSum : unmanaged, INumber<TSum>
        where T : unmanaged, INumber<T>
    {
        var widened = TSum.CreateTruncating(value);
        if (typeof(T) == typeof(ulong) || typeof(T) == typeof(long))
            return checked(sum + widened);
        return unchecked(sum + widened);
    }

    /// <summary>What is said when a sum of 64-bit integers wraps.</summary>
    public static SourceException Overflow(string path, ElementType type, string where) => new(
        path,
        $"{where} add up to more than {type.Name()} holds: bin by a smaller factor, or not at all.");
}
