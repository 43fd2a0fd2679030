using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class ColorBarTicksTests
{
    [Fact]
    public void Ticks_LieInsideTheLimitsIncreaseAndDiffer()
    {
        const int seed = 5;
        var random = new Random(seed);
        for (var i = 0; i < 6000; i++)
        {
            var low = Math.Pow(10, (random.NextDouble() * 20) - 10) * (random.Next(3) - 1);
            var high = low + Math.Pow(10, (random.NextDouble() * 20) - 10);
            var options = new PictureOptions
            {
                Low = low,
                High = high,
                Scale = (PictureScale)random.Next(3),
                CenterOnZero = random.Next(4) == 0,
                Exponent = 0.2 + random.NextDouble(),
            };
            var range = PictureRange.Of([low, high], options);
            var ticks = ColorBarTicks.For(range, 0.1).Ticks;
            var message = $"seed {seed}, {options.Scale} from {range.Low:R} to {range.High:R}: {string.Join(", ", ticks)}";

            Assert.All(
                ticks, tick => Assert.True(tick.Value >= range.Low && tick.Value <= range.High && tick.Part is >= 0 and <= 1, message));
            for (var k = 1; k < ticks.Count; k++)
            {
                Assert.True(ticks[k].Value > ticks[k - 1].Value, message);
                Assert.True(ticks[k].Part - ticks[k - 1].Part >= 0.098, message);
            }

            Assert.True(ticks.Select(static tick => tick.Label).Distinct(StringComparer.Ordinal).Count() == ticks.Count, message);
        }
    }

    [Theory]
    [InlineData(PictureScale.Linear, 0, 2000, "0 500 1000 1500 2000", "")]
    [InlineData(PictureScale.Linear, -0.012, 0.012, "−10 −5 0 5 10", "×10⁻³")]
    [InlineData(PictureScale.Linear, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0", "")]
    [InlineData(PictureScale.Linear, 0, 250_000, "0 50 100 150 200 250", "×10³")]
    [InlineData(PictureScale.Logarithmic, 0, 200_000, "0 10 100 1000 10⁴ 10⁵", "")]
    public void Labels_AreRoundValues(PictureScale scale, double low, double high, string labels, string factor)
    {
        var ticks = ColorBarTicks.For(PictureRange.Of([low, high], new() { Low = low, High = high, Scale = scale }), 0.15);

        Assert.Equal(labels, string.Join(' ', ticks.Ticks.Select(static tick => tick.Label)));
        Assert.Equal(factor, ticks.Factor);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 3.0, 3.0 })]
    [InlineData(new[] { -1e308, 1.7e308 })]
    public void NothingBetweenTheLimits_GivesNoUnreadableTicks(double[] values)
    {
        foreach (var scale in Enum.GetValues<PictureScale>())
            Assert.InRange(ColorBarTicks.For(PictureRange.Of(values, new() { Scale = scale }), 0.1).Ticks.Count, 0, 11);
    }
}
