using System.Numerics;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed class WeightedSumTests
{
    [Fact]
    public void EveryType_WeightedSums_EqualPlainLoop()
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
    public void WrongLength_Throws() =>
        Assert.Throws<ArgumentException>(() => WeightedSum.Of<ushort>(new ushort[8], new float[7]));

    private static void Check<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            T[] pixels = RandomPixels.Of<T>(random, RandomPixels.Sizes[random.Next(RandomPixels.Sizes.Length)]);
            int sets = random.Next(0, 4);
            float[] weights = RandomPixels.Of<float>(random, sets * pixels.Length);
            double[] sums = new double[sets], valid = new double[sets];
            WeightedSum.Add<T>(pixels, weights, sums);
            long excluded = WeightedSum.AddValid(pixels, weights, T.MaxValue, valid);
            string failure = $"seed {seed}, {typeof(T).Name}, {pixels.Length} pixels";
            Assert.True(excluded == pixels.Count(p => p == T.MaxValue), failure);
            for (int k = 0; k < sets; k++)
            {
                double expected = 0, expectedValid = 0, scale = 0, scaleValid = 0;
                for (int i = 0; i < pixels.Length; i++)
                {
                    double term = double.CreateTruncating(pixels[i]) * weights[(k * pixels.Length) + i];
                    expected += term;
                    scale += Math.Abs(term);
                    if (pixels[i] == T.MaxValue)
                        continue;
                    expectedValid += term;
                    scaleValid += Math.Abs(term);
                }
                Assert.True(Math.Abs(expected - sums[k]) <= 1e-12 * scale, failure);
                Assert.True(Math.Abs(expectedValid - valid[k]) <= 1e-12 * scaleValid, failure);
            }
        }
    }
}
