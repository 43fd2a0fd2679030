namespace Ronchi.Pictures;

/// <summary>Text of one size.</summary>
/// <param name="CapHeight">Height of a capital letter in pixels; at least 6 to be readable.</param>
internal sealed record Lettering(int CapHeight)
{
    private double Unit => (double)CapHeight / StrokeFont.CapHeight;

    /// <summary>Thickness of the strokes in pixels.</summary>
    public double Thickness => Math.Max(1.15, 1.55 * Unit);

    /// <summary>Distance of base lines in pixels.</summary>
    public int LineHeight => (int)Math.Ceiling(CapHeight * 1.9);

    /// <summary>Width of a text in pixels: nothing is drawn further right of its left edge than this.</summary>
    public int Width(string text) => text.Sum(Advance);

    /// <summary>Writes a text.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">What; one line.</param>
    /// <param name="baseLine">Row of the base line.</param>
    /// <param name="left">Column of the left edge.</param>
    /// <param name="color">The colour.</param>
    /// <param name="outline">Colour of a rim that keeps the text readable on any picture; null: none.</param>
    public void Write(Canvas canvas, string text, int baseLine, int left, Ink color, Ink? outline = null)
    {
        var letters = new List<Segment[]>();
        var column = left;
        foreach (var letter in text)
        {
            var strokes = new List<Segment>();
            StrokeFont.Draw(letter, baseLine, column + (Thickness / 2), Unit, strokes);
            letters.Add([.. strokes]);
            column += Advance(letter);
        }

        if (outline is { } rim)
        {
            foreach (var strokes in letters)
                canvas.Stroke(strokes, Thickness + Math.Max(2, CapHeight / 4.0), rim);
        }

        foreach (var strokes in letters)
            canvas.Stroke(strokes, outline is null ? Thickness : Thickness * 1.25, color);
    }

    private int Advance(char letter) => (int)Math.Round(StrokeFont.Advance(letter) * Unit + 0.2);
}
