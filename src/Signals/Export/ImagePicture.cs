namespace Ronchi.Signals.Export;

/// <summary>An image of numbers as an RGB picture.</summary>
public sealed class ImagePicture
{
    private ImagePicture(int rows, int columns, byte[] rgb, PictureRange range)
    {
        Rows = rows;
        Columns = columns;
        Rgb = rgb;
        Range = range;
    }

    /// <summary>Height of the picture.</summary>
    public int Rows { get; }

    /// <summary>Width of the picture.</summary>
    public int Columns { get; }

    /// <summary>Red, green, blue of each pixel; rows one after the other.</summary>
    public byte[] Rgb { get; }

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
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ExportShape.Require(values.Length, [rows, columns]);

        var factor = Math.Max(1, (options.MinimumSide + Math.Max(rows, columns) - 1) / Math.Max(rows, columns));
        if ((long)rows * columns * factor * factor * 3 > Array.MaxLength)
            throw new ArgumentException($"A picture of {rows} × {columns} pixels is too large.", nameof(values));

        var range = PictureRange.Of(values, options);
        var table = options.Map.Table;
        var width = columns * factor;
        var rgb = new byte[rows * factor * width * 3];
        for (var row = 0; row < rows; row++)
        {
            var line = rgb.AsSpan(row * factor * width * 3, width * 3);
            var to = 0;
            foreach (var value in values.Slice(row * columns, columns))
            {
                var color = double.IsNaN(value) ? options.Map.NotANumber : table.Slice(range.Step(value) * 3, 3);
                for (var copy = 0; copy < factor; copy++, to += 3)
                    color.CopyTo(line[to..]);
            }

            for (var copy = 1; copy < factor; copy++)
                line.CopyTo(rgb.AsSpan(((row * factor) + copy) * width * 3));
        }

        return new(rows * factor, width, rgb, range);
    }

    /// <summary>Writes the picture as PNG.</summary>
    public void WritePng(Stream stream) => PngWriter.WriteRgb8(stream, Rgb, Rows, Columns);
}
