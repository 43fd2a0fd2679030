using Ronchi.Analyses.HotPixels;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

public sealed class HotPixelSearchTests
{
    private static readonly Extent Detector = new(48, 40);

    [Fact]
    public void IsolatedOutliers_AreFoundAloneAndInPairs()
    {
        var pattern = Background(seed: 1);
        int[] hot = [0, 39, (20 * 40) + 20, (20 * 40) + 21, (47 * 40) + 39, (30 * 40) + 5];
        foreach (var pixel in hot)
            pattern[pixel] = 5000;
        Assert.Equal(hot.Order(), Found(HotPixelSearch.Find<long>(pattern, Detector)));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(2.5)]
    [InlineData(6)]
    [InlineData(15)]
    public void BrightDisk_IsNeverHot(double radius)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            double row = 18 + (random.NextDouble() * 8), column = 16 + (random.NextDouble() * 8);
            var pattern = Background(seed);
            for (var pixel = 0; pixel < pattern.Length; pixel++)
            {
                // Covered part of each pixel, by sampling: a disk that a detector blurs as little as possible.
                var covered = 0;
                for (var sample = 0; sample < 64; sample++)
                {
                    var (r, c) = ((pixel / 40) + ((sample / 8) / 8.0) - 0.4375, (pixel % 40) + ((sample % 8) / 8.0) - 0.4375);
                    if (((r - row) * (r - row)) + ((c - column) * (c - column)) <= radius * radius)
                        covered++;
                }

                pattern[pixel] += covered * 100_000L / 64;
            }

            Assert.Empty(Found(HotPixelSearch.Find<long>(pattern, Detector)));
        }
    }

    [Fact]
    public void CountingNoise_IsNotHot()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var pattern = Enumerable.Range(0, 48 * 40).Select(_ => (long)(random.Next(3) == 0 ? random.Next(4) : 0)).ToArray();
            Assert.Empty(Found(HotPixelSearch.Find<long>(pattern, Detector)));
        }
    }

    [Fact]
    public void MaskedPixels_AreNeitherHotNorNeighbours()
    {
        var pattern = Background(seed: 3);
        pattern[500] = 9000;
        pattern[501] = 8000;
        pattern[540] = 8000;
        var masked = PixelSet.From(48 * 40, static pixel => pixel is 501 or 540);
        Assert.Equal([500], Found(HotPixelSearch.Find<long>(pattern, Detector, masked)));
    }

    [Fact]
    public async Task Sampled_FindsWhatIsHotInEveryFrame()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 100 * 64).Select(i => (ushort)(i % 64 == 27 ? 40 : random.Next(3))).ToArray();
        using var source = new ArraySource<ushort>(values, new DataShape(new Extent(10, 10), new Extent(8, 8)));
        Assert.Equal([27], Found(await HotPixelSearch.FindAsync(source)));
        using var spectra = new ArraySource<ushort>(values, new DataShape(new Extent(100), new Extent(64)));
        Assert.Empty(Found(await HotPixelSearch.FindAsync(spectra)));
    }

    private static long[] Background(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 48 * 40).Select(_ => 40L + random.Next(30))];
    }

    private static IEnumerable<int> Found(PixelSet pixels) => Enumerable.Range(0, pixels.Pixels).Where(pixel => pixels[pixel]);
}

public sealed class QuantemHotPixelsTests
{
    [Fact]
    public void Rule_IsTheMedianAndFiveDeviations()
    {
        var pattern = new double[1000];
        for (var pixel = 0; pixel < pattern.Length; pixel++)
            pattern[pixel] = pixel % 10;
        pattern[123] = 500;
        var values = pattern.Order().ToArray();
        double median = (values[499] + values[500]) / 2, mean = pattern.Average(),
            deviation = Math.Sqrt(pattern.Average(value => (value - mean) * (value - mean)));
        var hot = QuantemHotPixels.Find(pattern);
        Assert.Equal(
            Enumerable.Range(0, 1000).Where(pixel => pattern[pixel] > median + (5 * deviation)),
            Enumerable.Range(0, 1000).Where(pixel => hot[pixel]));
        Assert.True(hot[123]);
        Assert.Equal(hot.Bits.ToArray(), QuantemHotPixels.Find([.. pattern.Select(static value => value * 7)]).Bits.ToArray());
        Assert.Equal(0, QuantemHotPixels.Find([]).Count);
    }

    [Fact]
    public async Task SmallDisk_IsTakenForHot_AsThePeerDoes()
    {
        // 9 bright pixels of 4096: the reason why the rule is not used here for anything but comparing.
        var frame = Enumerable.Range(0, 4096)
            .Select(static pixel => (ushort)(pixel / 64 is >= 30 and < 33 && pixel % 64 is >= 30 and < 33 ? 1000 : 1)).ToArray();
        using var source = new Ronchi.Sources.Memory.ArraySource<ushort>(
            Enumerable.Repeat(frame, 6).SelectMany(static values => values).ToArray(),
            new Ronchi.Frames.DataShape(new Ronchi.Frames.Extent(2, 3), new Ronchi.Frames.Extent(64, 64)));
        Assert.Equal(9, (await QuantemHotPixels.FindAsync(source, TestContext.Current.CancellationToken)).Count);
        Assert.Equal(0, (await HotPixelSearch.FindAsync(source, TestContext.Current.CancellationToken)).Count);
    }
}
