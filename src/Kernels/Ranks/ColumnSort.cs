using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ronchi.Kernels.Ranks;

/// <summary>Sorts the values that stand in the same place of several rows: a pixel's values over frames, many pixels at once.</summary>
/// <remarks>
/// Batcher's odd-even merge sort (Proc. AFIPS 32 (1968) 307): the same exchanges whatever the values, so that each lane sorts a pixel.
/// </remarks>
public static unsafe class ColumnSort
{
    private const int LaneBytes = 64;
    private const int LanesAtATime = 4;   // 256 bytes of a row

    /// <summary>Sorts every column, smallest first.</summary>
    /// <param name="rows">Rows, one after another; filled.</param>
    /// <param name="columns">Values of a row.</param>
    /// <exception cref="ArgumentException">The rows are not whole.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort<TKey>(Span<TKey> rows, int columns)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        if (columns == 0 ? !rows.IsEmpty : rows.Length % columns != 0)
            throw new ArgumentException($"{rows.Length} values do not make a whole number of rows of {columns}.", nameof(rows));
        if (rows.IsEmpty)
            return;
        int count = rows.Length / columns, lanes = LaneBytes / sizeof(TKey);
        // Together in the cache: the rows themselves lie far apart, and a stretch of each is moved at a time. What lies behind the last
        // column is sorted too, and left there.
        var near = new TKey[LanesAtATime * count * lanes];
        fixed (TKey* keys = near)
        {
            for (int from = 0; from < columns; from += LanesAtATime * lanes)
            {
                int length = Math.Min(LanesAtATime * lanes, columns - from);
                for (int row = 0; row < count; row++)
                {
                    var stretch = rows.Slice((int)(((long)row * columns) + from), length);
                    for (int at = 0; at < length; at += lanes)
                        stretch.Slice(at, Math.Min(lanes, length - at)).CopyTo(near.AsSpan((at * count) + (row * lanes)));
                }

                for (int at = 0; at < length; at += lanes)
                    Network(keys + ((nint)at * count), count);
                for (int row = 0; row < count; row++)
                {
                    var stretch = rows.Slice((int)(((long)row * columns) + from), length);
                    for (int at = 0; at < length; at += lanes)
                        near.AsSpan((at * count) + (row * lanes), Math.Min(lanes, length - at)).CopyTo(stretch[at..]);
                }
            }
        }
    }

    // Exchanges with rows that are not there would leave the others as they are, as if those held the largest value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Network<TKey>(TKey* keys, int count)
        where TKey : unmanaged
    {
        int lanes = Vector512<TKey>.Count;
        for (int sorted = 1; sorted < count; sorted *= 2)
        {
            for (int apart = sorted; apart >= 1; apart /= 2)
            {
                for (int group = apart % sorted; group + apart < count; group += 2 * apart)
                {
                    int end = Math.Min(group + apart, count - apart);
                    for (int i = group; i < end; i++)
                    {
                        // Of the same group of twice as many as are sorted: told without dividing, which would take longer than the
                        // exchange.
                        if ((i ^ (i + apart)) >= 2 * sorted)
                            continue;
                        TKey* upper = keys + ((nint)i * lanes), lower = upper + ((nint)apart * lanes);
                        if (Vector512.IsHardwareAccelerated)
                        {
                            Vector512<TKey> a = Vector512.Load(upper), b = Vector512.Load(lower);
                            Vector512.Min(a, b).Store(upper);
                            Vector512.Max(a, b).Store(lower);
                        }
                        else
                        {
                            Vector256<TKey> a0 = Vector256.Load(upper), b0 = Vector256.Load(lower),
                                a1 = Vector256.Load(upper + (lanes / 2)), b1 = Vector256.Load(lower + (lanes / 2));
                            Vector256.Min(a0, b0).Store(upper);
                            Vector256.Min(a1, b1).Store(upper + (lanes / 2));
                            Vector256.Max(a0, b0).Store(lower);
                            Vector256.Max(a1, b1).Store(lower + (lanes / 2));
                        }
                    }
                }
            }
        }
    }
}
