using SkiaSharp;

namespace Ronchi.Pictures;

/// <summary>Text of one size in the embedded font (Inter).</summary>
/// <param name="capHeight">Height of a capital letter in pixels; at least 6 to be readable.</param>
internal sealed class Lettering(int capHeight)
{
    private const string FontFile = "Ronchi.Pictures.Fonts.Inter-Regular.ttf";

    private static readonly Lazy<SKTypeface> Typeface = new(Load);
    private static readonly Lazy<double> CapHeightOfSize = new(Measure);

    private readonly SKFont _font = new(Typeface.Value, (float)(capHeight / CapHeightOfSize.Value))
    {
        Edging = SKFontEdging.Antialias,
        Subpixel = true,
        Hinting = SKFontHinting.None,
    };

    /// <summary>Height of a capital letter in pixels.</summary>
    public int CapHeight => capHeight;

    /// <summary>Distance of base lines in pixels.</summary>
    public int LineHeight => (int)Math.Ceiling(capHeight * 1.9);

    /// <summary>Width of a text in pixels: where a next letter would stand.</summary>
    public int Width(string text) => (int)Math.Ceiling(_font.MeasureText(text));

    /// <summary>Writes a text.</summary>
    /// <param name="page">Where.</param>
    /// <param name="text">What; one line.</param>
    /// <param name="baseLine">Row below the letters that do not reach deeper.</param>
    /// <param name="left">Column of the left edge.</param>
    /// <param name="color">The colour.</param>
    public void Write(Page page, string text, int baseLine, int left, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        page.Canvas.DrawText(text, left, baseLine, _font, paint);
    }

    private static SKTypeface Load()
    {
        DrawingLibrary.Require();
        using var stream = typeof(Lettering).Assembly.GetManifestResourceStream(FontFile)
            ?? throw new InvalidOperationException($"The font {FontFile} is not in the assembly.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {FontFile} cannot be read.");
    }

    private static double Measure()
    {
        using var font = new SKFont(Typeface.Value, 1000);
        return font.Metrics.CapHeight / 1000;
    }
}
