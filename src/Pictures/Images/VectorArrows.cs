using SkiaSharp;

namespace Ronchi.Pictures;

/// <summary>Arrows over a field of vectors, one in the middle of each square of pixels.</summary>
internal readonly ref struct VectorArrows(
    int columns, ReadOnlySpan<double> rowComponents, ReadOnlySpan<double> columnComponents, double largest, int enlargement)
{
    private readonly ReadOnlySpan<double> _rowComponents = rowComponents;
    private readonly ReadOnlySpan<double> _columnComponents = columnComponents;

    /// <summary>Draws white arrows with a dark rim; the largest is nine tenths of the distance long.</summary>
    public void Draw(Picture picture, int spacing)
    {
        DrawingLibrary.Require();
        var full = 0.9 * spacing * enlargement;
        using var path = Arrows(spacing, full);
        var thickness = (float)Math.Clamp(full / 16, 0.8, 3);
        using var rim = new SKPaint
        {
            Color = new(0, 0, 0, 170),
            IsAntialias = true,
            Style = SKPaintStyle.StrokeAndFill,
            StrokeWidth = thickness + 2,
            StrokeJoin = SKStrokeJoin.Round,
            StrokeCap = SKStrokeCap.Round,
        };
        using var body = new SKPaint
        {
            Color = SKColors.White,
            IsAntialias = true,
            Style = SKPaintStyle.StrokeAndFill,
            StrokeWidth = thickness,
            StrokeJoin = SKStrokeJoin.Round,
            StrokeCap = SKStrokeCap.Round,
        };
        Page.DrawOver(picture, page =>
        {
            page.Canvas.DrawPath(path, rim);
            page.Canvas.DrawPath(path, body);
        });
    }

    private SKPath Arrows(int spacing, double full)
    {
        var path = new SKPath();
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
                Add(
                    path, (column + 0.5) * enlargement, (row + 0.5) * enlargement,
                    _columnComponents[at] / length * size, _rowComponents[at] / length * size);
            }
        }

        return path;
    }

    // A shaft and a head of 0.36 of the length, 0.3 wide.
    private static void Add(SKPath path, double x, double y, double right, double down)
    {
        var (tipX, tipY) = (x + (right / 2), y + (down / 2));
        var (neckX, neckY) = (tipX - (0.36 * right), tipY - (0.36 * down));
        path.MoveTo((float)(x - (right / 2)), (float)(y - (down / 2)));
        path.LineTo((float)neckX, (float)neckY);
        path.MoveTo((float)tipX, (float)tipY);
        path.LineTo((float)(neckX + (0.15 * down)), (float)(neckY - (0.15 * right)));
        path.LineTo((float)(neckX - (0.15 * down)), (float)(neckY + (0.15 * right)));
        path.Close();
    }
}
