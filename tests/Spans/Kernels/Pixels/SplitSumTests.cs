using Ronchi.Kernels;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Sparse;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed class SplitSumTests
{
    [Fact]
    public void Sums_AreThoseOf128Bits()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var pixels = random.Next(1, 40);
            long[] signed = [.. Enumerable.Range(0, pixels * 9)
                .Select(_ => random.Next(3) == 0
                    ? (random.Next(2) == 0 ? long.MinValue : long.MaxValue)
                    : random.NextInt64(long.MinValue, long.MaxValue))];
            var unsigned = Array.ConvertAll(signed, static value => unchecked((ulong)value));
            var mask = new byte[BitMask.Bytes(pixels)];
            random.NextBytes(mask);
            if (pixels % 8 != 0)
                mask[^1] &= (byte)((1 << (pixels % 8)) - 1);
            ulong[] low = new ulong[pixels], lowUnsigned = new ulong[pixels];
            long[] high = new long[pixels], highUnsigned = new long[pixels];
            SplitSum.Add<long>(signed, low, high);
            var left = SplitSum.Add<ulong>(unsigned, lowUnsigned, highUnsigned, ulong.MaxValue);
            Assert.Equal(unsigned.Count(static value => value == ulong.MaxValue), left);
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                Int128 sum = 0, sumUnsigned = 0;
                for (var frame = 0; frame < 9; frame++)
                {
                    sum += signed[(frame * pixels) + pixel];
                    sumUnsigned += unsigned[(frame * pixels) + pixel] == ulong.MaxValue ? 0 : unsigned[(frame * pixels) + pixel];
                }

                Assert.Equal(sum, SplitSum.Join(low[pixel], high[pixel]));
                Assert.Equal(sumUnsigned, SplitSum.Join(lowUnsigned[pixel], highUnsigned[pixel]));
            }

            long excluded = 0;
            Int128 masked = 0;
            for (var pixel = 0; pixel < pixels; pixel++)
                masked += BitMask.Contains(mask, pixel) ? signed[pixel] : 0;
            Assert.Equal(masked, SplitSum.Of<long>(signed.AsSpan(0, pixels), mask, noData: null, ref excluded));
        }

        Assert.Throws<ArgumentException>(() => SplitSum.Add<long>(new long[3], new ulong[2], new long[2]));
        Assert.Throws<ArgumentException>(() => SplitSum.Add<long>(new long[2], new ulong[2], new long[1]));
    }

    [Fact]
    public void WeightsOfF64_LoseNothing()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 3 * 1000).Select(_ => random.NextDouble()).ToArray();
        var weights = Enumerable.Range(0, 2 * 1000).Select(_ => random.NextDouble() - 0.5).ToArray();
        double[] sums = new double[2], stack = new double[6], sparse = new double[6];
        WeightedSum.Add<double>(values.AsSpan(0, 1000), weights, sums);
        MaskStackSum.Add<double, double>(values, 1000, weights, 1000, 2, stack);
        var transposed = Enumerable.Range(0, 2000).Select(i => weights[((i % 2) * 1000) + (i / 2)]).ToArray();
        var frames = new CsrFrames<double>(
            values, [.. Enumerable.Range(0, 3000).Select(static i => i % 1000)], [0, 1000, 2000, 3000], 1000);
        CsrMaskStackSum.Add<double, double>(frames, transposed, 2, sparse);
        for (var frame = 0; frame < 3; frame++)
        {
            for (var mask = 0; mask < 2; mask++)
            {
                var expected = Enumerable.Range(0, 1000).Sum(pixel => values[(frame * 1000) + pixel] * weights[(mask * 1000) + pixel]);
                Assert.Equal(expected, stack[(2 * frame) + mask], 1e-12);
                Assert.Equal(expected, sparse[(2 * frame) + mask], 1e-12);
                if (frame == 0)
                    Assert.Equal(expected, sums[mask], 1e-12);
            }
        }
    }
}
