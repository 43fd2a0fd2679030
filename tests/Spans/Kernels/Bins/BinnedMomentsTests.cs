using System.Numerics;
using Ronchi.Kernels.Bins;
using Xunit;

namespace Ronchi.Tests.Kernels.Bins;

public sealed class BinnedMomentsTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 0, 3, 1 }, { 1, 1, 1 }, { 5, 15, 2 }, { 3, 16, 4 }, { 4, 17, 3 },
        { 16, 256, 7 }, { 17, 1000, 64 }, { 33, 333, 200 }, { 16, 40, 0 }, { 6, 0, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SumsAndSquares_AreThoseOfALoop(int frames, int pixels, int count)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            CheckExact<byte>(frames, pixels, count, seed);
            CheckExact<ushort>(frames, pixels, count, seed);
        }
    }

    [Fact]
    public void FullScale_InOneBinOfManyPixels_DoesNotOverflow()
    {
        const int pixels = 200_003;
        ushort[] frames = new ushort[16 * pixels];
        Array.Fill(frames, ushort.MaxValue);
        var bins = new DetectorBins(new int[pixels], 1);
        ulong[] sums = new ulong[16], squares = new ulong[16];

        BinnedMoments.AddExact<ushort>(frames, bins, sums, squares);

        Assert.All(sums, static sum => Assert.Equal(pixels * 65535UL, sum));
        Assert.All(squares, static square => Assert.Equal(pixels * 65535UL * 65535, square));
    }

    [Fact]
    public void EveryType_SumsAndDeviations_AreThoseOfALoop()
    {
        CheckAny<byte, ulong>(0);
        CheckAny<ushort, ulong>(0);
        CheckAny<uint, ulong>(0);
        CheckAny<ulong, ulong>(0);
        CheckAny<sbyte, long>(-50);
        CheckAny<short, long>(-50);
        CheckAny<int, long>(-50);
        CheckAny<long, long>(-50);
        CheckAny<float, double>(-50);
        CheckAny<double, double>(-50);
    }

    [Fact]
    public void LengthsThatDoNotFit_AreRefused()
    {
        var bins = new DetectorBins([0, 1, -1], 2);
        Assert.Equal((0, 1, -1), (bins[0], bins[1], bins[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => bins[3]);
        Assert.Throws<ArgumentException>(() => new DetectorBins([0, 2], 2));
        Assert.Throws<ArgumentException>(() => new DetectorBins([-2], 2));
        Assert.Throws<ArgumentException>(() => BinnedMoments.AddExact<byte>(new byte[4], bins, new ulong[2], new ulong[2]));
        Assert.Throws<ArgumentException>(() => BinnedMoments.AddExact<byte>(new byte[3], bins, new ulong[1], new ulong[1]));
        Assert.Throws<ArgumentException>(() => BinnedMoments.AddExact<byte>(new byte[3], bins, new ulong[2], new ulong[3]));
        Assert.Throws<ArgumentException>(() => BinnedMoments.AddExact<uint>(new uint[3], bins, new ulong[2], new ulong[2]));
        Assert.Throws<ArgumentException>(() => BinnedMoments.AddDeviations<byte>(new byte[6], bins, new double[2], new double[4]));
    }

    private static int[] Random(int pixels, int count, Random random)
    {
        int[] bins = new int[pixels];
        for (int i = 0; i < pixels; i++)
            bins[i] = count == 0 || random.Next(5) == 0 || (i / 64 % 3 == 2) ? -1 : random.Next(count);
        return bins;
    }

    private static void CheckExact<T>(int frames, int pixels, int count, int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        int[] bins = Random(pixels, count, random);
        T[] values = new T[frames * pixels];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.Next(4) == 0 ? T.MaxValue : T.CreateTruncating(random.Next());
        ulong[] sums = new ulong[pixels == 0 ? 0 : frames * count], squares = new ulong[sums.Length];
        Array.Fill(sums, 5UL);
        ulong[] expected = (ulong[])sums.Clone(), expectedSquares = (ulong[])squares.Clone();
        for (int i = 0; i < values.Length; i++)
        {
            if (bins[i % pixels] < 0)
                continue;
            ulong value = ulong.CreateTruncating(values[i]);
            expected[(i / pixels * count) + bins[i % pixels]] += value;
            expectedSquares[(i / pixels * count) + bins[i % pixels]] += value * value;
        }

        BinnedMoments.AddExact<T>(values, new DetectorBins(bins, count), sums, squares);

        Assert.True(expected.AsSpan().SequenceEqual(sums), $"sums, seed {seed}, {typeof(T).Name}");
        Assert.True(expectedSquares.AsSpan().SequenceEqual(squares), $"squares, seed {seed}, {typeof(T).Name}");
    }

    private static void CheckAny<T, TSum>(int lowest)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        var random = new Random(7);
        const int pixels = 77, count = 5, frames = 3;
        var bins = new DetectorBins(Random(pixels, count, random), count);
        T[] values = new T[frames * pixels];
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(random.Next(lowest, 100));
        var sums = new TSum[frames * count];
        BinnedMoments.Add<T, TSum>(values, bins, sums);
        for (int f = 0; f < frames; f++)
        {
            double[] means = new double[count], deviations = new double[count];
            for (int bin = 0; bin < count; bin++)
            {
                var members = Enumerable.Range(0, pixels)
                    .Where(pixel => bins[pixel] == bin)
                    .Select(pixel => double.CreateTruncating(values[(f * pixels) + pixel])).ToList();
                Assert.Equal(members.Sum(), double.CreateTruncating(sums[(f * count) + bin]));
                means[bin] = members.DefaultIfEmpty().Average();
                deviations[bin] = members.Sum(value => (value - means[bin]) * (value - means[bin]));
            }

            double[] found = new double[count];
            BinnedMoments.AddDeviations<T>(values.AsSpan(f * pixels, pixels), bins, means, found);
            Assert.Equal(deviations, found);
        }
    }
}
