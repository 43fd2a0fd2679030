using SkiaSharp;

namespace Ronchi.Pictures;

/// <summary>Sizes and colours of a figure.</summary>
/// <param name="Letters">The text beside pictures.</param>
/// <param name="Heading">The text above the page.</param>
/// <param name="Space">Margin of the page and distance of its panels, in pixels.</param>
/// <param name="Paper">Colour of the page.</param>
/// <param name="Text">Colour of titles.</param>
/// <param name="Muted">Colour of numbers, labels and frames.</param>
internal sealed record FigureStyle(Lettering Letters, Lettering Heading, int Space, SKColor Paper, SKColor Text, SKColor Muted)
{
    private const int SmallestCapHeight = 10;
    private const int PixelsPerCapHeight = 32;

    /// <summary>Letters grow with the largest picture, so that pages look alike when they are shown at one size.</summary>
    public static FigureStyle For(IEnumerable<FigurePanel> panels, bool isDark)
    {
        var side = panels.Max(static panel => Math.Max(panel.Picture.Rows, panel.Picture.Columns));
        var height = Math.Max(SmallestCapHeight, side / PixelsPerCapHeight);
        return new(
            new(height),
            new((int)(height * 1.4)),
            height * 2,
            isDark ? new(18, 18, 20) : SKColors.White,
            isDark ? new(240, 240, 240) : new(20, 20, 20),
            isDark ? new(176, 176, 180) : new(84, 84, 88));
    }
}
