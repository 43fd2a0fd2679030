using Ronchi.Sources.Synthetic;
using Xunit;

namespace Ronchi.Tests.Sources.Synthetic;

public sealed class PoissonCountsTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(9.9)]
    [InlineData(10.1)]
    [InlineData(40)]
    [InlineData(3000)]
    [InlineData(1e7)]
    public void Draws_HaveTheMomentsOfAPoissonNumber(double mean)
    {
        const int draws = 200_000;
        var random = new CountingNoise(20, 3);
        double sum = 0, square = 0, cube = 0;
        for (var i = 0; i < draws; i++)
        {
            var departure = (PoissonCounts.Draw(ref random, mean) - mean) / Math.Sqrt(mean);
            sum += departure;
            square += departure * departure;
            cube += departure * departure * departure;
        }

        var sigma = 1 / Math.Sqrt(draws);
        Assert.InRange(sum / draws, -5 * sigma, 5 * sigma);
        Assert.InRange((square / draws) - 1, -5 * sigma * Math.Sqrt(2 + (1 / mean)), 5 * sigma * Math.Sqrt(2 + (1 / mean)));
        Assert.InRange(
            (cube / draws) - (1 / Math.Sqrt(mean)),
            -5 * sigma * Math.Sqrt(15 + (25 / mean) + (1 / (mean * mean))),
            5 * sigma * Math.Sqrt(15 + (25 / mean) + (1 / (mean * mean))));
    }

    [Fact]
    public void FrequenciesAboveTheSwitch_AreThoseOfThePoissonLaw()
    {
        const double mean = 12;
        const int draws = 400_000;
        var random = new CountingNoise(7, 7);
        var seen = new int[80];
        for (var i = 0; i < draws; i++)
            seen[PoissonCounts.Draw(ref random, mean)]++;
        var probability = Math.Exp(-mean);
        for (var k = 0; k < 40; k++)
        {
            var expected = draws * probability;
            Assert.InRange(seen[k] - expected, -3 - (5 * Math.Sqrt(expected)), 3 + (5 * Math.Sqrt(expected)));
            probability *= mean / (k + 1);
        }
    }
}
