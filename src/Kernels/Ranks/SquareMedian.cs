using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ronchi.Kernels.Ranks;

/// <summary>Medians of 3 × 3 pixels by a network of exchanges, in vectors.</summary>
/// <remarks>Nineteen exchanges leave the middle of nine values where it is wanted (Smith 1996; Devillard 1998).</remarks>
public static class SquareMedian
{
    /// <summary>Computes the medians about the inner pixels of a row, from the second on, as far as whole vectors reach.</summary>
    /// <param name="values">Rows of pixels; none is NaN.</param>
    /// <param name="medians">As many; those about the inner pixels of the row are filled.</param>
    /// <param name="row">A row that has one before and one behind it.</param>
    /// <param name="columns">Pixels of a row.</param>
    /// <returns>How many were computed: the next one is that about pixel 1 + that number.</returns>
    /// <exception cref="ArgumentException">The row has no neighbours, or the lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Row(ReadOnlySpan<double> values, Span<double> medians, int row, int columns)
    {
        if (values.Length != medians.Length || row < 1 || columns < 1 || values.Length / columns < row + 2)
            throw new ArgumentException(
                $"Row {row} of {values.Length} values in rows of {columns} has no row on each side, or there are "
                + $"not as many medians: {medians.Length}.",
                nameof(row));
        int done = 0, at = row * columns;
        for (; done + Vector<double>.Count <= columns - 2; done += Vector<double>.Count)
        {
            int up = at - columns + done, here = at + done, down = at + columns + done;
            Median(
                new(values[up..]), new(values[(up + 1)..]), new(values[(up + 2)..]),
                new(values[here..]), new(values[(here + 1)..]), new(values[(here + 2)..]),
                new(values[down..]), new(values[(down + 1)..]), new(values[(down + 2)..])).CopyTo(medians[(here + 1)..]);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Median(
        Vector<double> a, Vector<double> b, Vector<double> c, Vector<double> d, Vector<double> e,
        Vector<double> f, Vector<double> g, Vector<double> h, Vector<double> i)
    {
        Exchange(ref b, ref c);
        Exchange(ref e, ref f);
        Exchange(ref h, ref i);
        Exchange(ref a, ref b);
        Exchange(ref d, ref e);
        Exchange(ref g, ref h);
        Exchange(ref b, ref c);
        Exchange(ref e, ref f);
        Exchange(ref h, ref i);
        d = Vector.Max(a, d);
        f = Vector.Min(f, i);
        Exchange(ref e, ref h);
        g = Vector.Max(d, g);
        e = Vector.Max(b, e);
        c = Vector.Min(c, f);
        e = Vector.Min(e, h);
        Exchange(ref e, ref c);
        e = Vector.Max(g, e);
        return Vector.Min(e, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref Vector<double> smaller, ref Vector<double> larger) =>
        (smaller, larger) = (Vector.Min(smaller, larger), Vector.Max(smaller, larger));
}
