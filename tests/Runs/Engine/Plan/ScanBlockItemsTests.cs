using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine.Plan;

public sealed class ScanBlockItemsTests
{
    public static TheoryData<long[], long[], int> Scans => new()
    {
        { [16, 20], [4, 5], 20 },
        { [16, 20], [4, 5], 1 },
        { [16, 20], [4, 5], 1000 },
        { [16, 20], [16, 20], 30 },
        { [16, 20], [7, 20], 60 },
        { [16, 20], [16, 1], 50 },
        { [16, 20], [1, 6], 64 },
        { [3, 6, 7], [2, 3, 7], 40 },
        { [33], [8], 10 },
    };

    [Theory]
    [MemberData(nameof(Scans))]
    public void EveryPosition_IsInOneItem(long[] scan, long[] block, int itemFrames)
    {
        var extent = new Extent(scan);
        var random = new Random(5);
        foreach (var selection in new[]
        {
            ScanSelection.All(extent),
            ScanSelection.FromMask(extent, [.. Enumerable.Range(0, (int)extent.Count).Select(_ => random.Next(3) > 0)]),
        })
        {
            var items = ScanBlockItems.Cut(selection, new Extent(block), itemFrames).ToList();
            Assert.Equal(Enumerable.Range(0, items.Count), items.Select(static item => item.Number));
            Assert.All(items, item => Assert.InRange(item.Runs.Sum(static run => run.Count), 1, itemFrames));
            Assert.All(
                items,
                static item => Assert.True(item.Runs.Zip(item.Runs.Skip(1)).All(static pair => pair.First.End <= pair.Second.Start)));
            Assert.Equal(Positions(selection.Runs), Positions(items.SelectMany(static item => item.Runs)).Order());
        }
    }

    [Fact]
    public void ItemOfABlock_HoldsItsRows()
    {
        var items = ScanBlockItems.Cut(ScanSelection.All(new Extent(8, 12)), new Extent(4, 6), itemFrames: 24).ToList();
        Assert.Equal(4, items.Count);
        Assert.Equal([new(6, 6), new(18, 6), new(30, 6), new(42, 6)], items[1].Runs);
    }

    [Fact]
    public void SmallBlocks_AreReadTogether_RowByRow() =>
        Assert.Equal(
            [new FrameRange(0, 24)],
            Assert.Single(ScanBlockItems.Cut(ScanSelection.All(new Extent(4, 6)), new Extent(2, 3), itemFrames: 24)).Runs);

    [Fact]
    public void ItemsCutOtherwise_ComeBlockByBlock()
    {
        var items = Enumerable.Range(0, 16).Select(static number => new WorkItem(number, [new(number * 4, 4)]));
        var ordered = ScanBlockItems.InOrder(items, new Extent(8, 8), new Extent(4, 4)).ToList();
        Assert.Equal([0, 8, 16, 24, 4, 12], ordered.Take(6).Select(static item => item.Runs[0].Start));
        Assert.Equal(Enumerable.Range(0, 16), ordered.Select(static item => item.Number));
    }

    private static IEnumerable<long> Positions(IEnumerable<FrameRange> runs) =>
        runs.SelectMany(static run => Enumerable.Range(0, run.Count).Select(i => run.Start + i));
}
