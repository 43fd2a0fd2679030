using Ronchi.Frames;
using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class FigureTests
{
    private static readonly Axis Nanometres = new("scan column", 0.5, Unit: "nm");

    [Fact]
    public void Pixels_StandInTheFigureAsTheyAre()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 40 * 30).Select(_ => random.NextDouble()).ToArray();
        var picture = ImagePicture.Render(values, 40, 30, new() { Map = ColorMap.Viridis });
        using var page = new Figure().Add(new("noise", picture)).Draw();
        var pixels = page.ToRgb();

        Assert.Contains(
            Enumerable.Range(0, page.Rows - picture.Rows),
            top => Enumerable.Range(0, page.Columns - picture.Columns).Any(left => Enumerable.Range(0, picture.Rows).All(row =>
                picture.Rgb.AsSpan(row * picture.Columns * 3, picture.Columns * 3)
                    .SequenceEqual(pixels.AsSpan((((top + row) * page.Columns) + left) * 3, picture.Columns * 3)))));
    }

    [Fact]
    public void CalibratedAxis_AddsABarInsideThePicture()
    {
        var picture = ImagePicture.Render(new double[64 * 64], 64, 64);
        using var plain = new Figure().Add(new("", picture)).Draw();
        using var pixels = new Figure().Add(new("", picture) { Axis = new("scan column") }).Draw();
        using var calibrated = new Figure().Add(new("", picture) { Axis = Nanometres }).Draw();

        Assert.Equal(plain.ToRgb(), pixels.ToRgb());
        Assert.Equal((plain.Rows, plain.Columns), (calibrated.Rows, calibrated.Columns));
        Assert.NotEqual(plain.ToRgb(), calibrated.ToRgb());
        // The bar: 5 of 32 nm, white, as long as it says.
        Assert.Contains(
            256 * 5 / 32, Enumerable.Range(0, calibrated.Rows).Select(row => LongestWhite(calibrated.ToRgb(), calibrated.Columns, row)));
    }

    [Fact]
    public void EveryPicture_IsDrawnWithoutFault()
    {
        const int seed = 4;
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var figure = new Figure
            {
                Title = random.Next(2) == 0 ? "" : "figure",
                PanelsPerRow = random.Next(4),
                IsDark = random.Next(2) == 0,
            };
            for (var panel = random.Next(1, 7); panel > 0; panel--)
            {
                var (rows, columns) = (random.Next(1, 40), random.Next(1, 40));
                var kind = random.Next(5);
                var values = Enumerable.Range(0, rows * columns)
                    .Select(_ => kind switch
                    {
                        0 => double.NaN,
                        1 => 7,
                        2 => double.MaxValue * (random.NextDouble() - 0.5),
                        3 => double.PositiveInfinity,
                        _ => random.NextDouble(),
                    }).ToArray();
                var side = random.Next(1, 200);
                Picture picture = random.Next(3) == 0
                    ? VectorPicture.Render(values, values, rows, columns, new() { MinimumSide = side, ArrowSpacing = random.Next(5) })
                    : ImagePicture.Render(
                        values,
                        rows,
                        columns,
                        new()
                        {
                            MinimumSide = side,
                            Scale = (PictureScale)random.Next(3),
                            Map = ColorMap.All[random.Next(ColorMap.All.Count)],
                        });
                figure.Add(new("title", picture) { Axis = Nanometres, ValueLabel = "counts", HasColorBar = random.Next(4) != 0 });
            }

            using var page = figure.Draw();
            Assert.True(page.Rows > 0 && page.Columns > 0, $"seed {seed}");
        }
    }

    [Fact]
    public void Page_IsAPngOfItsSize()
    {
        using var stream = new MemoryStream();
        new Figure { IsDark = true }.Add(new("a", ImagePicture.Render([1, 2], 1, 2))).WritePng(stream);

        Assert.Equal("PNG"u8, stream.ToArray().AsSpan(1, 3));
    }

    [Fact]
    public void NoPanel_IsRefused() => Assert.Throws<InvalidOperationException>(() => new Figure().WritePng(Stream.Null));

    [Fact]
    public void ScaleBar_IsReadOnABrightPictureToo()
    {
        var bright = ImagePicture.Render(Enumerable.Repeat(1.0, 64 * 64).ToArray(), 64, 64, new() { Low = 0, High = 1 });
        using var page = new Figure().Add(new("", bright) { Axis = Nanometres }).Draw();
        var pixels = page.ToRgb();

        // Left and right of the white bar the plate is darker than half.
        Assert.Contains(
            Enumerable.Range(0, page.Rows),
            row => Enumerable.Range(21, 200)
                .Any(left => Red(row, left - 1) < 140 && Red(row, left + 40) < 140
                    && Enumerable.Range(left, 40).All(column => Red(row, column) == 255)));

        byte Red(int row, int column) => pixels[((row * page.Columns) + column) * 3];
    }

    // Of the stretches inside the picture; the paper beside it is white too.
    private static int LongestWhite(byte[] pixels, int columns, int row)
    {
        var (longest, run) = (0, 0);
        for (var column = 20; column < 276; column++)
        {
            run = pixels.AsSpan(((row * columns) + column) * 3, 3).IndexOfAnyExcept((byte)255) < 0 ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
