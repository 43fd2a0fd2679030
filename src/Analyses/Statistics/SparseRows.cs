using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Kernels.Sparse;

namespace Ronchi.Analyses.Statistics;

/// <summary>A sparse tile as the kernels take it.</summary>
internal static class SparseRows
{
    /// <exception cref="InvalidOperationException">The data have "no data" values, which sparse kernels do not look for.</exception>
    public static CsrFrames<T> Of<T>(in Tile tile, DataDescription data)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (data.Validity.MaximumIsNoData)
            throw new InvalidOperationException(
                "Sparse data with values that mean 'no data' are not summed: read them as pixels (--forms pixels).");
        var sparse = tile.Sparse;
        return new(sparse.Values<T>(), sparse.Columns, sparse.RowStarts, sparse.Pixels);
    }
}
