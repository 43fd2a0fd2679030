namespace Ronchi.Pictures;

/// <summary>Colours of all hues that look equally bright, for directions.</summary>
/// <remarks>
/// Colour number <c>i</c> of 256 has, in CIELAB (D65), lightness L* = <see cref="Lightness"/>, hue angle h = 40° + 360° i ∕ 256 (so that it
/// begins with red) and chroma C* = min(<see cref="LargestChroma"/>, the largest for which sRGB holds the colour), averaged over
/// ±<see cref="Smoothing"/> steps and then limited again. Sources: CIE 15:2018 (CIELAB), IEC 61966-2-1 (sRGB).
/// </remarks>
public static class HueWheel
{
    /// <summary>Lightness L* of every colour, of 100.</summary>
    public const double Lightness = 68;

    /// <summary>The largest chroma C*: blue-green reaches less, and a red of much more would look brighter than its lightness.</summary>
    public const double LargestChroma = 72;

    private const double FirstHueDegrees = 40;
    private const int Smoothing = 8;
    private static readonly Lazy<double[]> Colors = new(Compute);

    /// <summary>256 colours as linear-light red, green, blue from 0 to 1.</summary>
    internal static ReadOnlySpan<double> Linear => Colors.Value;

    /// <summary>256 colours as sRGB bytes.</summary>
    internal static byte[] Table() => Array.ConvertAll(Colors.Value, Encode);

    /// <summary>The sRGB byte of a linear-light value from 0 to 1.</summary>
    internal static byte Encode(double linear)
    {
        var value = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055));
    }

    /// <summary>Relative luminance Y, 0 to 1, of lightness L*, 0 to 100.</summary>
    internal static double Luminance(double lightness) => Inverse((lightness + 16) / 116);

    private static double[] Compute()
    {
        var chroma = new double[256];
        for (var i = 0; i < 256; i++)
            chroma[i] = Limit(Hue(i));
        var colors = new double[768];
        for (var i = 0; i < 256; i++)
        {
            var smooth = 0.0;
            for (var k = -Smoothing; k <= Smoothing; k++)
                smooth += chroma[(i + k) & 255] / ((2 * Smoothing) + 1);
            FromLab(Math.Min(smooth, chroma[i]), Hue(i), colors.AsSpan(i * 3, 3));
        }

        return colors;
    }

    private static double Hue(int step) => ((FirstHueDegrees / 360) + (step / 256.0)) * 2 * Math.PI;

    private static double Limit(double hue)
    {
        Span<double> rgb = stackalloc double[3];
        var (inside, outside) = (0.0, LargestChroma);
        for (var i = 0; i < 40; i++)
        {
            var chroma = (inside + outside) / 2;
            FromLab(chroma, hue, rgb);
            if (rgb.ContainsAnyExceptInRange(0, 1))
                outside = chroma;
            else
                inside = chroma;
        }

        return inside;
    }

    private static void FromLab(double chroma, double hue, Span<double> rgb)
    {
        var y = (Lightness + 16) / 116;
        var (sin, cos) = Math.SinCos(hue);
        var (bigX, bigY, bigZ) = (0.95047 * Inverse(y + (chroma * cos / 500)), Inverse(y), 1.08883 * Inverse(y - (chroma * sin / 200)));
        rgb[0] = (3.2404542 * bigX) - (1.5371385 * bigY) - (0.4985314 * bigZ);
        rgb[1] = (-0.9692660 * bigX) + (1.8760108 * bigY) + (0.0415560 * bigZ);
        rgb[2] = (0.0556434 * bigX) - (0.2040259 * bigY) + (1.0572252 * bigZ);
    }

    private static double Inverse(double f) => f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - (4.0 / 29));
}
