namespace Ronchi.Pictures;

/// <summary>Arrows over a field of vectors, one in the middle of each square of pixels.</summary>
internal readonly ref struct VectorArrows(int columns, ReadOnlySpan<double> rowComponents, ReadOnlySpan<double> columnComponents, double largest, int enlargement)
{
    private readonly ReadOnlySpan<double> _rowComponents = rowComponents;
    private readonly ReadOnlySpan<double> _columnComponents = columnComponents;

    /// <summary>Draws white arrows with a dark rim; the largest is nine tenths of the distance long.</summary>
    public void Draw(Picture picture, int spacing)
    {
        var canvas = new Canvas(picture.Rows, picture.Columns, picture.Rgb);
        var full = 0.9 * spacing * enlargement;
        var thickness = Math.Clamp(full / 14, 1, 3);
        var rows = _rowComponents.Length / columns;
        for (var row = spacing / 2; row < rows; row += spacing)
        {
            for (var column = spacing / 2; column < columns; column += spacing)
            {
                var at = (row * columns) + column;
                var length = double.Hypot(_rowComponents[at], _columnComponents[at]);
                if (!(length > 0.05 * largest) || !double.IsFinite(length))
                    continue;
                var size = full * Math.Min(1, length / largest);
                var (down, right) = (_rowComponents[at] / length * size, _columnComponents[at] / length * size);
                var (middleRow, middleColumn) = (((row + 0.5) * enlargement) - 0.5, ((column + 0.5) * enlargement) - 0.5);
                Segment[] arrow = Arrow(middleRow - (down / 2), middleColumn - (right / 2), down, right);
                canvas.Stroke(arrow, thickness + 1.6, new(32, 32, 32));
                canvas.Stroke(arrow, thickness, Ink.White);
            }
        }
    }

    private static Segment[] Arrow(double row, double column, double down, double right)
    {
        var (tipRow, tipColumn) = (row + down, column + right);
        // The barbs: back along the shaft and to either side, 0.35 and 0.2 of its length.
        return
        [
            new(row, column, tipRow, tipColumn),
            new(tipRow, tipColumn, tipRow - (0.35 * down) + (0.2 * right), tipColumn - (0.35 * right) - (0.2 * down)),
            new(tipRow, tipColumn, tipRow - (0.35 * down) - (0.2 * right), tipColumn - (0.35 * right) + (0.2 * down)),
        ];
    }
}
