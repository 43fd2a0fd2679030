namespace Ronchi.Pictures;

/// <summary>Pictures side by side.</summary>
public static class PictureRow
{
    /// <summary>Writes pictures from left to right as one PNG, centred in height, on white.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="pictures">The pictures; at least one.</param>
    /// <param name="gap">White columns between two pictures.</param>
    /// <exception cref="ArgumentException">There is no picture, or together they exceed 2 GB.</exception>
    public static void WritePng(Stream stream, IReadOnlyList<ImagePicture> pictures, int gap = 8)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        if (pictures.Count == 0)
            throw new ArgumentException("There is no picture to write.", nameof(pictures));

        var rows = pictures.Max(static picture => picture.Rows);
        var columns = pictures.Sum(static picture => (long)picture.Columns) + ((pictures.Count - 1L) * gap);
        if (rows * columns * 3 > Array.MaxLength)
            throw new ArgumentException($"A picture of {rows} × {columns} pixels is too large.", nameof(pictures));

        var rgb = new byte[rows * columns * 3];
        rgb.AsSpan().Fill(255);
        var left = 0;
        foreach (var picture in pictures)
        {
            var top = (rows - picture.Rows) / 2;
            for (var row = 0; row < picture.Rows; row++)
            {
                var to = (int)((((top + row) * columns) + left) * 3);
                picture.Rgb.AsSpan(row * picture.Columns * 3, picture.Columns * 3).CopyTo(rgb.AsSpan(to));
            }

            left += picture.Columns + gap;
        }

        PngWriter.WriteRgb8(stream, rgb, rows, (int)columns);
    }
}
