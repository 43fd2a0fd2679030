using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

public sealed class SelectChannelsTests
{
    private static readonly DataShape Shape = new(new Extent(3, 4), new Extent(10));

    [Fact]
    public void Channels_AreThoseOfTheSpectra_WithTheirMaskAndAxis()
    {
        var values = Enumerable.Range(0, 120).Select(static i => (ushort)i).ToArray();
        var masked = PixelSet.From(10, static channel => channel is 1 or 6);
        using var stage = new SelectChannels(
            new ArraySource<ushort>(values, Shape, new Validity { MaskedPixels = masked })
            {
                Info = new("memory", "memory") { Axes = [new("row"), new("column"), new("energy", 0.5, 280, "eV")] },
            },
            first: 4,
            last: 7);
        using var reader = stage.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 5));
        reader.Seek(new(0, 12));
        var read = new List<ushort>();
        while (reader.TryRead(out var tile))
            read.AddRange(tile.Pixels<ushort>());
        Assert.Equal(values.Where(static (_, i) => i % 10 is >= 4 and <= 7), read);
        Assert.Equal([false, false, true, false], Enumerable.Range(0, 4).Select(channel => stage.Validity.MaskedPixels![channel]));
        Assert.Equal(new Axis("energy", 0.5, 282, "eV"), stage.Info.Axes[2]);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    [InlineData(2, 10)]
    public void ChannelsThatAreNotThere_AreRefused(int first, int last)
    {
        using var source = new ArraySource<ushort>(new ushort[120], Shape);
        Assert.Contains("10 channels", Assert.Throws<ArgumentException>(() => new SelectChannels(source, first, last)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FramesOfTwoAxes_HaveNoChannels()
    {
        using var source = new ArraySource<ushort>(new ushort[120], new DataShape(new Extent(3), new Extent(4, 10)));
        Assert.Contains("one axis", Assert.Throws<ArgumentException>(() => new SelectChannels(source, 0, 1)).Message,
            StringComparison.Ordinal);
    }
}
