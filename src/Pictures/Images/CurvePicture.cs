using SkiaSharp;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>A curve of values over one axis: a spectrum, for example.</summary>
public sealed class CurvePicture : Picture
{
    private const int Height = 480;
    private const int Width = 800;
    private const int Cap = 13;
    private const double TickGap = 0.1;   // of the height, between two marks

    private static readonly SKColor Text = new(20, 20, 20);
    private static readonly SKColor Muted = new(84, 84, 88);
    private static readonly SKColor Grid = new(228, 228, 232);
    private static readonly SKColor Line = new(0, 90, 181);

    private CurvePicture(byte[] rgb, PictureRange range)
        : base(Height, Width, enlargement: 1, rgb) => Range = range;

    /// <summary>The limits of the values.</summary>
    internal PictureRange Range { get; }

    /// <summary>Draws a curve.</summary>
    /// <param name="values">The values; those that are not finite are gaps.</param>
    /// <param name="axis">What runs along it; null: nothing is known.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="unit">Unit of the values; null: none.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    /// <exception cref="PlatformNotSupportedException">The library that draws cannot be loaded.</exception>
    public static CurvePicture Render(ReadOnlySpan<double> values, Axis? axis = null, string title = "", string? unit = null)
    {
        if (values.IsEmpty)
            throw new ArgumentException("A curve needs a value.", nameof(values));
        axis ??= new("channel");
        var range = PictureRange.Of(values, new PictureOptions { LowPercentile = 0, HighPercentile = 100, CenterOnZero = false });
        var ends = Enumerable.Range(0, Math.Max(values.Length, 2)).Select(i => axis.At(i)).ToList();
        var places = new PictureRange(ends.Min(), ends.Max(), IsCentered: false, new());
        var letters = new Lettering(Cap);
        var (up, along) = (ColorBarTicks.For(range, TickGap), ColorBarTicks.For(places, TickGap));
        using var page = new Page(Height, Width, SKColors.White);
        var left = (3 * Cap) + (up.Ticks.Count == 0 ? 0 : up.Ticks.Max(tick => letters.Width(tick.Label)));
        var frame = new SKRect(left, 3 * Cap, Width - (3 * Cap), Height - (5 * Cap));

        foreach (var tick in up.Ticks)
        {
            var y = frame.Bottom - ((float)tick.Part * frame.Height);
            Stroke(page, Grid, 1, new(frame.Left, y), new(frame.Right, y));
            letters.Write(page, tick.Label, (int)y + (Cap / 2), left - Cap - letters.Width(tick.Label), Muted);
        }

        foreach (var tick in along.Ticks)
        {
            var x = frame.Left + ((float)tick.Part * frame.Width);
            Stroke(page, Grid, 1, new(x, frame.Top), new(x, frame.Bottom));
            letters.Write(page, tick.Label, (int)frame.Bottom + (2 * Cap), (int)x - (letters.Width(tick.Label) / 2), Muted);
        }

        Draw(page, values, range, places, axis, frame);
        Stroke(page, Muted, 1, new(frame.Left, frame.Top), new(frame.Left, frame.Bottom), new(frame.Right, frame.Bottom));
        letters.Write(page, $"{title} {Label("", up.Factor, unit)}".Trim(), 2 * Cap, left, Text);
        var below = Label(axis.Name, along.Factor, axis.IsCalibrated ? axis.Unit : null);
        letters.Write(page, below, Height - Cap, (int)frame.Right - letters.Width(below), Text);
        return new(page.ToRgb(), range);
    }

    private static string Label(string name, string factor, string? unit) =>
        $"{name} {(factor.Length + (unit?.Length ?? 0) == 0 ? "" : $"({$"{factor} {unit}".Trim()})")}".Trim();

    private static void Draw(Page page, ReadOnlySpan<double> values, PictureRange range, PictureRange places, Axis axis, SKRect frame)
    {
        var run = new List<SKPoint>();
        for (var i = 0; i <= values.Length; i++)
        {
            if (i < values.Length && double.IsFinite(values[i]))
            {
                var along = (float)places.Part(axis.At(i));
                run.Add(new(frame.Left + (along * frame.Width), frame.Bottom - ((float)range.Part(values[i]) * frame.Height)));
                continue;
            }

            if (run.Count == 1)
                run.Add(new(run[0].X + 1, run[0].Y));   // a value between two gaps is seen, too
            if (run.Count > 1)
                Stroke(page, Line, 1.6f, [.. run]);
            run.Clear();
        }
    }

    private static void Stroke(Page page, SKColor color, float width, params SKPoint[] points)
    {
        using var paint = new SKPaint { Color = color, StrokeWidth = width, IsStroke = true, IsAntialias = true };
        using var path = new SKPath();
        path.AddPoly(points, close: false);
        page.Canvas.DrawPath(path, paint);
    }
}
