using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>Types that hold sums of a few values exactly.</summary>
internal static class WiderType
{
    /// <summary>The narrowest type of the same kind in which <paramref name="values"/> values of <paramref name="type"/> add up without overflow; floats stay what they are.</summary>
    public static ElementType ForSumOf(ElementType type, long values) => type switch
    {
        _ when type.IsUnsigned() => Narrowest([ElementType.U8, ElementType.U16, ElementType.U32], ElementType.U64, type, values),
        _ when type.IsSigned() => Narrowest([ElementType.I8, ElementType.I16, ElementType.I32], ElementType.I64, type, values),
        _ => type,
    };

    // Twice as many bits hold 2^(bits) values' sum; a type fits when the bits of the count still go into it.
    private static ElementType Narrowest(ReadOnlySpan<ElementType> candidates, ElementType widest, ElementType type, long values)
    {
        var bits = (type.Size() * 8) + (values <= 1 ? 0 : 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(values - 1)));
        foreach (var candidate in candidates)
        {
            if (candidate.Size() * 8 >= bits)
                return candidate;
        }

        return widest;
    }
}
