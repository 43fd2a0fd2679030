using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed unsafe class PixelVarianceTests
{
    [Fact]
    public void Integers_SumsAndSquares_AreExact()
    {
        CheckExact<byte>();
        CheckExact<ushort>();
    }

    [Fact]
    public void FullScale_U16_DoesNotOverflow()
    {
        ushort[] frames = new ushort[100 * 40];
        Array.Fill(frames, ushort.MaxValue);
        ulong[] sums = new ulong[40], squares = new ulong[40];
        PixelVariance.AddExact<ushort>(frames, sums, squares);
        Assert.All(sums, static sum => Assert.Equal(100UL * 65535, sum));
        Assert.All(squares, static square => Assert.Equal(100UL * 65535 * 65535, square));
        Assert.Equal(0, PixelVariance.Deviation(100, sums[0], squares[0]));
    }

    [Fact]
    public void Deviation_OfExactSums_CancelsNothing()
    {
        // 2³¹ values of 65534 and as many of 65535.
        const ulong half = 1UL << 31;
        double deviation = PixelVariance.Deviation(
            2 * (long)half, (half * 65534) + (half * 65535), (half * 65534 * 65534) + (half * 65535 * 65535));
        Assert.Equal(half / 2.0, deviation);
        Assert.Equal(0, PixelVariance.Deviation(0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelVariance.Deviation(-1, 0, 0));
    }

    [Fact]
    public void EveryType_TilesInAnyPieces_EqualTwoPasses()
    {
        CheckTiles<byte>();
        CheckTiles<ushort>();
        CheckTiles<uint>();
        CheckTiles<ulong>();
        CheckTiles<sbyte>();
        CheckTiles<short>();
        CheckTiles<int>();
        CheckTiles<long>();
        CheckTiles<float>();
        CheckTiles<double>();
    }

    [Fact]
    public void LargeOffset_F64_KeepsTheVariance()
    {
        var random = new Random(3);
        double[] frames = new double[1000 * 7];
        foreach (ref double value in frames.AsSpan())
            value = 1e9 + random.NextDouble();
        double[] sums = new double[7], deviations = new double[7];
        long count = 0;
        PixelVariance.AddTile<double>(frames, ref count, sums, deviations);
        Assert.Equal(1000, count);
        Assert.All(deviations, static deviation => Assert.InRange(deviation / 1000, 0.07, 0.1));
    }

    [Fact]
    public void NaN_SpoilsItsOwnPixelOnly()
    {
        float[] frames = new float[9 * 20];
        frames[(4 * 20) + 11] = float.NaN;
        double[] sums = new double[20], deviations = new double[20];
        long count = 0;
        PixelVariance.AddTile<float>(frames, ref count, sums, deviations);
        for (int i = 0; i < 20; i++)
            Assert.Equal(i == 11, double.IsNaN(deviations[i]) && double.IsNaN(sums[i]));
    }

    [Fact]
    public void SmallerVectors_GiveTheSameIntegers()
    {
        Assert.SkipUnless(Avx2.IsSupported, "The processor has no AVX2.");
        var random = new Random(1);
        ushort[] frames = RandomPixels.Of<ushort>(random, 8 * 136);
        ulong[] sums = new ulong[136], squares = new ulong[136], smaller = new ulong[136], smallerSquares = new ulong[136];
        PixelVariance.AddExact<ushort>(frames, sums, squares);
        fixed (ushort* frame = frames)
        fixed (ulong* sum = smaller)
        fixed (ulong* square = smallerSquares)
            Assert.Equal(136, PixelVarianceAvx2.Add(frame, 8, 136, sum, square));
        Assert.Equal(sums, smaller);
        Assert.Equal(squares, smallerSquares);
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        long count = 0;
        Assert.Throws<ArgumentException>(() => PixelVariance.AddExact<short>(new short[8], new ulong[8], new ulong[8]));
        Assert.Throws<ArgumentException>(() => PixelVariance.AddExact<byte>(new byte[9], new ulong[8], new ulong[8]));
        Assert.Throws<ArgumentException>(() => PixelVariance.AddExact<byte>(new byte[8], new ulong[8], new ulong[7]));
        Assert.Throws<ArgumentException>(() => PixelVariance.AddTile<float>(new float[9], ref count, new double[8], new double[8]));
        Assert.Throws<ArgumentException>(() => PixelVariance.Merge(1, new double[8], new double[8], 1, new double[7], new double[7]));
        PixelVariance.AddExact<byte>([], [], []);
        PixelVariance.AddTile<float>([], ref count, [], []);
        Assert.Equal(0, count);
    }

    private static void CheckExact<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, RandomPixels.Sizes.Length - 3)], count = random.Next(0, 30);
            T[] frames = RandomPixels.Of<T>(random, count * pixels);
            ulong[] sums = new ulong[pixels], squares = new ulong[pixels];
            PixelVariance.AddExact<T>(frames, sums, squares);
            for (int i = 0; i < pixels; i++)
            {
                ulong sum = 0, square = 0;
                for (int f = 0; f < count; f++)
                {
                    ulong value = ulong.CreateTruncating(frames[(f * pixels) + i]);
                    sum += value;
                    square += value * value;
                }
                Assert.True(
                    sum == sums[i] && square == squares[i], $"seed {seed}, {typeof(T).Name}, {count} frames of {pixels}, pixel {i}");
            }
        }
    }

    private static void CheckTiles<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, 14)], count = random.Next(1, 60);
            T[] frames = RandomPixels.Of<T>(random, count * pixels);
            double[] sums = new double[pixels], deviations = new double[pixels];
            long merged = 0;
            for (int from = 0; from < count;)
            {
                int some = random.Next(0, count - from + 1);
                double[] partSums = new double[pixels], partDeviations = new double[pixels];
                long part = 0;
                int cut = random.Next(0, some + 1) * pixels;
                ReadOnlySpan<T> piece = frames.AsSpan(from * pixels, some * pixels);
                PixelVariance.AddTile(piece[..cut], ref part, partSums, partDeviations);
                PixelVariance.AddTile(piece[cut..], ref part, partSums, partDeviations);
                PixelVariance.Merge(part, partSums, partDeviations, merged, sums, deviations);
                merged += part;
                from += some;
            }
            string failure = $"seed {seed}, {typeof(T).Name}, {count} frames of {pixels}";
            Assert.True(merged == count, failure);
            for (int i = 0; i < pixels; i++)
            {
                double sum = 0, deviation = 0, scale = 0;
                for (int f = 0; f < count; f++)
                {
                    sum += double.CreateTruncating(frames[(f * pixels) + i]);
                    scale += Math.Pow(double.CreateTruncating(frames[(f * pixels) + i]), 2);
                }
                for (int f = 0; f < count; f++)
                    deviation += Math.Pow(double.CreateTruncating(frames[(f * pixels) + i]) - (sum / count), 2);
                Assert.True(
                    Math.Abs(sum - sums[i]) <= 1e-12 * Math.Sqrt(scale * count), $"{failure}, pixel {i}: sum {sums[i]} instead of {sum}");
                Assert.True(
                    Math.Abs(deviation - deviations[i]) <= (1e-12 * deviation) + (1e-14 * scale),
                    $"{failure}, pixel {i}: {deviations[i]} instead of {deviation}");
            }
        }
    }
}
