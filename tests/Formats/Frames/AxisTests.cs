using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames;

public sealed class AxisTests
{
    [Fact]
    public void EvenValues_AreAScaleAndAnOffset()
    {
        var axis = Axis.Of("tilt", [-60, -57.5, -55, -52.5], "deg");
        Assert.Equal(new Axis("tilt", 2.5, -60, "deg"), axis);
        Assert.Equal(-52.5, axis.At(3));
        Assert.NotNull(Axis.Of("tilt", [-60, -57.5, -54], "deg").Values);
    }

    [Fact]
    public void AnyValues_AreGivenBackByIndex_AndKeptThroughParts()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.NextDouble() * 100).ToArray();
            var axis = Axis.Of("time", values, "s");
            Assert.Equal(values, Enumerable.Range(0, values.Length).Select(i => axis.At(i)));
            Assert.Equal(axis, Axis.Of("time", [.. values], "s"));
            var (first, step) = (random.Next(values.Length), random.Next(1, 4));
            var count = ((values.Length - first - 1) / step) + 1;
            var part = axis.Part(first, count, step);
            Assert.Equal(Enumerable.Range(0, count).Select(i => values[first + (i * step)]), Enumerable.Range(0, count)
                .Select(i => part.At(i)));
        }
    }

    [Fact]
    public void Binned_IsTheMeanOfTheValues_WithEqualStepsOrWithout()
    {
        var even = new Axis("energy", 0.5, 280, "eV");
        var listed = even with { Values = new(Enumerable.Range(0, 10).Select(i => even.At(i))) };
        foreach (var factor in (int[])[1, 2, 3])
            Assert.Equal(Enumerable.Range(0, 10 / factor).Select(i => even.Binned(factor).At(i)), Enumerable.Range(0, 10 / factor)
                .Select(i => listed.Binned(factor).At(i)));
        var times = Axis.Of("time", [0, 1, 10, 12, 50], "s");
        Assert.Equal([0.5, 11.0], Enumerable.Range(0, 2).Select(i => times.Binned(2).At(i)));
    }

    [Fact]
    public void ValuesThatAreNone_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new AxisValues());
        Assert.Throws<ArgumentException>(() => new AxisValues(1, double.NaN));
        Assert.Throws<ArgumentException>(() => new AxisValues(Enumerable.Repeat(0.0, AxisValues.Most + 1)));
        Assert.Equal("0 … 12, 3 values", new AxisValues(0, 1, 12).ToString());
    }
}
