namespace Ronchi.Pictures;

/// <summary>An RGB picture to draw on. What lies outside is cut off.</summary>
internal sealed class Canvas
{
    /// <summary>A canvas of one colour.</summary>
    /// <exception cref="ArgumentException">It would exceed 2 GB.</exception>
    public Canvas(int rows, int columns, Ink background)
    {
        if ((long)rows * columns * 3 > Array.MaxLength)
            throw new ArgumentException($"A picture of {rows} × {columns} pixels is too large.", nameof(rows));
        (Rows, Columns, Pixels) = (rows, columns, new byte[rows * columns * 3]);
        Fill(0, 0, rows, columns, background);
    }

    /// <summary>A canvas that draws on the pixels of a picture.</summary>
    public Canvas(int rows, int columns, byte[] pixels) => (Rows, Columns, Pixels) = (rows, columns, pixels);

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Red, green, blue of each pixel; rows one after the other.</summary>
    public byte[] Pixels { get; }

    /// <summary>Fills a rectangle.</summary>
    public void Fill(int top, int left, int rows, int columns, Ink color)
    {
        for (var row = Math.Max(0, top); row < Math.Min(Rows, top + rows); row++)
        {
            for (var column = Math.Max(0, left); column < Math.Min(Columns, left + columns); column++)
                Set(row, column, color);
        }
    }

    /// <summary>Copies a picture.</summary>
    public void Place(int top, int left, Picture picture)
    {
        for (var row = 0; row < picture.Rows; row++)
            picture.Rgb.AsSpan(row * picture.Columns * 3, picture.Columns * 3).CopyTo(Pixels.AsSpan((((top + row) * Columns) + left) * 3));
    }

    /// <summary>Sets one pixel.</summary>
    public void Set(int row, int column, Ink color)
    {
        var at = ((row * Columns) + column) * 3;
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = color;
    }

    /// <summary>Mixes a colour into one pixel; <paramref name="share"/> 0 leaves it, 1 replaces it.</summary>
    public void Mix(int row, int column, Ink color, double share)
    {
        if (!(share > 0) || (uint)row >= (uint)Rows || (uint)column >= (uint)Columns)
            return;
        var at = ((row * Columns) + column) * 3;
        var part = Math.Min(1, share);
        Pixels[at] = Between(Pixels[at], color.Red, part);
        Pixels[at + 1] = Between(Pixels[at + 1], color.Green, part);
        Pixels[at + 2] = Between(Pixels[at + 2], color.Blue, part);
    }

    /// <summary>Draws connected and lone strokes with round ends; each pixel is mixed once, by the nearest of them.</summary>
    /// <param name="strokes">Straight pieces, in pixels; pixel centres lie at whole numbers.</param>
    /// <param name="thickness">Thickness in pixels.</param>
    /// <param name="color">The colour.</param>
    public void Stroke(ReadOnlySpan<Segment> strokes, double thickness, Ink color)
    {
        if (strokes.IsEmpty)
            return;
        var reach = (thickness / 2) + 0.5;
        var (top, left, bottom, right) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var piece in strokes)
        {
            (top, bottom) = (Math.Min(top, Math.Min(piece.Row0, piece.Row1)), Math.Max(bottom, Math.Max(piece.Row0, piece.Row1)));
            (left, right) = (Math.Min(left, Math.Min(piece.Column0, piece.Column1)), Math.Max(right, Math.Max(piece.Column0, piece.Column1)));
        }

        for (var row = (int)Math.Max(0, Math.Floor(top - reach)); row <= Math.Min(Rows - 1, bottom + reach); row++)
        {
            for (var column = (int)Math.Max(0, Math.Floor(left - reach)); column <= Math.Min(Columns - 1, right + reach); column++)
            {
                var nearest = double.MaxValue;
                foreach (var piece in strokes)
                    nearest = Math.Min(nearest, piece.Distance(row, column));
                Mix(row, column, color, reach - nearest);
            }
        }
    }

    private static byte Between(byte from, byte to, double part) => (byte)Math.Round(from + (part * (to - from)));
}
