namespace Ronchi.Pictures;

/// <summary>An RGB picture of data whose pixels are enlarged by a whole factor.</summary>
public abstract class Picture
{
    private protected Picture(int rows, int columns, int enlargement, byte[] rgb)
    {
        Rows = rows;
        Columns = columns;
        Enlargement = enlargement;
        Rgb = rgb;
    }

    /// <summary>Height of the picture.</summary>
    public int Rows { get; }

    /// <summary>Width of the picture.</summary>
    public int Columns { get; }

    /// <summary>Pixels of the picture along a side of one pixel of the data.</summary>
    public int Enlargement { get; }

    /// <summary>Red, green, blue of each pixel; rows one after the other.</summary>
    public byte[] Rgb { get; }

    /// <summary>Writes the picture as PNG.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="texts">What the file says of the picture, by keyword; null: nothing.</param>
    public void WritePng(Stream stream, IReadOnlyDictionary<string, string>? texts = null) =>
        PngWriter.WriteRgb8(stream, Rgb, Rows, Columns, texts);

    /// <summary>The smallest whole factor that makes the longer side at least <paramref name="minimumSide"/>.</summary>
    /// <exception cref="ArgumentException">A side is smaller than 1, or the picture would exceed 2 GB.</exception>
    private protected static int Factor(int rows, int columns, int minimumSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var longer = Math.Max(rows, columns);
        var factor = (int)Math.Max(1, (minimumSide + longer - 1L) / longer);
        if ((double)rows * columns * factor * factor * 3 > Array.MaxLength)
            throw new ArgumentException($"A picture of {rows} × {columns} pixels is too large.", nameof(rows));
        return factor;
    }

    /// <summary>Repeats each pixel <paramref name="factor"/> times along both axes.</summary>
    private protected static byte[] Enlarge(ReadOnlySpan<byte> rgb, int rows, int columns, int factor)
    {
        var width = columns * factor * 3;
        var enlarged = new byte[rows * factor * width];
        for (var row = 0; row < rows; row++)
        {
            var line = enlarged.AsSpan(row * factor * width, width);
            for (var to = 0; to < width; to += 3)
                rgb.Slice(((row * columns) + (to / 3 / factor)) * 3, 3).CopyTo(line[to..]);
            for (var copy = 1; copy < factor; copy++)
                line.CopyTo(enlarged.AsSpan(((row * factor) + copy) * width));
        }

        return enlarged;
    }
}
