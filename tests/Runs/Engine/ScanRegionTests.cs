using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class ScanRegionTests
{
    [Fact]
    public void ASample_IsEvenlySpread_AndAllOfASmallScan()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var scan = new Extent(random.Next(40), 1 + random.Next(40));
            var positions = 1 + random.Next(50);
            var step = Math.Max(scan.Count / positions, 1);
            Assert.Equal(
                Positions(ScanSelection.All(scan)).Where(position => position % step == 0),
                Positions(ScanSelection.Sample(scan, positions)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(static () => ScanSelection.Sample(new Extent(3, 3), 0));
    }

    [Fact]
    public void ARegionOfRowsAndColumns_IsThatOfEachMember_OrOfOne()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            int members = 1 + random.Next(4), rows = 1 + random.Next(6), columns = 1 + random.Next(6);
            var pixels = PixelSet.From(rows * columns, _ => random.Next(3) == 0);
            var scan = new Extent(members, rows, columns);
            var each = Enumerable.Range(0, members * rows * columns)
                .Where(position => pixels[position % (rows * columns)])
                .Select(static position => (long)position).ToList();
            Assert.Equal(each, Positions(ScanSelection.FromPlane(scan, pixels)));
            var one = random.Next(members);
            Assert.Equal(each.Where(position => position / (rows * columns) == one), Positions(ScanSelection.FromPlane(scan, pixels, one)));
            Assert.Throws<ArgumentException>(() => ScanSelection.FromPlane(scan, pixels, members));
            Assert.Throws<ArgumentException>(() => ScanSelection.FromPlane(new Extent(members, rows, columns + 1), pixels));
        }

        Assert.Equal(new Extent(1, 7), ScanSelection.PlaneOf(new Extent(7)));
        Assert.Equal([2L, 5L], Positions(ScanSelection.FromPlane(new Extent(7), PixelSet.From(7, static pixel => pixel is 2 or 5))));
        Assert.Empty(Positions(ScanSelection.FromPlane(new Extent(0, 3), PixelSet.None(0))));
    }

    private static List<long> Positions(ScanSelection selection) =>
        [.. selection.Runs.SelectMany(static run => Enumerable.Range(0, run.Count).Select(i => run.Start + i))];
}
