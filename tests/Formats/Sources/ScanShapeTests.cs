using Ronchi.Frames;
using Ronchi.Sources.Storage;
using Xunit;

namespace Ronchi.Tests.Sources;

public sealed class ScanShapeTests
{
    [Fact]
    public void SquareNumberOfFrames_IsASquareScan()
    {
        var shape = ScanShape.Decide(4096, asked: null, told: null, triggered: null);
        Assert.Equal(new Extent(64, 64), shape.Scan);
        Assert.Null(shape.Recorded);
        Assert.Null(shape.Note);
        Assert.Null(shape.Unknown);
    }

    [Fact]
    public void OtherNumberOfFrames_ListsTheFactorPairs()
    {
        var shape = ScanShape.Decide(20, asked: null, told: null, triggered: 20);
        Assert.Equal(new Extent(20), shape.Scan);
        Assert.Contains("4x5, 5x4, 2x10, 10x2, 1x20, 20x1", shape.Unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void AskedShape_WinsOverEverything() =>
        Assert.Equal(new Extent(2, 8), ScanShape.Decide(16, new Extent(2, 8), new Extent(4, 4), 16).Scan);

    [Fact]
    public void AskedShapeOfOtherProduct_IsRefusedWithPairs()
    {
        var e = Assert.Throws<ArgumentException>(() => ScanShape.Decide(20, new Extent(4, 6), told: null, triggered: 20));
        Assert.Contains("24 positions", e.Message, StringComparison.Ordinal);
        Assert.Contains("4x5", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AbortedScan_KeepsItsShape()
    {
        foreach (var shape in new[]
        {
            ScanShape.Decide(15, asked: null, told: null, triggered: 16),
            ScanShape.Decide(15, asked: null, told: new Extent(4, 4), triggered: null),
            ScanShape.Decide(15, asked: new Extent(4, 4), told: null, triggered: 16),
        })
        {
            Assert.Equal(new Extent(4, 4), shape.Scan);
            Assert.Equal(15, shape.Recorded);
            Assert.Contains("aborted", shape.Note, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ExtraFrames_AreLeftOutAndSaid()
    {
        var shape = ScanShape.Decide(20, asked: null, told: new Extent(4, 4), triggered: 20);
        Assert.Equal(new Extent(4, 4), shape.Scan);
        Assert.Null(shape.Recorded);
        Assert.Contains("4 frames", shape.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void NoFrames_IsNoScan() => Assert.Equal(0, ScanShape.Decide(0, null, null, null).Scan.Count);
}
