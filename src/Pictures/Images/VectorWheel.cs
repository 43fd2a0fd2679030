using SkiaSharp;

namespace Ronchi.Pictures;

/// <summary>The wheel in the upper right corner of a field of vectors: which colour is which direction.</summary>
internal static class VectorWheel
{
    private const int SmallestRadius = 6;

    /// <summary>Draws it, where the picture has room for it.</summary>
    /// <param name="picture">The field.</param>
    /// <param name="color">The colour of a vector of (row, column) and of a part of the full lightness.</param>
    public static void Draw(Picture picture, Func<double, double, double, (byte Red, byte Green, byte Blue)> color)
    {
        var radius = (int)Math.Round(Math.Min(picture.Rows, picture.Columns) / 10.0);
        if (radius < SmallestRadius)
            return;
        DrawingLibrary.Require();
        var side = (2 * radius) + 1;
        var middleRow = (int)Math.Round(radius * 1.35);
        var middleColumn = picture.Columns - 1 - middleRow;
        using var wheel = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var row = -radius; row <= radius; row++)
        {
            for (var column = -radius; column <= radius; column++)
            {
                var (red, green, blue) = color(row, column, Math.Min(1, double.Hypot(row, column) / radius));
                wheel.SetPixel(column + radius, row + radius, new(red, green, blue));
            }
        }

        Page.DrawOver(picture, page =>
        {
            using var circle = new SKPath();
            circle.AddCircle(middleColumn + 0.5f, middleRow + 0.5f, radius);
            page.Canvas.Save();
            page.Canvas.ClipPath(circle, SKClipOperation.Intersect, antialias: true);
            page.Canvas.DrawBitmap(wheel, middleColumn - radius, middleRow - radius);
            page.Canvas.Restore();
            using var ring = new SKPaint
            {
                Color = SKColors.White,
                IsAntialias = true,
                Style = SKPaintStyle.Stroke,
                StrokeWidth = Math.Max(1.5f, radius / 20f),
            };
            page.Canvas.DrawPath(circle, ring);
        });
    }
}
