namespace Ronchi.Pictures;

/// <summary>An image of numbers as an RGB picture.</summary>
public sealed class ImagePicture : Picture
{
    private ImagePicture(int rows, int columns, int enlargement, byte[] rgb, PictureRange range)
        : base(rows, columns, enlargement, rgb) => Range = range;

    /// <summary>The value of the darkest colour.</summary>
    public double Low => Range.Low;

    /// <summary>The value of the brightest colour.</summary>
    public double High => Range.High;

    /// <summary>How values became colours.</summary>
    internal PictureRange Range { get; }

    /// <summary>Draws an image; NaN has <see cref="ColorMap.NotANumber"/>, infinities have the colour of their end.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="rows">Height; at least 1.</param>
    /// <param name="columns">Width; at least 1.</param>
    /// <param name="options">How; null for <see cref="PictureOptions.ForScan"/>.</param>
    /// <exception cref="ArgumentException">There are not rows × columns values, or the picture would exceed 2 GB.</exception>
    public static ImagePicture Render(ReadOnlySpan<double> values, int rows, int columns, PictureOptions? options = null)
    {
        options ??= PictureOptions.ForScan;
        var factor = Factor(rows, columns, options.MinimumSide);
        ExportShape.Require(values.Length, [rows, columns]);

        var range = PictureRange.Of(values, options);
        var table = options.Map.Table;
        var rgb = new byte[values.Length * 3];
        for (var i = 0; i < values.Length; i++)
            (double.IsNaN(values[i]) ? options.Map.NotANumber : table.Slice(range.Step(values[i]) * 3, 3)).CopyTo(rgb.AsSpan(i * 3));
        return new(rows * factor, columns * factor, factor, factor == 1 ? rgb : Enlarge(rgb, rows, columns, factor), range);
    }
}
