using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class ImagePictureTests
{
    private static readonly PictureOptions Plain = new() { MinimumSide = 1, LowPercentile = 0, HighPercentile = 100 };

    [Fact]
    public void Linear_SpreadsFromLowestToHighest()
    {
        var picture = ImagePicture.Render([0, 1, 2, 4], 2, 2, Plain);

        Assert.Equal([0, 64, 128, 255], Grays(picture));
        Assert.Equal((0, 4), (picture.Low, picture.High));
    }

    [Fact]
    public void EveryScale_IsMonotonous()
    {
        double[] values = [.. Enumerable.Range(0, 500).Select(static i => i * (double)i)];
        foreach (var scale in Enum.GetValues<PictureScale>())
        {
            var grays = Grays(ImagePicture.Render(values, 1, 500, Plain with { Scale = scale }));
            Assert.Equal(grays.Order(), grays);
            Assert.Equal(0, grays[0]);
            Assert.Equal(255, grays[^1]);
        }
    }

    [Fact]
    public void Outliers_AreClippedByThePercentiles()
    {
        var values = Enumerable.Range(0, 10_000).Select(static i => (double)i).ToArray();
        values[77] = 1e12;
        var picture = ImagePicture.Render(values, 100, 100);

        Assert.InRange(picture.High, 9_980, 9_999);
    }

    [Fact]
    public void NaN_IsShownAndDoesNotCount()
    {
        var picture = ImagePicture.Render([double.NaN, 1, 3, double.PositiveInfinity], 1, 4, Plain);

        Assert.Equal([0, 128, 128], picture.Rgb[..3]);
        Assert.Equal([255, 255, 255], ImagePicture.Render([double.NaN, 1], 1, 2, Plain with { Map = ColorMap.Viridis }).Rgb[..3]);
        Assert.Equal([0, 0, 0, 255, 255, 255, 255, 255, 255], picture.Rgb[3..]);
    }

    [Fact]
    public void ConstantImage_AndNothingButNaN_AreDrawn()
    {
        Assert.All(ImagePicture.Render([5, 5], 1, 2, Plain).Rgb, static value => Assert.Equal(0, value));
        Assert.Equal(0, ImagePicture.Render([double.NaN], 1, 1, Plain).Low);
    }

    [Fact]
    public void DivergingMap_HasZeroInTheMiddle()
    {
        foreach (var map in new[] { ColorMap.RedBlue, ColorMap.Coolwarm })
        {
            foreach (var scale in Enum.GetValues<PictureScale>())
            {
                var picture = ImagePicture.Render([-1, 0, 7], 1, 3, Plain with { Map = map, Scale = scale });

                Assert.Equal((-7, 7), (picture.Low, picture.High));
                Assert.Equal(map.Table.Slice(128 * 3, 3), picture.Rgb.AsSpan(3, 3));
                Assert.Equal(map.Table[765..], picture.Rgb.AsSpan(6, 3));
            }
        }
    }

    [Fact]
    public void CenterOnZero_IsForEveryMapAndCanBeSwitchedOff()
    {
        Assert.Equal((-4, 4), Limits(new() { CenterOnZero = true, High = 4 }));
        Assert.Equal((-3, 3), Limits(new() { CenterOnZero = true, Low = -3 }));
        Assert.Equal((-1, 7), Limits(Plain with { Map = ColorMap.Coolwarm, CenterOnZero = false }));
        Assert.Equal((-1, 2), Limits(Plain with { Map = ColorMap.Coolwarm, High = 2 }));

        static (double Low, double High) Limits(PictureOptions options)
        {
            var picture = ImagePicture.Render([-1, 0, 7], 1, 3, options);
            return (picture.Low, picture.High);
        }
    }

    [Fact]
    public void CenteredZeros_HaveTheMiddleColor() =>
        Assert.Equal(
            ColorMap.Coolwarm.Table.Slice(128 * 3, 3),
            ImagePicture.Render([0, 0], 1, 2, Plain with { Map = ColorMap.Coolwarm }).Rgb.AsSpan(0, 3));

    [Theory]
    [InlineData(4, 5, 52)]
    [InlineData(1, 1, 256)]
    [InlineData(255, 3, 2)]
    [InlineData(256, 256, 1)]
    [InlineData(600, 2, 1)]
    public void SmallImages_AreEnlargedByAWholeFactor(int rows, int columns, int factor)
    {
        var values = Enumerable.Range(0, rows * columns).Select(static i => (double)i).ToArray();
        var picture = ImagePicture.Render(values, rows, columns, new PictureOptions { LowPercentile = 0, HighPercentile = 100 });
        var plain = Grays(ImagePicture.Render(values, rows, columns, Plain));

        Assert.Equal((rows * factor, columns * factor), (picture.Rows, picture.Columns));
        var grays = Grays(picture);
        for (var i = 0; i < grays.Length; i++)
            Assert.Equal(plain[(i / picture.Columns / factor * columns) + (i % picture.Columns / factor)], grays[i]);
    }

    private static byte[] Grays(ImagePicture picture) => [.. picture.Rgb.Where(static (_, i) => i % 3 == 0)];
}
