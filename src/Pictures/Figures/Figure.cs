namespace Ronchi.Pictures;

/// <summary>Pictures on a page: in a grid, each with its title, colour bar and scale bar, ready for a talk.</summary>
/// <remarks>
/// The pixels of the data are copied as they are: make small pictures large with <see cref="PictureOptions.MinimumSide"/>.
/// </remarks>
public sealed class Figure
{
    private readonly List<FigurePanel> _panels = [];

    /// <summary>Text above all panels; empty: none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Panels side by side; 0: as many as make the page wider than high.</summary>
    public int PanelsPerRow { get; init; }

    /// <summary>Whether the page is nearly black instead of white.</summary>
    public bool IsDark { get; init; }

    /// <summary>The panels, row by row.</summary>
    public IReadOnlyList<FigurePanel> Panels => _panels;

    /// <summary>Appends a panel.</summary>
    /// <returns>This figure.</returns>
    public Figure Add(FigurePanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        _panels.Add(panel);
        return this;
    }

    /// <summary>Draws the page and writes it as PNG.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="texts">What the file says of the picture, by keyword; null: nothing.</param>
    /// <exception cref="InvalidOperationException">There is no panel.</exception>
    /// <exception cref="ArgumentException">The page would exceed 2 GB.</exception>
    /// <exception cref="PlatformNotSupportedException">The library that draws cannot be loaded.</exception>
    public void WritePng(Stream stream, IReadOnlyDictionary<string, string>? texts = null)
    {
        using var page = Draw();
        PngWriter.WriteRgb8(stream, page.ToRgb(), page.Rows, page.Columns, texts);
    }

    /// <summary>Draws the page.</summary>
    internal Page Draw()
    {
        if (_panels.Count == 0)
            throw new InvalidOperationException("A figure needs a panel: call Add first.");
        DrawingLibrary.Require();
        var perRow = PanelsPerRow > 0 ? Math.Min(PanelsPerRow, _panels.Count) : (int)Math.Ceiling(Math.Sqrt(_panels.Count));
        var style = FigureStyle.For(_panels, IsDark);
        var cells = _panels.ConvertAll(panel => new FigureCell(panel, style));
        var rows = cells.Chunk(perRow).ToList();
        var heights = rows.ConvertAll(static row => row.Max(static cell => cell.Rows));
        var widths = Enumerable.Range(0, perRow)
            .Select(column => cells.Where((_, i) => i % perRow == column).Max(static cell => cell.Columns)).ToList();

        var heading = Title.Length == 0 ? 0 : style.Heading.LineHeight + (style.Space / 2);
        var titleWidth = Title.Length == 0 ? 0 : style.Heading.Width(Title);
        var page = new Page(
            checked((2 * style.Space) + heading + heights.Sum() + ((rows.Count - 1) * style.Space)),
            checked((2 * style.Space) + Math.Max(titleWidth, widths.Sum() + ((perRow - 1) * style.Space))),
            style.Paper);
        if (heading > 0)
            style.Heading.Write(page, Title, style.Space + style.Heading.CapHeight, style.Space, style.Text);

        var top = style.Space + heading;
        for (var row = 0; row < rows.Count; row++)
        {
            var left = style.Space;
            for (var column = 0; column < rows[row].Length; column++)
            {
                rows[row][column].Draw(page, top, left);
                left += widths[column] + style.Space;
            }

            top += heights[row] + style.Space;
        }

        return page;
    }
}
