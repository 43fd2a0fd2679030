using SkiaSharp;

namespace Ronchi.Pictures;

/// <summary>
/// A scale bar in the lower left corner of a picture: white on a dark, half-transparent plate, to be read on any picture.
/// </summary>
internal readonly record struct ScaleBarDrawing(ScaleBar Bar, Lettering Letters)
{
    private static readonly SKColor Plate = new(0, 0, 0, 120);

    /// <summary>Draws bar and label; nothing where they would cover more than half of the picture.</summary>
    public void Draw(Page page, int top, int left, int rows, int columns)
    {
        var cap = Letters.CapHeight;
        var length = (int)Math.Round(Bar.Part * columns);
        var text = Letters.Width(Bar.Label);
        var width = Math.Max(length, text) + cap + (cap / 2);
        if (rows < 6 * cap || width + cap > columns)
            return;
        var thickness = Math.Max(3, cap / 3);
        var height = cap + thickness + (2 * cap);
        int plateTop = top + rows - (cap / 2) - height, plateLeft = left + (cap / 2);
        using (var paint = new SKPaint { Color = Plate, IsAntialias = true })
            page.Canvas.DrawRoundRect(plateLeft, plateTop, width, height, cap / 2f, cap / 2f, paint);

        var baseLine = plateTop + (3 * cap / 4) + cap;
        Letters.Write(page, Bar.Label, baseLine, plateLeft + ((width - text) / 2), SKColors.White);
        page.Fill(baseLine + (cap / 2), plateLeft + ((width - length) / 2), thickness, length, SKColors.White);
    }
}
