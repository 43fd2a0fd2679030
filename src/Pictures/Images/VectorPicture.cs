namespace Ronchi.Pictures;

/// <summary>A field of vectors as an RGB picture: the direction is the hue, the length the lightness.</summary>
/// <remarks>
/// The angle on screen is atan2(−row, column), counter-clockwise from the right, because rows run down: 0° (right) is red, 90° (up)
/// yellow-green,
/// 180° (left) blue-green, 270° (down) violet. Colours are those of <see cref="HueWheel"/>; a length of <c>m</c> times the largest has
/// lightness L* = m · <see cref="HueWheel.Lightness"/> at the same chromaticity, so that zero is black. What is no number is gray.
/// </remarks>
public sealed class VectorPicture : Picture
{
    private const int LightnessSteps = 1024;
    private static readonly (byte Red, byte Green, byte Blue) NotANumber = (128, 128, 128);
    private static readonly byte[] Encoded = [.. Enumerable.Range(0, 4096).Select(static i => HueWheel.Encode(i / 4095.0))];
    private static readonly double[] Brightness = [.. Enumerable.Range(0, LightnessSteps)
        .Select(static i => HueWheel.Luminance(HueWheel.Lightness * i / (LightnessSteps - 1)) / HueWheel.Luminance(HueWheel.Lightness))];

    private VectorPicture(int rows, int columns, int enlargement, byte[] rgb, double largest)
        : base(rows, columns, enlargement, rgb) => Largest = largest;

    /// <summary>The length that has full lightness.</summary>
    public double Largest { get; }

    /// <summary>Draws a field.</summary>
    /// <param name="rowComponents">Component of each vector along the rows, downwards; row-major.</param>
    /// <param name="columnComponents">Component along the columns, to the right.</param>
    /// <param name="rows">Height; at least 1.</param>
    /// <param name="columns">Width; at least 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are not rows × columns values of each, or the picture would exceed 2 GB.</exception>
    /// <exception cref="PlatformNotSupportedException">The library that draws arrows and wheel cannot be loaded.</exception>
    public static VectorPicture Render(
        ReadOnlySpan<double> rowComponents, ReadOnlySpan<double> columnComponents,
        int rows, int columns, VectorPictureOptions? options = null)
    {
        options ??= new();
        var factor = Factor(rows, columns, options.MinimumSide);
        ExportShape.Require(rowComponents.Length, [rows, columns]);
        ExportShape.Require(columnComponents.Length, [rows, columns]);

        var lengths = new double[rowComponents.Length];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = double.Hypot(rowComponents[i], columnComponents[i]);
        var largest = options.Largest ?? PictureRange.Of(lengths, new() { LowPercentile = 0, HighPercentile = options.Percentile }).High;

        var rgb = new byte[lengths.Length * 3];
        for (var i = 0; i < lengths.Length; i++)
        {
            var isNumber = !double.IsNaN(rowComponents[i]) && !double.IsNaN(columnComponents[i]);
            var color = isNumber ? Color(rowComponents[i], columnComponents[i], Part(lengths[i], largest)) : NotANumber;
            (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]) = color;
        }

        var picture = new VectorPicture(
            rows * factor, columns * factor, factor, factor == 1 ? rgb : Enlarge(rgb, rows, columns, factor), largest);
        if (options.ArrowSpacing > 0)
            new VectorArrows(columns, rowComponents, columnComponents, largest, factor).Draw(picture, options.ArrowSpacing);
        if (options.HasWheel)
            VectorWheel.Draw(picture, Color);
        return picture;
    }

    /// <summary>The colour of a direction at a part of the full lightness.</summary>
    private static (byte Red, byte Green, byte Blue) Color(double row, double column, double part)
    {
        var hue = (int)Math.Round(Math.Atan2(-row, column) / (2 * Math.PI) * 256) & 255;
        var brightness = Brightness[(int)Math.Round(part * (LightnessSteps - 1))];
        var linear = HueWheel.Linear.Slice(hue * 3, 3);
        return (Channel(linear[0]), Channel(linear[1]), Channel(linear[2]));

        byte Channel(double value) => Encoded[(int)Math.Round(Math.Clamp(value * brightness, 0, 1) * 4095)];
    }

    private static double Part(double length, double largest) => largest > 0 ? Math.Clamp(length / largest, 0, 1) : length > 0 ? 1 : 0;
}
