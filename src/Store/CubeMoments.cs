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

    internal void Put<T>(ReadOnlySpan<T> block, long number, int first, ReadOnlySpan<PixelRun> runs, int columns)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        long position = (number * BlockLayout.Frames) + first;
        int count = (int)Math.Clamp(Totals.Length - position, 0, BlockLayout.Lanes);
        if (count == 0)
            return;
        Span<TSum> totals = Totals.AsSpan((int)position, count), rows = Rows.AsSpan((int)position, count), columnMoments = Columns.AsSpan((int)position, count);
        totals.Clear();
        rows.Clear();
        columnMoments.Clear();
        BlockedMoments.Add(block, first, runs, columns, totals, rows, columnMoments);
    }
}
