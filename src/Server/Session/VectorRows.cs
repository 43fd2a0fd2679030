using System.Numerics;
using Ronchi.Engine;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>The rows of a vectors result at one scan position, as an array of rows × columns.</summary>
internal static class VectorRows
{
    /// <summary>Those of a position by its indices.</summary>
    /// <param name="result">The result.</param>
    /// <param name="position">The scan position, slow axis first.</param>
    /// <param name="isComplete">Whether no more rows will come.</param>
    /// <exception cref="ArgumentException">It is no vectors result, there is no such position, or nothing was measured there.</exception>
    public static ResultArray At(ResultArray result, long[] position, bool isComplete)
    {
        if (result.Vectors is not { } vectors)
            throw new ArgumentException($"'{result.Name}' has no rows at a position: leave \"position\" out.");
        if (position.Length != vectors.Scan.Rank)
            throw new ArgumentException($"\"position\" has an index for each axis of the scan of {vectors.Scan}.");
        var flat = vectors.Scan.IndexOf(position);
        if (isComplete && !vectors.IsRecorded(flat))
            throw new ArgumentException($"Nothing was measured at position {string.Join(',', position)}.");
        return new(
            result.Name,
            ResultKind.Single,
            vectors.Layout.Type,
            new Extent(vectors.Count(flat), vectors.Layout.Columns.Length),
            Of(vectors, flat));
    }

    /// <summary>Those of a position, flat.</summary>
    /// <param name="vectors">All rows.</param>
    /// <param name="position">Flat scan index.</param>
    public static Array Of(Vectors vectors, long position) => vectors.Layout.Type.Dispatch<RowsAction, Array>(new(vectors, position));

    private readonly struct RowsAction(Vectors vectors, long position) : IElementTypeAction<Array>
    {
        public Array Run<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
            => vectors.Rows<T>(position).ToArray();
    }
}
