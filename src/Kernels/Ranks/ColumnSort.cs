using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Ranks;

/// <summary>Sorts the values that stand in the same place of several rows: a pixel's values over frames, many pixels at once.</summary>
/// <remarks>Batcher's odd-even merge sort (Proc. AFIPS 32 (1968) 307): the same exchanges whatever the values, so that each lane sorts a pixel.</remarks>
public static unsafe class ColumnSort
{
    private const int LaneBytes = 64;

    /// <summary>Sorts every column, smallest first.</summary>
    /// <param name="rows">Rows, one after another; filled.</param>
    /// <param name="columns">Values of a row.</param>
    /// <exception cref="ArgumentException">The rows are not whole.</exception>
    public static void Sort<TKey>(Span<TKey> rows, int columns)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        if (columns == 0 ? !rows.IsEmpty : rows.Length % columns != 0)
            throw new ArgumentException($"{rows.Length} values do not make a whole number of rows of {columns}.", nameof(rows));
        if (rows.IsEmpty)
            return;
        int count = rows.Length / columns, lanes = LaneBytes / sizeof(TKey);
        // Together in the cache: the rows themselves lie far apart. What lies behind the last column is sorted too, and left there.
        var near = new TKey[count * lanes];
        for (int from = 0; from < columns; from += lanes)
        {
            int length = Math.Min(lanes, columns - from);
            for (int row = 0; row < count; row++)
                rows.Slice((int)(((long)row * columns) + from), length).CopyTo(near.AsSpan(row * lanes));
            fixed (TKey* keys = near)
                Network(keys, count);
            for (int row = 0; row < count; row++)
                near.AsSpan(row * lanes, length).CopyTo(rows[(int)(((long)row * columns) + from)..]);
        }
    }

    // Exchanges with rows that are not there would leave the others as they are, as if those held the largest value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Network<TKey>(TKey* keys, int count)
        where TKey : unmanaged
    {
        for (int sorted = 1; sorted < count; sorted *= 2)
        {
            for (int apart = sorted; apart >= 1; apart /= 2)
            {
                for (int group = apart % sorted; group + apart < count; group += 2 * apart)
                {
                    int end = Math.Min(group + apart, count - apart);
                    for (int i = group; i < end; i++)
                    {
                        if (i / (2 * sorted) != (i + apart) / (2 * sorted))
                            continue;
                        TKey* upper = keys + ((nint)i * Vector512<TKey>.Count), lower = upper + ((nint)apart * Vector512<TKey>.Count);
                        Vector512<TKey> a = Vector512.Load(upper), b = Vector512.Load(lower);
                        Vector512.Min(a, b).Store(upper);
                        Vector512.Max(a, b).Store(lower);
                    }
                }
            }
        }
    }
}
