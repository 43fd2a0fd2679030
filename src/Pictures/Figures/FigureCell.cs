using System.Globalization;

namespace Ronchi.Pictures;

/// <summary>The place of one panel on the page: title, picture, scale bar, colour bar.</summary>
internal sealed class FigureCell
{
    private readonly FigurePanel _panel;
    private readonly FigureStyle _style;
    private readonly ColorBarTicks? _ticks;
    private readonly string _label;

    public FigureCell(FigurePanel panel, FigureStyle style)
    {
        (_panel, _style) = (panel, style);
        var picture = panel.Picture;
        if (picture is ImagePicture image && panel.HasColorBar)
            _ticks = ColorBarTicks.For(image.Range, Math.Min(0.5, 2.6 * style.Letters.CapHeight / picture.Rows));
        _label = picture switch
        {
            ColorPicture { IsScaled: true } colors when panel.HasColorBar =>
                $"{Short(colors.Low)} to {Short(colors.High)} {panel.ValueLabel}".TrimEnd(),
            VectorPicture vectors when panel.HasColorBar => $"up to {Short(vectors.Largest)} {panel.ValueLabel}".TrimEnd(),
            _ => $"{_ticks?.Factor} {panel.ValueLabel}".Trim(),
        };
        var titles = style.Letters.Width(panel.Title) + style.Letters.Width(_label)
            + (panel.Title.Length > 0 && _label.Length > 0 ? style.Space : 0);
        Columns = Math.Max(picture.Columns + BarColumns, titles);
    }

    public int Rows => TitleRows + _panel.Picture.Rows + (_style.Letters.CapHeight / 2);

    public int Columns { get; }

    private int Cap => _style.Letters.CapHeight;

    private int TitleRows => _panel.Title.Length + _label.Length == 0 ? 0 : _style.Letters.LineHeight;

    private int BarColumns =>
        _ticks is null ? 0 : (3 * Cap) + (_ticks.Ticks.Count == 0 ? 0 : _ticks.Ticks.Max(tick => _style.Letters.Width(tick.Label)));

    /// <summary>Draws everything; the corner is that of the title.</summary>
    public void Draw(Page page, int top, int left)
    {
        var picture = _panel.Picture;
        _style.Letters.Write(page, _panel.Title, top + Cap, left, _style.Text);
        _style.Letters.Write(
            page, _label, top + Cap, left + Math.Max(picture.Columns + BarColumns, Columns) - _style.Letters.Width(_label), _style.Muted);
        var pictureTop = top + TitleRows;
        page.Place(pictureTop, left, picture);
        if (_panel.Axis is { } axis && ScaleBar.For(axis, picture.Columns / picture.Enlargement) is { } bar)
            new ScaleBarDrawing(bar, _style.Letters).Draw(page, pictureTop, left, picture.Rows, picture.Columns);
        if (_ticks is not null)
            DrawColorBar(page, pictureTop, left + picture.Columns + Cap, ((ImagePicture)picture).Range.Options.Map);
    }

    private static string Short(double value) => value switch
    {
        0 => "0",
        >= 1e-3 and < 1e5 =>
            double.Parse(value.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                .ToString("0.####", CultureInfo.InvariantCulture),
        _ => Power(value),
    };

    private static string Power(double value)
    {
        var power = (int)Math.Floor(Math.Log10(value));
        return $"{(value / Math.Pow(10, power)).ToString("0.0", CultureInfo.InvariantCulture)}×10{TickText.Raise(power)}";
    }

    private void DrawColorBar(Page page, int top, int left, ColorMap map)
    {
        var height = _panel.Picture.Rows;
        page.Fill(top, left, height, Cap, _style.Muted);
        for (var row = 1; row < height - 1; row++)
        {
            var color = map.Table.Slice((int)Math.Round(255.0 * (height - 2 - row) / Math.Max(1, height - 3)) * 3, 3);
            page.Fill(top + row, left + 1, 1, Cap - 2, new(color[0], color[1], color[2]));
        }

        foreach (var tick in _ticks!.Ticks)
        {
            var row = top + height - 2 - (int)Math.Round(tick.Part * Math.Max(0, height - 3));
            page.Fill(row, left + Cap, 1, Math.Max(3, Cap / 3), _style.Muted);
            // Labels of the outermost marks stay beside the bar.
            var middle = Math.Clamp(row, top + (Cap / 2), Math.Max(top + (Cap / 2), top + height - 1 - (Cap / 2)));
            _style.Letters.Write(page, tick.Label, middle + (Cap / 2), left + (2 * Cap) - (Cap / 4), _style.Muted);
        }
    }
}
