using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine.Operations;

public sealed class AxisRangeTests
{
    [Fact]
    public void AnyRange_IsReadAsItIsWritten()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var unit = new[] { "", "eV", "1/nm" }[random.Next(3)];
            var from = random.NextDouble() * Math.Pow(10, random.Next(-9, 9));
            if (unit.Length > 0)
                Assert.Equal(AxisRange.Parse($"{AxisLength.Text(from, unit)},{AxisLength.Text(from * 3, unit)}"),
                    AxisRange.Parse(random.Next(2) == 0
                        ? $"{AxisLength.Text(from, "")},{AxisLength.Text(from * 3, unit)}"
                        : $"{AxisLength.Text(from * 3, unit)},{AxisLength.Text(from, "")}"));
            var text = $"{AxisLength.Text(from, unit)},{AxisLength.Text(from * 3, unit)}";
            Assert.Equal(text, AxisRange.Parse(text).ToString());
            Assert.Equal(AxisRange.Parse(text), AxisRange.Parse(AxisRange.Parse(text).ToString()));
        }
    }

    [Theory]
    [InlineData("280eV,300eV", 0.5, 280, 0, 40)]
    [InlineData("0.28keV,300eV", 0.5, 280, 0, 40)]
    [InlineData("3,17.5", 0.5, 280, 3, 17.5)]
    [InlineData("270eV,275eV", -0.5, 280, 10, 20)]   // the axis falls
    [InlineData("275eV,270eV", -0.5, 280, 10, 20)]
    [InlineData("300eV,280eV", 0.5, 280, 0, 40)]
    [InlineData("300eV,0.28keV", 0.5, 280, 0, 40)]
    [InlineData("280,300eV", 0.5, 280, 0, 40)]
    [InlineData("17.5,3", 0.5, 280, 3, 17.5)]
    public void RangeWithAUnit_IsThatOfTheChannels(string text, double scale, double offset, double from, double to)
    {
        var (first, last) = AxisRange.Parse(text).On(Spectra(scale, offset), "range").Channels;
        Assert.Equal(from, first, 9);
        Assert.Equal(to, last, 9);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5px,4eV")]
    [InlineData("1,2,3")]
    [InlineData("a,b")]
    public void WhatIsNoRange_IsRefused(string text) => Assert.Throws<FormatException>(() => AxisRange.Parse(text));

    [Fact]
    public void UnitThatDoesNotFit_IsRefusedInWords() =>
        Assert.Contains("eV", Assert.Throws<FormatException>(() => AxisRange.Parse("1nm,2nm").On(Spectra(1, 0), "range")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Form_KnowsThatItIsARange()
    {
        var schema = ParameterSchema.Of(typeof(Window));
        var json = ParameterSchemaJson.Of(schema)["properties"]!["range"]!;
        Assert.Equal(("range", "FROM,TO", "detector-range", "string"),
            ((string)json["x-kind"]!, (string)json["x-form"]!, (string)json["x-pick"]!, (string)json["type"]!));
        var arguments = Arguments.Of(new Window { Range = AxisRange.Parse("280eV,300eV") });
        Assert.Equal("280eV,300eV", (string)arguments.ToJson()["range"]!);
        Assert.Equal(arguments, Arguments.Of(new Window { Range = AxisRange.Parse("280eV,300eV") }));
    }

    private static OperationContext Spectra(double scale, double offset) =>
        new(new DataDescription(new DataShape(new Extent(4), new Extent(100)), ElementType.U16, Validity.Everything)
        {
            Axes = [new("scan"), new("Energy loss", scale, offset, "eV")],
        });

    private sealed record Window
    {
        [Parameter("Energy window")]
        public required AxisRange Range { get; init; }
    }
}
