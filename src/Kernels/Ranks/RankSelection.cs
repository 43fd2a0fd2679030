namespace Ronchi.Kernels.Ranks;

/// <summary>The value that has a certain rank among others, without sorting them.</summary>
public static class RankSelection
{
    private const int Few = 16;

    /// <summary>
    /// Rearranges values so that the one of a rank stands in its place, no larger one before it and no smaller one behind.
    /// </summary>
    /// <param name="values">Values, rearranged.</param>
    /// <param name="rank">Number of the wanted one in ascending order, from 0.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that rank.</exception>
    public static T Select<T>(Span<T> values, int rank)
        where T : unmanaged, IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, values.Length);
        int low = 0, high = values.Length - 1, patience = 2 * (int)Math.Log2(values.Length + 1);
        while (high - low >= Few)
        {
            // Values in an order that defeats the choice of the middle one are sorted.
            if (patience-- == 0)
                break;
            T middle = Middle(values[low], values[low + ((high - low) / 2)], values[high]);
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i].CompareTo(middle) < 0)
                    i++;
                while (values[j].CompareTo(middle) > 0)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
                high = j;
            else if (rank >= i)
                low = i;
            else
                return values[rank];
        }

        values[low..(high + 1)].Sort();
        return values[rank];
    }

    private static T Middle<T>(T a, T b, T c)
        where T : IComparable<T>
    {
        if (a.CompareTo(b) > 0)
            (a, b) = (b, a);
        if (b.CompareTo(c) > 0)
            b = a.CompareTo(c) > 0 ? a : c;
        return b;
    }
}
