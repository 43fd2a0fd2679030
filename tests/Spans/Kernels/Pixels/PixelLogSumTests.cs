using System.Numerics;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed class PixelLogSumTests
{
    [Fact]
    public void EveryType_LogSums_EqualPlainLoop()
    {
        Check<byte>();
        Check<ushort>();
        Check<uint>();
        Check<ulong>();
        Check<sbyte>();
        Check<short>();
        Check<int>();
        Check<long>();
        Check<float>();
        Check<double>();
    }

    [Fact]
    public void LargestRange_U16_DoesNotOverflowTheProduct()
    {
        ushort[] frames = new ushort[4 * 64];
        Array.Fill(frames, ushort.MaxValue);
        for (int f = 0; f < 4; f++)
            frames[(f * 64) + 63] = 0;
        double[] sums = new double[64];
        PixelLogSum.Add<ushort>(frames, sums);
        Assert.Equal(0, sums[63]);
        Assert.All(sums[..63], static sum => Assert.Equal(4 * Math.Log(65536), sum, 1e-5));
    }

    [Fact]
    public void FrameWithNaN_HasNoMinimum()
    {
        float[] frames = [1, 2, 3, 4, float.NaN, 6];
        double[] sums = new double[3];
        PixelLogSum.Add<float>(frames, sums);
        Assert.All(sums, static sum => Assert.True(double.IsNaN(sum)));
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => PixelLogSum.Add<ushort>(new ushort[9], new double[4]));
        Assert.Throws<ArgumentException>(() => PixelLogSum.Add<ushort>(new ushort[8], new ushort[3], new double[4]));
        PixelLogSum.Add<ushort>([], []);
    }

    private static void Check<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, 14)], count = random.Next(0, 11);
            T[] frames = RandomPixels.Of<T>(random, count * pixels);
            double[] sums = new double[pixels], pieces = new double[pixels];
            T[] minima = [.. Enumerable.Range(0, count).Select(f => frames.AsSpan(f * pixels, pixels).ToArray().Min())];
            PixelLogSum.Add<T>(frames, sums);
            PixelLogSum.Add<T>(frames, minima, pieces);
            for (int i = 0; i < pixels; i++)
            {
                double expected = 0;
                for (int f = 0; f < count; f++)
                    expected += Math.Log(Distance(frames[(f * pixels) + i], minima[f]) + 1);
                string failure = $"seed {seed}, {typeof(T).Name}, {count} frames of {pixels}, pixel {i}: {sums[i]} instead of {expected}";
                Assert.True(Math.Abs(expected - sums[i]) <= 1e-6 * expected, failure);
                Assert.True(sums[i] == pieces[i], failure);
            }
        }
    }

    // A decimal holds the difference of any two integers, but only seven digits of a float.
    private static double Distance<T>(T value, T minimum)
        where T : unmanaged, INumber<T>
        => typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? double.CreateTruncating(value) - double.CreateTruncating(minimum)
            : (double)(decimal.CreateTruncating(value) - decimal.CreateTruncating(minimum));
}
