using Ronchi.Frames;
using Ronchi.Pictures;
using Xunit;

namespace Ronchi.Tests.Pictures;

public sealed class ScaleBarTests
{
    [Fact]
    public void Length_IsOneTwoOrFiveAndSuitsThePicture()
    {
        const int seed = 11;
        var random = new Random(seed);
        for (var i = 0; i < 5000; i++)
        {
            var axis = new Axis("scan column", Math.Pow(10, (random.NextDouble() * 16) - 8), Unit: "nm");
            var steps = random.Next(1, 5000);
            var bar = ScaleBar.For(axis, steps)!;
            var length = bar.Part * axis.Scale * steps;
            var factor = length / Math.Pow(10, Math.Floor(Math.Log10(length) + 1e-9));

            Assert.True(bar.Part is >= 1 / 8.0 and <= 1 / 3.0, $"seed {seed}, {axis.Scale} × {steps}: {bar}");
            Assert.True(
                Math.Abs(factor - 1) < 1e-6 || Math.Abs(factor - 2) < 1e-6 || Math.Abs(factor - 5) < 1e-6,
                $"seed {seed}, {axis.Scale} × {steps}: {length}");
        }
    }

    [Theory]
    [InlineData(0.5, "nm", 128, "10 nm")]
    [InlineData(4, "nm", 1000, "1 µm")]
    [InlineData(0.02, "nm", 128, "0.5 nm")]
    [InlineData(0.0001, "nm", 100, "2 pm")]
    [InlineData(0.1, "1/nm", 192, "5 nm⁻¹")]
    [InlineData(0.02, "1/A", 192, "1 Å⁻¹")]
    [InlineData(0.4, "mrad", 192, "20 mrad")]
    [InlineData(0.2, "A", 256, "10 Å")]
    [InlineData(20, "Angstrom", 256, "100 nm")]
    [InlineData(30, "um", 256, "2 mm")]
    [InlineData(1e9, "1/nm", 256, "5×10¹⁰ nm⁻¹")]
    public void Label_HasARoundNumberAndItsUnit(double scale, string unit, int steps, string label) =>
        Assert.Equal(label, ScaleBar.For(new("column", scale, Unit: unit), steps)!.Label);

    [Theory]
    [InlineData(1, "px")]
    [InlineData(0, "nm")]
    [InlineData(double.NaN, "nm")]
    [InlineData(double.PositiveInfinity, "nm")]
    public void AxisWithoutALength_HasNoBar(double scale, string unit) => Assert.Null(ScaleBar.For(new("column", scale, Unit: unit), 100));
}
