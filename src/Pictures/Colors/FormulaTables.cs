namespace Ronchi.Pictures;

/// <summary>Colour maps that are formulas: straight lines for each channel, or a helix.</summary>
internal static class FormulaTables
{
    /// <summary>The colours of a black body: black, red, yellow, white.</summary>
    public static byte[] Hot() =>
        Lines([(0, 0.0416), (0.365079, 1), (1, 1)], [(0, 0), (0.365079, 0), (0.746032, 1), (1, 1)], [(0, 0), (0.746032, 0), (1, 1)]);

    /// <summary>Gray with a tinge of blue, as X-ray films have it.</summary>
    public static byte[] Bone() =>
        Lines(
            [(0, 0), (0.746032, 0.652778), (1, 1)],
            [(0, 0), (0.365079, 0.319444), (0.746032, 0.777778), (1, 1)],
            [(0, 0), (0.365079, 0.444444), (1, 1)]);

    /// <summary>Black to copper.</summary>
    public static byte[] Copper() => Lines([(0, 0), (0.809524, 1), (1, 1)], [(0, 0), (1, 0.7812)], [(0, 0), (1, 0.4975)]);

    /// <summary>Blue, white, red, by straight lines.</summary>
    public static byte[] BlueWhiteRed() => Lines([(0, 0), (0.5, 1), (1, 1)], [(0, 0), (0.5, 1), (1, 0)], [(0, 1), (0.5, 1), (1, 0)]);

    /// <summary>
    /// Brightness grows steadily while the hue turns: D. A. Green, Bull. Astron. Soc. India 39 (2011) 289, with start 0.5, −1.5 turns, hue
    /// 1, gamma 1.
    /// </summary>
    public static byte[] Cubehelix()
    {
        var table = new byte[768];
        for (var i = 0; i < 256; i++)
        {
            var fraction = i / 255.0;
            var angle = 2 * Math.PI * ((0.5 / 3) + 1 + (-1.5 * fraction));
            var amplitude = fraction * (1 - fraction) / 2;
            var (sin, cos) = Math.SinCos(angle);
            Put(
                table, i, fraction + (amplitude * ((-0.14861 * cos) + (1.78277 * sin))),
                fraction + (amplitude * ((-0.29227 * cos) - (0.90649 * sin))), fraction + (amplitude * 1.97294 * cos));
        }

        return table;
    }

    private static byte[] Lines((double At, double Value)[] red, (double At, double Value)[] green, (double At, double Value)[] blue)
    {
        var table = new byte[768];
        for (var i = 0; i < 256; i++)
            Put(table, i, On(red, i / 255.0), On(green, i / 255.0), On(blue, i / 255.0));
        return table;
    }

    private static double On((double At, double Value)[] line, double at)
    {
        var next = Math.Max(Array.FindIndex(line, point => at <= point.At), 1);
        var (from, to) = (line[next - 1], line[next]);
        return from.Value + ((at - from.At) / (to.At - from.At) * (to.Value - from.Value));
    }

    private static void Put(byte[] table, int step, double red, double green, double blue)
    {
        table[step * 3] = Byte(red);
        table[(step * 3) + 1] = Byte(green);
        table[(step * 3) + 2] = Byte(blue);

        static byte Byte(double value) => (byte)Math.Round(Math.Clamp(value, 0, 1) * 255);
    }
}
