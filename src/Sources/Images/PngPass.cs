namespace Ronchi.Sources.Images;

/// <summary>Pixels that are stored together: all of a picture, or one of the seven passes of an interlaced one.</summary>
/// <param name="FirstRow">Row of its first pixel.</param>
/// <param name="RowStep">From a row to the next.</param>
/// <param name="FirstColumn">Column of its first pixel.</param>
/// <param name="ColumnStep">From a column to the next.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="RowBytes">Bytes of a row, without the number of its filter.</param>
internal readonly record struct PngPass(
    int FirstRow, int RowStep, int FirstColumn, int ColumnStep, int Rows, int Columns, int RowBytes)
{
    /// <summary>Bytes of all rows, with the numbers of their filters.</summary>
    public long StoredBytes => Columns == 0 ? 0 : (RowBytes + 1L) * Rows;
}
