namespace Ronchi.Pictures;

/// <summary>A scale bar in the lower left corner of a picture: white with a dark rim, to be seen on any picture.</summary>
internal readonly record struct ScaleBarDrawing(ScaleBar Bar, Lettering Letters)
{
    private static readonly Ink Rim = new(16, 16, 16);

    /// <summary>Draws bar and label; nothing where they would cover more than half of the picture.</summary>
    public void Draw(Canvas page, int top, int left, int rows, int columns)
    {
        var cap = Letters.CapHeight;
        var length = (int)Math.Round(Bar.Part * columns);
        var width = Math.Max(length, Letters.Width(Bar.Label));
        if (rows < 6 * cap || width + (2 * cap) > columns)
            return;
        var thickness = Math.Max(3, cap / 3);
        var row = top + rows - cap - thickness;
        var column = left + cap + ((width - length) / 2);
        page.Fill(row - 1, column - 1, thickness + 2, length + 2, Rim);
        page.Fill(row, column, thickness, length, Ink.White);
        Letters.Write(page, Bar.Label, row - (cap / 2) - 1, left + cap + ((width - Letters.Width(Bar.Label)) / 2), Ink.White, Rim);
    }
}
