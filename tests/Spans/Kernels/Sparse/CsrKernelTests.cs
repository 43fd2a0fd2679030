using System.Numerics;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Sparse;
using Xunit;

namespace Ronchi.Tests.Kernels.Sparse;

public sealed class CsrKernelTests
{
    [Fact]
    public void EveryType_AllSums_EqualThoseOfDenseFrames()
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

    [Theory]
    [InlineData(new long[] { 0, 2, 1 }, 0, 8)]
    [InlineData(new long[] { 0, 4 }, 0, 8)]
    [InlineData(new long[] { -1, 3 }, 0, 8)]
    [InlineData(new long[] { 0, 3 }, 8, 8)]
    [InlineData(new long[] { 0, 3 }, -1, 8)]
    [InlineData(new long[] { }, 0, 8)]
    [InlineData(new long[] { 0, long.MaxValue }, 0, 8)]
    public void BrokenForm_IsRefused(long[] rowStarts, int column, int pixels) =>
        Assert.Throws<ArgumentException>(() => { _ = new CsrFrames<ushort>([1, 2, 3], [0, column, 2], rowStarts, pixels); });

    [Fact]
    public void WrongColumnInTheMidst_IsRefused()
    {
        for (int at = 0; at < 40; at++)
        {
            int[] columns = new int[40];
            columns[at] = 9;
            Assert.Throws<ArgumentException>(() => { _ = new CsrFrames<byte>(new byte[40], columns, [0, 40], 9); });
        }
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => CsrSum.AddPixels<byte, ulong>(new([1], [0], [0, 1], 3), new ulong[2]));
        Assert.Throws<ArgumentException>(() => CsrSum.AddFrames<byte, ulong>(new([1], [0], [0, 1], 3), new ulong[2]));
        Assert.Throws<ArgumentException>(() => CsrMaskStackSum.Add<byte>(new([1], [0], [0, 1], 3), new float[2], 1, new double[1]));
        Assert.Throws<ArgumentException>(() => CsrVariance.AddExact<short>(new([1], [0], [0, 1], 3), new ulong[3], new ulong[3]));
        Assert.Throws<ArgumentException>(
            () => CsrVariance.OfTile<short>(new([1], [0], [0, 1], 3), new double[3], new double[3], new int[2]));
    }

    private static void Check<T, TSum>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = random.Next(1, 300), count = random.Next(0, 12), masks = random.Next(0, 20), ahead = random.Next(3);
            T[] dense = RandomPixels.Of<T>(random, count * pixels);
            double filled = random.NextDouble();
            List<T> values = [.. new T[ahead]];
            List<int> columns = [.. Enumerable.Repeat(int.MaxValue, ahead)];
            List<long> starts = [ahead];
            for (int f = 0; f < count; f++)
            {
                for (int i = 0; i < pixels; i++)
                {
                    if (random.NextDouble() > filled)
                        dense[(f * pixels) + i] = T.Zero;
                    if (T.IsZero(dense[(f * pixels) + i]))
                        continue;
                    values.Add(dense[(f * pixels) + i]);
                    columns.Add(i);
                }
                starts.Add(values.Count);
            }
            var frames = new CsrFrames<T>(values.ToArray(), columns.ToArray(), starts.ToArray(), pixels);
            string failure = $"seed {seed}, {typeof(T).Name}, {count} frames of {pixels}, {masks} masks";

            TSum[] sums = new TSum[pixels], expectedSums = new TSum[pixels], totals = new TSum[count];
            CsrSum.AddPixels(frames, sums.AsSpan());
            PixelSum.Add<T, TSum>(dense, expectedSums);
            Assert.True(sums.AsSpan().SequenceEqual(expectedSums), failure);
            CsrSum.AddFrames(frames, totals.AsSpan());
            for (int f = 0; f < count; f++)
                Near(
                    double.CreateTruncating(PixelTotal.Of<T, TSum>(dense.AsSpan(f * pixels, pixels))),
                    double.CreateTruncating(totals[f]),
                    1e-9,
                    failure);

            float[] weights = RandomPixels.Of<float>(random, masks * pixels), transposed = new float[weights.Length];
            for (int i = 0; i < weights.Length; i++)
                transposed[(i % pixels * masks) + (i / pixels)] = weights[i];
            double[] weighted = new double[count * masks], expectedWeighted = new double[count * masks];
            CsrMaskStackSum.Add(frames, transposed, masks, weighted);
            MaskStackSum.Add<T>(dense, pixels, Array.ConvertAll(weights, static w => (double)w), pixels, masks, expectedWeighted);
            double largest = dense.Length == 0 ? 0 : dense.Max(static value => Math.Abs(double.CreateTruncating(value)));
            for (int i = 0; i < weighted.Length; i++)
                Near(expectedWeighted[i], weighted[i], 1e-9 * largest * pixels, failure);

            double[] tileSums = new double[pixels], deviations = new double[pixels],
                denseSums = new double[pixels], denseDeviations = new double[pixels];
            long tile = 0;
            CsrVariance.OfTile(frames, tileSums, deviations, new int[pixels]);
            PixelVariance.AddTile<T>(dense, ref tile, denseSums, denseDeviations);
            for (int i = 0; i < pixels; i++)
                Near(denseDeviations[i], deviations[i], 1e-12 * largest * largest * count, failure);
            if (typeof(T) != typeof(byte) && typeof(T) != typeof(ushort))
                continue;
            ulong[] exact = new ulong[pixels], squares = new ulong[pixels],
                denseExact = new ulong[pixels], denseSquares = new ulong[pixels];
            CsrVariance.AddExact(frames, exact, squares);
            PixelVariance.AddExact<T>(dense, denseExact, denseSquares);
            Assert.True(exact.AsSpan().SequenceEqual(denseExact) && squares.AsSpan().SequenceEqual(denseSquares), failure);
        }
    }

    private static void Near(double expected, double actual, double tolerance, string failure) =>
        Assert.True(
            Math.Abs(expected - actual) <= Math.Max(tolerance, 1e-12 * Math.Abs(expected)), $"{failure}: {actual} instead of {expected}");
}
