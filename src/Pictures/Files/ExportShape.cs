namespace Ronchi.Pictures;

/// <summary>Products of axis lengths, checked.</summary>
internal static class ExportShape
{
    /// <summary>Number of values of a shape.</summary>
    /// <exception cref="ArgumentException">A length is negative, or the product does not fit in 63 bits.</exception>
    public static long Count(ReadOnlySpan<long> shape)
    {
        if (shape.Contains(0))
            return 0;
        var count = 1L;
        foreach (var length in shape)
        {
            if (length < 0 || length > long.MaxValue / 16 / count)
                throw new ArgumentException($"({string.Join(", ", shape.ToArray())}) is not the shape of an array.", nameof(shape));
            count *= length;
        }

        return count;
    }

    /// <summary>Checks that a shape has as many values as there are.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void Require(long values, ReadOnlySpan<long> shape)
    {
        if (Count(shape) != values)
            throw new ArgumentException($"{values} values do not have the shape ({string.Join(", ", shape.ToArray())}).", nameof(shape));
    }
}
