using CsCheck;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>Shapes that LiberTEM finds with its sizes, and laws for any.</summary>
public sealed class TileNegotiationTests
{
    private const long Mebibyte = 1 << 20;
    private const int Single = 4;

    [Fact]
    public void LibertemsSizes_GiveLibertemsShapes()
    {
        var frame = new Extent(128, 128);
        Assert.Equal((64, new Extent(32, 128)), TileNegotiation.Negotiate(128, frame, Single, Mebibyte));
        Assert.Equal((32, new Extent(64, 128)), TileNegotiation.Negotiate(8192, frame, Single, Mebibyte, depth: 32));
        Assert.Equal((16, frame), TileNegotiation.Negotiate(128, frame, Single, Mebibyte, needsWholeFrames: true));
        Assert.Equal((128, frame), TileNegotiation.Negotiate(128, frame, Single, 128L * 128 * 128 * Single, needsWholeFrames: true));
        Assert.Equal((65, new Extent(28, 144)), TileNegotiation.Negotiate(1024, new Extent(144, 144), Single, Mebibyte));
        Assert.Equal(
            (124, new Extent(8, 264)),
            TileNegotiation.Negotiate(2048, new Extent(264, 264), Single, Mebibyte, baseBlock: new Extent(8, 264)));
        Assert.Equal((32, new Extent(42, 192)), TileNegotiation.Negotiate(8192, new Extent(192, 192), Single, Mebibyte, depth: 32));
        Assert.Equal(
            (7, new Extent(192, 192)), TileNegotiation.Negotiate(8192, new Extent(192, 192), Single, Mebibyte, needsWholeFrames: true));
    }

    [Fact]
    public void BlocksOfASource_AreKept()
    {
        var (frame, block) = (new Extent(1860, 2048), new Extent(930, 16));
        Assert.Equal((17, block), TileNegotiation.Negotiate(128, frame, Single, Mebibyte, baseBlock: block));
        Assert.Equal((1, frame), TileNegotiation.Negotiate(128, frame, Single, Mebibyte, baseBlock: block, needsWholeFrames: true));
        Assert.Equal((32, frame), TileNegotiation.Negotiate(32, frame, Single, long.MaxValue, baseBlock: block));
        var dead = PixelSet.From(1860 * 2048, static pixel => pixel == (930 * 2048) + 16);
        Assert.Equal((4, new Extent(1860, 32)), TileNegotiation.Negotiate(128, frame, Single, Mebibyte, baseBlock: block, repaired: dead));
        foreach (var (values, rows, columns) in new[]
        {
            (1024L, 1, 1), (930L * 16 * 16, 2, 8), (930L * 16 * 128, 2, 64), (930L * 16 * 129, 2, 64), (long.MaxValue / 8, 2, 128)
        })
            Assert.Equal([930L * rows, 16L * columns], TileNegotiation.Scale([930, 16], frame, values));
    }

    [Fact]
    public void Borders_TouchNoRepairedPixel()
    {
        var detector = new Extent(123, 456);
        long[] Clear(long[] block, long[] unit, Func<int, int, bool> isBad) =>
            TileNegotiation.Clear(block, unit, detector, PixelSet.From(123 * 456, pixel => isBad(pixel / 456, pixel % 456)));
        Assert.Equal([16, 41], Clear([17, 42], [1, 1], static (row, column) => (row, column) == (17, 42)));
        Assert.Equal([15, 39], Clear([16, 41], [3, 3], static (row, column) => (row, column) == (17, 42)));
        Assert.Equal([16, 41], Clear([17, 42], [1, 1], static (row, column) => (row, column) == (33, 42)));
        Assert.Equal([17, 42], Clear([17, 42], [1, 1], static (row, column) => (row, column) == (122, 23)));
        Assert.Equal([17, 2], Clear([17, 1], [1, 1], static (row, column) => (row, column) == (122, 0)));
        Assert.Equal([123, 2], Clear([17, 1], [1, 1], static (_, column) => column == 0));
        Assert.Equal([123, 246], Clear([17, 42], [1, 1], static (row, column) => column == 2 * row));
        Assert.Equal([21, 41], Clear([14, 42], [7, 1], static (row, column) => (row, column) == (14, 42)));
    }

    [Fact]
    public void AnyNegotiation_FitsAndIsMadeOfWholeUnits() => Gen.Select(
        Gen.Select(Gen.Int[1, 59], Gen.Double[0, 1]).Array[1, 3],
        Gen.Select(Gen.Int[1, 200_000], Gen.Int[1, 99], Gen.Int[1, 49], Gen.Int[1, 5000]),
        Gen.Bool,
        Gen.Int[0, 40].Array[0, 40]).Sample(
        static (axes, limits, isWhole, bad) =>
        {
            var detector = new Extent([.. axes.Select(static axis => (long)axis.Item1)]);
            var unit = new Extent([.. axes.Select(static axis => 1 + (long)(axis.Item2 * (axis.Item1 - 1)))]);
            var pixels = (int)detector.Count;
            var repaired = bad.Length == 0
                ? null
                : PixelSet.From(pixels, pixel => Array.Exists(bad, step => pixel % 41 == step && pixel % 7 == 0));
            var (bytes, frames, most, smallest) = limits;
            var (depth, block) = TileNegotiation.Negotiate(frames, detector, 2, bytes, most, unit, smallest, isWhole, repaired);
            Assert.InRange(depth, 1, Math.Min(frames, most));
            Assert.True(depth == 1 || block.Count * depth * 2 <= bytes, $"{depth} × {block} in {bytes}");
            for (var axis = 0; axis < detector.Rank; axis++)
                Assert.True(
                    block[axis] == detector[axis] || (block[axis] % unit[axis] == 0 && block[axis] <= detector[axis]),
                    $"{block} of {unit} in {detector}");
            Assert.True(!isWhole || block == detector);
        },
        iter: 3000);

    [Fact]
    public void Caches_AreToldOrTakenForUsual()
    {
        Assert.InRange(CacheSizes.SecondLevel, 64 << 10, 1L << 30);
        Assert.InRange(CacheSizes.ThirdLevel, 64 << 10, 1L << 40);
        Assert.InRange(CacheSizes.TileBytes(1), 64 << 10, 1 << 20);
        Assert.True(CacheSizes.TileBytes(10_000) <= CacheSizes.TileBytes(1));
    }
}
