using System.Numerics;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed class PixelStatisticsTests
{
    [Fact]
    public void EveryType_TotalAndExtremes_EqualPlainLoop()
    {
        Check<byte, ulong>();
        Check<ushort, ulong>();
        Check<uint, ulong>();
        Check<ulong, ulong>();
        Check<sbyte, long>();
        Check<short, long>();
        Check<int, long>();
        Check<long, long>();
        Check<float, double>();
        Check<double, double>();
    }

    [Fact]
    public void FloatsWithNaN_Extremes_CountAndSkipThem()
    {
        foreach (int size in RandomPixels.Sizes)
        {
            var random = new Random(size);
            float[] values = RandomPixels.Of<float>(random, size);
            for (int i = 0; i < size; i++)
                if (random.Next(4) == 0)
                    values[i] = float.NaN;
            float[] numbers = [.. values.Where(v => !float.IsNaN(v))];
            var found = PixelExtremes<float>.Of(values);
            Assert.Equal(size - numbers.Length, found.NaNs);
            Assert.Equal(numbers.Length == 0 ? float.PositiveInfinity : numbers.Min(), found.Minimum);
            Assert.Equal(numbers.Length == 0 ? float.NegativeInfinity : numbers.Max(), found.Maximum);
            Assert.Equal(found, found.Union(PixelExtremes<float>.None));
        }
    }

    [Fact]
    public void AlternatingMagnitudes_F64Total_StaysWithinAFewUnitsOfTheLastPlace()
    {
        double[] values = new double[100_000];
        var random = new Random(7);
        decimal exact = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Round((random.NextDouble() - 0.5) * (i % 2 == 0 ? 1e9 : 1), 6);
            exact += (decimal)values[i];
        }
        Assert.Equal((double)exact, PixelTotal.Of<double, double>(values), 1e-15 * values.Sum(Math.Abs));
        var sum = default(CompensatedSum);
        sum.Add(1);
        sum.Add(1e100);
        sum.Add(1);
        sum.Add(-1e100);
        Assert.Equal(2, sum.Value);
    }

    [Fact]
    public void InfinityOrNaN_Total_GoesThrough()
    {
        Assert.Equal(double.PositiveInfinity, PixelTotal.Of<float, double>([1, float.PositiveInfinity, 2]));
        Assert.Equal(double.NaN, PixelTotal.Of<double, double>([1, double.NaN, 2]));
    }

    private static void Check<T, TSum>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            T[] values = RandomPixels.Of<T>(random, RandomPixels.Sizes[random.Next(RandomPixels.Sizes.Length)]);
            string failure = $"seed {seed}, {typeof(T).Name}, {values.Length} values";
            TSum sum = TSum.Zero;
            foreach (T value in values)
                sum += TSum.CreateTruncating(value);
            MaskedSumTests.AssertSum(sum, PixelTotal.Of<T, TSum>(values), values.Length, failure);
            var extremes = PixelExtremes<T>.Of(values);
            if (values.Length == 0)
                Assert.Equal(PixelExtremes<T>.None, extremes);
            else
                Assert.True(extremes.Minimum == values.Min() && extremes.Maximum == values.Max() && extremes.NaNs == 0, failure);
        }
    }
}
