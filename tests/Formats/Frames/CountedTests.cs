using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Sources.Storage;
using Xunit;

namespace Ronchi.Tests.Frames;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 frames")]
    [InlineData(1, "1 frame")]
    [InlineData(2, "2 frames")]
    [InlineData(12800, "12,800 frames")]
    public void Count_OfOneIsSingular(long count, string expected) => Assert.Equal(expected, Counted.Of(count, "frame"));

    [Fact]
    public void Notes_CountInTheSameWay()
    {
        Assert.Equal(
            "1 frame after the scan of 3 is left out.", ScanShape.Decide(4, asked: null, told: new Extent(3), triggered: null).Note);
        Assert.Equal(
            "2 frames after the scan of 3 are left out.", ScanShape.Decide(5, asked: null, told: new Extent(3), triggered: null).Note);
        using var shifted = new SyncOffset(new ArraySource<byte>(new byte[4], new DataShape(new Extent(4), new Extent(1, 1))), 1);
        Assert.Contains("sync offset 1: the first 1 frame is skipped, the last 1 position is blank.", shifted.Info.Notes);
    }
}
