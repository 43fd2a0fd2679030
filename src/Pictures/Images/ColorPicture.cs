namespace Ronchi.Pictures;

/// <summary>Red, green and blue of each pixel as an RGB picture.</summary>
public sealed class ColorPicture : Picture
{
    private static readonly PictureRange AsStored = new(0, byte.MaxValue, false, PictureOptions.ForScan);

    private ColorPicture(int rows, int columns, int enlargement, byte[] rgb, PictureRange range, bool isScaled)
        : base(rows, columns, enlargement, rgb) => (Range, IsScaled) = (range, isScaled);

    /// <summary>The value of black.</summary>
    public double Low => Range.Low;

    /// <summary>The value of full red, green and blue.</summary>
    public double High => Range.High;

    /// <summary>Whether values were scaled between limits: those of bytes are colours as they are.</summary>
    public bool IsScaled { get; }

    /// <summary>How values became colours.</summary>
    internal PictureRange Range { get; }

    /// <summary>Draws a picture; a pixel of which a colour is NaN has <see cref="ColorMap.NotANumber"/>.</summary>
    /// <param name="values">Row by row, the colours of each pixel together; a fourth is not shown.</param>
    /// <param name="rows">Height; at least 1.</param>
    /// <param name="columns">Width; at least 1.</param>
    /// <param name="areBytes">Whether the values are colours from 0 to 255 as they are; else the same limits are taken for all colours,
    /// from the options.</param>
    /// <param name="options">How; null for <see cref="PictureOptions.ForScan"/>.</param>
    /// <exception cref="ArgumentException">There are not three or four colours of rows × columns pixels, or the picture would exceed
    /// 2 GB.</exception>
    public static ColorPicture Render(ReadOnlySpan<double> values, int rows, int columns, bool areBytes, PictureOptions? options = null)
    {
        options ??= PictureOptions.ForScan;
        var factor = Factor(rows, columns, options.MinimumSide);
        var colors = values.Length / ((long)rows * columns) == 4 ? 4 : 3;
        ExportShape.Require(values.Length, [rows, columns, colors]);

        var range = areBytes ? AsStored : PictureRange.Of(Planes(values, colors), options);
        var rgb = new byte[rows * columns * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += colors, to += 3)
        {
            var pixel = values.Slice(from, 3);
            if (double.IsNaN(pixel[0]) || double.IsNaN(pixel[1]) || double.IsNaN(pixel[2]))
            {
                options.Map.NotANumber.CopyTo(rgb.AsSpan(to));
                continue;
            }

            for (var color = 0; color < 3; color++)
                rgb[to + color] = (byte)range.Step(pixel[color]);
        }

        return new(rows * factor, columns * factor, factor, factor == 1 ? rgb : Enlarge(rgb, rows, columns, factor), range, !areBytes);
    }

    // Red, green and blue one behind the other: limits are found from every n-th value, and those of colours side by side may all be of
    // one colour.
    private static double[] Planes(ReadOnlySpan<double> values, int colors)
    {
        var pixels = values.Length / colors;
        var planes = new double[3 * pixels];
        for (var i = 0; i < planes.Length; i++)
            planes[i] = values[(i % pixels * colors) + (i / pixels)];
        return planes;
    }
}
