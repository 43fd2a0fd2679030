using System.Numerics;
using Ronchi.Kernels.Blocked;

namespace Ronchi.Store;

/// <summary>Intensity and first moments of each frame over a region of the detector.</summary>
/// <typeparam name="TSum">ulong for unsigned integers, long for signed ones (exact), double for floats.</typeparam>
/// <param name="Totals">Σ v for each scan position, flat.</param>
/// <param name="Rows">Σ row·v.</param>
/// <param name="Columns">Σ column·v.</param>
public sealed record CubeMoments<TSum>(TSum[] Totals, TSum[] Rows, TSum[] Columns)
    where TSum : unmanaged, INumber<TSum>
{
    internal static CubeMoments<TSum> Of(long positions) => new(new TSum[positions], new TSum[positions], new TSum[positions]);

    /// <summary>Adds some whole rows of the detector, in integers; the first begins anew.</summary>
    internal void PutRows<T>(ReadOnlySpan<T> rowsOfBlock, long number, int first, ReadOnlySpan<PixelRun> runs, int columns, int firstRow)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long position = (number * BlockLayout.Frames) + first;
        int count = (int)Math.Clamp(Totals.Length - position, 0, BlockLayout.Lanes);
        if (count == 0)
            return;
        Span<TSum> parts = stackalloc TSum[3 * BlockLayout.Lanes];
        parts.Clear();
        Span<TSum> totals = parts[..count], rows = parts.Slice(BlockLayout.Lanes, count),
            columnMoments = parts.Slice(2 * BlockLayout.Lanes, count);
        BlockedMoments.Add(rowsOfBlock, first, runs, columns, totals, rows, columnMoments);
        var row = TSum.CreateTruncating(firstRow);
        for (int frame = 0, at = (int)position; frame < count; frame++, at++)
        {
            Totals[at] = (firstRow == 0 ? TSum.Zero : Totals[at]) + totals[frame];
            Rows[at] = (firstRow == 0 ? TSum.Zero : Rows[at]) + rows[frame] + (row * totals[frame]);
            Columns[at] = (firstRow == 0 ? TSum.Zero : Columns[at]) + columnMoments[frame];
        }
    }

    internal void Put<T>(ReadOnlySpan<T> block, long number, int first, ReadOnlySpan<PixelRun> runs, int columns)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long position = (number * BlockLayout.Frames) + first;
        int count = (int)Math.Clamp(Totals.Length - position, 0, BlockLayout.Lanes);
        if (count == 0)
            return;
        Span<TSum> totals = Totals.AsSpan((int)position, count), rows = Rows.AsSpan((int)position, count),
            columnMoments = Columns.AsSpan((int)position, count);
        totals.Clear();
        rows.Clear();
        columnMoments.Clear();
        BlockedMoments.Add(block, first, runs, columns, totals, rows, columnMoments);
    }
}
