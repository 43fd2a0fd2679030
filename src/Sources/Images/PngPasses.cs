namespace Ronchi.Sources.Images;

/// <summary>In which passes the pixels of a PNG are stored (Adam7: ISO/IEC 15948, clause 8).</summary>
internal static class PngPasses
{
    private static readonly (int FirstRow, int RowStep, int FirstColumn, int ColumnStep)[] Adam7 =
        [(0, 8, 0, 8), (0, 8, 4, 8), (4, 8, 0, 4), (0, 4, 2, 4), (2, 4, 0, 2), (0, 2, 1, 2), (1, 2, 0, 1)];

    /// <summary>The passes in their order, those without pixels left out.</summary>
    public static PngPass[] Of(PngHeader header) => header.IsInterlaced
        ? [.. Adam7.Select(pass => Pass(header, pass.FirstRow, pass.RowStep, pass.FirstColumn, pass.ColumnStep))
            .Where(static pass => pass is { Rows: > 0, Columns: > 0 })]
        : [Pass(header, 0, 1, 0, 1)];

    private static PngPass Pass(PngHeader header, int firstRow, int rowStep, int firstColumn, int columnStep)
    {
        var columns = Math.Max((header.Columns - firstColumn + columnStep - 1) / columnStep, 0);
        return new(
            firstRow,
            rowStep,
            firstColumn,
            columnStep,
            Math.Max((header.Rows - firstRow + rowStep - 1) / rowStep, 0),
            columns,
            header.RowBytes(columns));
    }
}
