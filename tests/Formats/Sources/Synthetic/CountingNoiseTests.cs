using Ronchi.Sources.Synthetic;
using Xunit;

namespace Ronchi.Tests.Sources.Synthetic;

public sealed class CountingNoiseTests
{
    [Theory]
    [InlineData(0.01)]
    [InlineData(1.5)]
    [InlineData(15.9)]
    [InlineData(70)]
    public void Poisson_HasTheMeanAndTheVarianceOfItsMean(double mean)
    {
        const int count = 200_000;
        var noise = new CountingNoise(seed: 4, stream: 9);
        double sum = 0, squares = 0;
        for (var i = 0; i < count; i++)
        {
            double value = noise.NextPoisson(mean);
            sum += value;
            squares += value * value;
        }

        var tolerance = 6 * Math.Sqrt(mean / count);
        Assert.Equal(mean, sum / count, tolerance);
        Assert.InRange(((squares / count) - Math.Pow(sum / count, 2)) / mean, 0.9, 1.1);
    }

    [Fact]
    public void Poisson_OfNothing_IsZero() => Assert.Equal(0, new CountingNoise(1, 1).NextPoisson(0));

    [Fact]
    public void NeighbouringStreams_AreNotTheSameShifted()
    {
        var first = new CountingNoise(1, 10);
        var second = new CountingNoise(1, 11);
        _ = first.NextDouble();

        Assert.NotEqual(first.NextDouble(), second.NextDouble());
    }
}
