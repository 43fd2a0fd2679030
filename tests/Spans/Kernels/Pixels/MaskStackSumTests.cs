using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed unsafe class MaskStackSumTests
{
    [Fact]
    public void EveryType_SumsUnderManyMasks_EqualPlainLoop()
    {
        Check<byte>(1e-6);
        Check<ushort>(1e-6);
        Check<sbyte>(1e-6);
        Check<short>(1e-6);
        Check<float>(1e-6);
        Check<uint>(1e-12);
        Check<ulong>(1e-12);
        Check<int>(1e-12);
        Check<long>(1e-12);
        Check<double>(1e-12);
    }

    [Theory]
    [InlineData(ushort.MaxValue, 1f)]
    [InlineData(ushort.MaxValue, -1f)]
    [InlineData((ushort)255, 1f)]
    public void ZeroOneWeights_IntegerPixels_AreExact(ushort value, float weight)
    {
        ushort[] frames = new ushort[5 * 9000];
        Array.Fill(frames, value);
        float[] weights = new float[9000];
        Array.Fill(weights, weight);
        double[] sums = new double[5];
        MaskStackSum.Add<ushort>(frames, 9000, weights, 9000, 1, sums);
        Assert.All(sums, sum => Assert.Equal(9000.0 * value * weight, sum));
    }

    [Fact]
    public void OneValueUnderOneWeight_LosesNoMoreThanAMillionth()
    {
        // Rounding always goes the same way here: the worst case of a running f32 sum.
        for (int step = 0; step < 200; step++)
        {
            float value = 1 + (step / 200f), weight = 0.1f + (step / 777f);
            float[] frames = new float[8 * 4096], weights = new float[5 * 4096];
            Array.Fill(frames, value);
            Array.Fill(weights, weight);
            double[] sums = new double[8 * 5];
            MaskStackSum.Add<float>(frames, 4096, weights, 4096, 5, sums);
            double expected = 4096.0 * value * weight;
            Assert.All(sums, sum => Assert.True(Math.Abs(sum - expected) <= 1e-6 * expected, $"step {step}: {sum} instead of {expected}"));
        }
    }

    [Fact]
    public void SmallerVectors_GiveTheSameSums()
    {
        Assert.SkipUnless(Avx2.IsSupported && Fma.IsSupported, "The processor has no AVX2.");
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = 8 * random.Next(1, 200), count = random.Next(1, 9), masks = random.Next(1, 20);
            ushort[] frames = RandomPixels.Of<ushort>(random, count * pixels);
            float[] weights = [.. RandomPixels.Of<byte>(random, masks * pixels).Select(static b => (float)(b & 1))];
            double[] sums = new double[count * masks], smaller = new double[count * masks];
            MaskStackSum.Add<ushort>(frames, pixels, weights, pixels, masks, sums);
            fixed (ushort* frame = frames)
            fixed (float* weight = weights)
            fixed (double* to = smaller)
                Assert.Equal(pixels, MaskStackSumAvx2.Add(frame, count, pixels, weight, pixels, masks, to));
            Assert.True(sums.AsSpan().SequenceEqual(smaller), $"seed {seed}: {count} frames of {pixels} pixels, {masks} masks");
        }
    }

    [Fact]
    public void ManyMasks_GiveTheBitsOfAFewAtATime()
    {
        Same<ushort>();
        Same<byte>();
        Same<short>();
        Same<float>();

        static void Same<T>()
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            for (int seed = 0; seed < 20; seed++)
            {
                var random = new Random(seed);
                int pixels = random.Next(1, 1800), count = random.Next(4, 14), masks = random.Next(5, 36);
                T[] frames = RandomPixels.Of<T>(random, count * pixels);
                float[] weights = [.. Enumerable.Range(0, masks * pixels).Select(_ => random.NextSingle() - 0.5f)];
                double[] sums = new double[count * masks];
                MaskStackSum.Add<T>(frames, pixels, weights, pixels, masks, sums);
                for (int k = 0; k < masks; k += 4)
                {
                    int some = Math.Min(4, masks - k);
                    double[] few = new double[count * some];
                    MaskStackSum.Add<T>(frames, pixels, weights.AsSpan(k * pixels, some * pixels), pixels, some, few);
                    for (int i = 0; i < few.Length; i++)
                        Assert.True(
                            BitConverter.DoubleToInt64Bits(few[i])
                                == BitConverter.DoubleToInt64Bits(sums[(i / some * masks) + k + (i % some)]),
                            $"{typeof(T)}, seed {seed}, mask {k + (i % some)}, frame {i / some}");
                }
            }
        }
    }

    [Fact]
    public void ComplexMasks_SplitInTwo_GiveComplexSums()
    {
        const int pixels = 77, masks = 3, count = 6;
        var random = new Random(5);
        float[] complex = RandomPixels.Of<float>(random, 2 * masks * pixels), weights = new float[complex.Length];
        ushort[] frames = RandomPixels.Of<ushort>(random, count * pixels);
        MaskStackSum.SplitComplex<float>(complex, pixels, weights);
        double[] sums = new double[count * 2 * masks];
        MaskStackSum.Add<ushort>(frames, pixels, weights, pixels, 2 * masks, sums);
        for (int f = 0; f < count; f++)
        {
            for (int k = 0; k < masks; k++)
            {
                Complex expected = 0;
                double scale = 0;
                for (int i = 0; i < pixels; i++)
                {
                    Complex term = frames[(f * pixels) + i]
                        * new Complex(complex[2 * ((k * pixels) + i)], complex[(2 * ((k * pixels) + i)) + 1]);
                    expected += term;
                    scale += term.Magnitude;
                }
                Complex sum = new(sums[((f * masks) + k) * 2], sums[(((f * masks) + k) * 2) + 1]);
                Assert.True((sum - expected).Magnitude <= 1e-6 * scale, $"frame {f}, mask {k}");
            }
        }
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => MaskStackSum.Add<ushort>(new ushort[9], 8, new float[8], 8, 1, new double[1]));
        Assert.Throws<ArgumentException>(() => MaskStackSum.Add<ushort>(new ushort[8], 8, new float[15], 8, 2, new double[2]));
        Assert.Throws<ArgumentException>(() => MaskStackSum.Add<ushort>(new ushort[8], 8, new float[16], 8, 2, new double[1]));
        Assert.Throws<ArgumentException>(() => MaskStackSum.Add<ushort>(new ushort[8], 0, new float[16], 8, 2, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskStackSum.Add<ushort>([], -1, Array.Empty<float>(), 0, 0, []));
        Assert.Throws<ArgumentException>(() => MaskStackSum.SplitComplex<float>(new float[6], 2, new float[6]));
        MaskStackSum.Add<ushort>([], 0, Array.Empty<float>(), 0, 0, []);
        MaskStackSum.Add<ushort>(new ushort[8], 8, Array.Empty<float>(), 8, 0, []);
    }

    private static void Check<T>(double tolerance)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, RandomPixels.Sizes.Length)];
            int count = random.Next(0, 10), masks = random.Next(0, 35), stride = pixels + random.Next(3);
            T[] frames = RandomPixels.Of<T>(random, count * pixels);
            float[] weights = RandomPixels.Of<float>(random, (masks * stride) + pixels);
            double[] sums = new double[count * masks], doubles = new double[count * masks];
            Array.Fill(sums, 1);
            MaskStackSum.Add<T>(frames, pixels, weights, stride, masks, sums);
            MaskStackSum.Add<T>(frames, pixels, Array.ConvertAll(weights, static w => (double)w), stride, masks, doubles);
            for (int f = 0; f < count; f++)
            {
                for (int k = 0; k < masks; k++)
                {
                    double expected = 0, scale = 0;
                    for (int i = 0; i < pixels; i++)
                    {
                        double term = double.CreateTruncating(frames[(f * pixels) + i]) * weights[(k * stride) + i];
                        expected += term;
                        scale += Math.Abs(term);
                    }
                    string failure =
                        $"seed {seed}, {typeof(T).Name}, {count} frames of {pixels} pixels, {masks} masks: frame {f}, mask {k}";
                    Assert.True(Math.Abs(1 + expected - sums[(f * masks) + k]) <= tolerance * (scale + 1), failure);
                    Assert.True(Math.Abs(expected - doubles[(f * masks) + k]) <= 1e-12 * scale, failure);
                }
            }
        }
    }
}
