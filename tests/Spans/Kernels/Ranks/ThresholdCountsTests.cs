using System.Numerics;
using Ronchi.Kernels.Ranks;
using Xunit;

namespace Ronchi.Tests.Kernels.Ranks;

public sealed class ThresholdCountsTests
{
    [Fact]
    public void EveryType_CountsBelowThresholds_EqualPlainLoop()
    {
        Check<byte, sbyte>();
        Check<ushort, short>();
        Check<uint, int>();
        Check<ulong, long>();
        Check<sbyte, sbyte>();
        Check<short, short>();
        Check<int, int>();
        Check<long, long>();
        Check<float, int>();
        Check<double, long>();
    }

    [Fact]
    public void WrongLengths_Throw()
    {
        Assert.Throws<ArgumentException>(() => ThresholdCounts.Add<ushort, short>(new ushort[8], 4, 1, new short[64], new uint[64]));
        Assert.Throws<ArgumentException>(() => ThresholdCounts.Add<ushort, short>(new ushort[8], 4, -1, new short[64], new uint[64]));
        Assert.Throws<ArgumentException>(() => ThresholdCounts.Add<ushort, short>(new ushort[9], 4, 0, new short[64], new uint[64]));
        Assert.Throws<ArgumentException>(() => ThresholdCounts.Add<ushort, short>(new ushort[8], 4, 0, new short[63], new uint[63]));
        Assert.Throws<ArgumentException>(() => ThresholdCounts.Add<ushort, short>(new ushort[8], 4, 0, new short[64], new uint[48]));
        ThresholdCounts.Add<ushort, short>([], 4, 0, new short[64], new uint[64]);
        ThresholdCounts.Add<ushort, short>([], 0, 0, [], []);
    }

    private static void Check<T, TKey>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int framePixels = RandomPixels.Sizes[random.Next(1, RandomPixels.Sizes.Length - 3)],
                frames = random.Next(0, seed % 5 == 0 ? 150 : 20);
            int first = random.Next(framePixels), pixels = random.Next(framePixels - first + 1);
            var values = RandomPixels.Of<T>(random, framePixels * frames);
            var thresholds = new TKey[ThresholdCounts.Thresholds * pixels];
            for (int i = 0; i < thresholds.Length; i++)
                thresholds[i] = values.Length > 0 && random.Next(3) > 0
                    ? OrderedKey.Of<T, TKey>(values[random.Next(values.Length)])
                    : random.Next(2) == 0
                    ? TKey.MinValue
                    : TKey.MaxValue;
            var below = new uint[thresholds.Length];
            Array.Fill(below, 7u);
            ThresholdCounts.Add<T, TKey>(values, framePixels, first, thresholds, below);
            for (int i = 0; i < below.Length; i++)
            {
                uint expected = 7;
                for (int f = 0; f < frames; f++)
                    expected += OrderedKey.Of<T, TKey>(values[(f * framePixels) + first + (i % pixels)]) < thresholds[i] ? 1u : 0;
                Assert.True(
                    expected == below[i],
                    $"seed {seed}, {typeof(T).Name}, {frames} frames of {framePixels}, {pixels} from {first}: {expected}, got {below[i]}");
            }
        }
    }
}
