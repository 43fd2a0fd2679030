using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames;

public sealed class ExtentTests
{
    [Fact]
    public void WithoutAxes_IsOneValue()
    {
        Assert.Equal(1, default(Extent).Count);
        Assert.Equal(1, new Extent().Count);
        Assert.Equal(0, default(Extent).Rank);
        Assert.Equal(default, new Extent());
    }

    [Fact]
    public void Count_IsProductOfLengths()
    {
        Assert.Equal(24, new Extent(2, 3, 4).Count);
        Assert.Equal(0, new Extent(2, 0, 4).Count);
        Assert.Equal(1L << 40, new Extent(1L << 20, 1L << 20).Count);
    }

    [Fact]
    public void ProductBeyond63Bits_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new Extent(1L << 32, 1L << 32));
        Assert.Throws<ArgumentException>(() => new Extent(0, 1L << 32, 1L << 32));
        Assert.Throws<ArgumentException>(() => new Extent(3, -1));
    }

    [Fact]
    public void IndexOf_IsRowMajor()
    {
        var extent = new Extent(3, 4, 5);
        var index = 0L;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 4; j++)
            {
                for (var k = 0; k < 5; k++)
                    Assert.Equal(index++, extent.IndexOf(i, j, k));
            }
        }

        Assert.Throws<ArgumentException>(() => extent.IndexOf(0, 4, 0));
        Assert.Throws<ArgumentException>(() => extent.IndexOf(0, 0));
    }

    [Theory]
    [InlineData("4x5", new long[] { 4, 5 })]
    [InlineData("12", new long[] { 12 })]
    [InlineData("2x3X4", new long[] { 2, 3, 4 })]
    [InlineData("2,3", new long[] { 2, 3 })]
    public void TryParse_ReadsShapes(string text, long[] lengths)
    {
        Assert.True(Extent.TryParse(text, out var extent));
        Assert.Equal(lengths, extent.Lengths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4x")]
    [InlineData("0x4")]
    [InlineData("-1x4")]
    [InlineData("4.5x2")]
    [InlineData("99999999999x99999999999")]
    public void TryParse_RefusesWhatIsNoShape(string text) => Assert.False(Extent.TryParse(text, out _));
}
