using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class ScanSelectionTests
{
    [Fact]
    public void All_IsOneRun() => Assert.Equal([new FrameRange(0, 30)], ScanSelection.All(new Extent(5, 6)).Runs);

    [Fact]
    public void Rectangle_IncludesItsCorners()
    {
        var selection = ScanSelection.Rectangle(new Extent(5, 6), 1, 2, 3, 4);
        Assert.Equal([new(8, 3), new(14, 3), new(20, 3)], selection.Runs);
        Assert.Equal(9, selection.FrameCount);
        Assert.Equal(new Extent(3, 3), selection.Shape);
    }

    [Fact]
    public void FullRows_MergeIntoOneRun() =>
        Assert.Equal([new FrameRange(6, 18)], ScanSelection.Rectangle(new Extent(5, 6), 1, 0, 3, 5).Runs);

    [Fact]
    public void SeriesAxis_RepeatsTheRectangle() =>
        Assert.Equal([new(7, 1), new(16, 1)], ScanSelection.Rectangle(new Extent(2, 3, 3), 2, 1, 2, 1).Runs);

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, 0, 5, 2)]
    [InlineData(0, 0, 2, 6)]
    [InlineData(3, 0, 2, 2)]
    [InlineData(0, 3, 2, 2)]
    public void RectangleOutside_IsRefused(long row0, long column0, long row1, long column1) =>
        Assert.Throws<ArgumentException>(() => ScanSelection.Rectangle(new Extent(5, 6), row0, column0, row1, column1));

    [Fact]
    public void Indices_AreSortedAndCountOnce()
    {
        var selection = ScanSelection.FromIndices(new Extent(10), [7, 3, 4, 3, 9]);
        Assert.Equal([new(3, 2), new(7, 1), new(9, 1)], selection.Runs);
        Assert.Throws<ArgumentException>(() => ScanSelection.FromIndices(new Extent(10), [10]));
        Assert.Throws<ArgumentException>(() => ScanSelection.FromIndices(new Extent(10), [-1]));
    }

    [Fact]
    public void AnyMask_ComesBack()
    {
        var random = new Random(11);
        for (var round = 0; round < 50; round++)
        {
            var mask = Enumerable.Range(0, random.Next(70)).Select(_ => random.Next(2) == 0).ToArray();
            var selection = ScanSelection.FromMask(new Extent(mask.Length), mask);
            Assert.Equal(mask, selection.ToMask());
            Assert.Equal(mask.Count(static selected => selected), selection.FrameCount);
            Assert.Equal(
                Enumerable.Range(0, (int)selection.FrameCount).Select(static i => (long)i),
                Enumerable.Range(0, mask.Length).Where(i => mask[i]).Select(i => selection.NumberOf(i)));
            Assert.All(
                Enumerable.Range(0, mask.Length + 1).Where(i => i == mask.Length || !mask[i]),
                i => Assert.Throws<ArgumentOutOfRangeException>(() => selection.NumberOf(i)));
            int start = random.Next(80), end = random.Next(80);
            Assert.Equal(mask.Select((selected, i) => selected && i >= start && i < end), selection.Between(start, end).ToMask());
        }
    }

    [Fact]
    public void Slice_TakesEverySoMany()
    {
        var scan = new Extent(7, 10);
        var slice = ScanSelection.Slice(scan, (1, 6, 2), (0, 10, 4));
        Assert.Equal(new Extent(3, 3), slice.Shape);
        var mask = slice.ToMask();
        for (var i = 0; i < 70; i++)
            Assert.Equal((i / 10 is 1 or 3 or 5) && (i % 10 is 0 or 4 or 8), mask[i]);
        Assert.Equal(0, ScanSelection.Slice(scan, (3, 3, 1), (0, 10, 1)).FrameCount);
        Assert.Throws<ArgumentException>(() => ScanSelection.Slice(scan, (0, 7, 1)));
        Assert.Throws<ArgumentException>(() => ScanSelection.Slice(scan, (0, 8, 1), (0, 10, 1)));
        Assert.Throws<ArgumentException>(() => ScanSelection.Slice(scan, (0, 7, 0), (0, 10, 1)));
    }
}
