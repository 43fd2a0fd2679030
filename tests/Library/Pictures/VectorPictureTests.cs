using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class VectorPictureTests
{
    private static readonly VectorPictureOptions Plain = new() { MinimumSide = 1, HasWheel = false, Percentile = 100 };

    [Fact]
    public void OppositeVectors_HaveOppositeHues()
    {
        const int seed = 8;
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var angle = random.NextDouble() * 2 * Math.PI;
            var (row, column) = (-Math.Sin(angle), Math.Cos(angle));
            var picture = VectorPicture.Render([row, -row], [column, -column], 1, 2, Plain);
            var hue = (int)Math.Round(angle / (2 * Math.PI) * 256) & 255;

            Near(ColorMap.Hue.Table.Slice(hue * 3, 3), picture.Rgb.AsSpan(0, 3), $"seed {seed}, angle {angle}");
            Near(ColorMap.Hue.Table.Slice(((hue + 128) & 255) * 3, 3), picture.Rgb.AsSpan(3, 3), $"seed {seed}, angle {angle} + 180°");
        }

        // A step to the left or right where the angle is in the middle between two.
        static void Near(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string message)
        {
            for (var i = 0; i < 3; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 12, message);
        }
    }

    [Fact]
    public void Right_IsRedAndUpIsGreenish()
    {
        var picture = VectorPicture.Render([0, -1], [1, 0], 1, 2, Plain);

        Assert.True(picture.Rgb[0] > picture.Rgb[1] && picture.Rgb[0] > picture.Rgb[2]);
        Assert.True(picture.Rgb[4] > picture.Rgb[3] && picture.Rgb[4] > picture.Rgb[5]);
    }

    [Fact]
    public void Zero_IsBlackAndLongerIsLighter()
    {
        var picture = VectorPicture.Render(new double[5], [0, 1, 2, 3, 4], 1, 5, Plain);

        Assert.Equal([0, 0, 0], picture.Rgb[..3]);
        for (var i = 3; i < 15; i++)
            Assert.True(picture.Rgb[i] > picture.Rgb[i - 3]);
        Assert.Equal(4, picture.Largest);
    }

    [Fact]
    public void FieldsWithoutLimits_AreDrawn()
    {
        Assert.All(VectorPicture.Render([0, 0], [0, 0], 1, 2, Plain).Rgb, static value => Assert.Equal(0, value));
        Assert.All(VectorPicture.Render([double.NaN], [1], 1, 1, Plain).Rgb, static value => Assert.Equal(128, value));
        Assert.Equal(2, VectorPicture.Render([double.PositiveInfinity, 2], [1, 0], 1, 2, Plain).Largest);
        VectorPicture.Render([double.NaN, double.PositiveInfinity, 0, 1], [1, 1, 0, 1], 2, 2, new() { ArrowSpacing = 1 });
    }

    [Fact]
    public void Wheel_StandsInTheUpperRightCorner()
    {
        var values = new double[100 * 100];
        var picture = VectorPicture.Render(values, values, 100, 100, new() { MinimumSide = 400 });

        Assert.True(Lit(300, 0));
        Assert.False(Lit(0, 0) || Lit(0, 300) || Lit(300, 300));

        bool Lit(int left, int top) =>
            Enumerable.Range(0, 100 * 100).Any(i => picture.Rgb[(((top + (i / 100)) * 400) + left + (i % 100)) * 3] != 0);
    }

    [Fact]
    public void WrongCount_IsRefused() => Assert.Throws<ArgumentException>(() => VectorPicture.Render([1, 2], [1], 1, 2));
}
