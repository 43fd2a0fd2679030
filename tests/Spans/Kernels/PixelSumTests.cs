using System.Numerics;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed class PixelSumTests
{
    [Fact]
    public void EveryType_SumsOverFrames_EqualPlainLoop()
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
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(100)]
    [InlineData(160)]
    public void FramesThatBeginAnywhereInALine_GiveTheSameSums(int pixels)
    {
        StartsAnywhere<byte>(pixels);
        StartsAnywhere<ushort>(pixels);
        StartsAnywhere<uint>(pixels);
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => PixelSum.Add<ushort, ulong>(new ushort[9], new ulong[4]));
        Assert.Throws<ArgumentException>(() => PixelSum.Add<ushort, ulong>(new ushort[9], []));
        Assert.Throws<ArgumentException>(() => PixelSum.Add<ushort, long>(new ushort[8], new long[4]));
        PixelSum.Add<ushort, ulong>([], []);
        PixelSum.Add<ushort, ulong>([], new ulong[4]);
    }

    private static void Check<T, TSum>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, RandomPixels.Sizes.Length - 3)];
            int frames = random.Next(0, 20);
            T[] values = RandomPixels.Of<T>(random, pixels * frames);
            T noData = values.Length > 0 && random.Next(2) == 0 ? values[random.Next(values.Length)] : T.MaxValue;
            var sums = new TSum[pixels];
            var valid = new TSum[pixels];
            Array.Fill(sums, TSum.One);
            Array.Fill(valid, TSum.One);
            PixelSum.Add<T, TSum>(values, sums);
            long excluded = PixelSum.AddValid(values, valid.AsSpan(), noData);
            string failure = $"seed {seed}, {typeof(T).Name}, {frames} frames of {pixels}";
            long hits = 0;
            for (int i = 0; i < pixels; i++)
            {
                TSum expected = TSum.One, expectedValid = TSum.One;
                for (int f = 0; f < frames; f++)
                {
                    T value = values[(f * pixels) + i];
                    expected += TSum.CreateTruncating(value);
                    if (value == noData)
                        hits++;
                    else
                        expectedValid += TSum.CreateTruncating(value);
                }
                MaskedSumTests.AssertSum(expected, sums[i], frames + 1, failure);
                MaskedSumTests.AssertSum(expectedValid, valid[i], frames + 1, failure);
            }
            Assert.True(hits == excluded, failure);
        }
    }

    private static void StartsAnywhere<T>(int pixels)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int frames = 1; frames < 19; frames += 3)
        {
            T[] values = RandomPixels.Of<T>(new Random(frames), (pixels * frames) + 64);
            foreach (T noData in new[] { T.MaxValue, T.Zero, values[40] })
            {
                for (int start = 0; start < 64; start++)
                {
                    var own = values.AsSpan(start, pixels * frames);
                    ulong[] sums = new ulong[pixels + 2], valid = new ulong[pixels + 2];
                    PixelSum.Add<T, ulong>(own, sums.AsSpan(1, pixels));
                    long excluded = PixelSum.AddValid(own, valid.AsSpan(1, pixels), noData);
                    ulong[] expected = new ulong[pixels + 2], expectedValid = new ulong[pixels + 2];
                    long hits = 0;
                    for (int i = 0; i < own.Length; i++)
                    {
                        expected[1 + (i % pixels)] += ulong.CreateTruncating(own[i]);
                        hits += own[i] == noData ? 1 : 0;
                        expectedValid[1 + (i % pixels)] += own[i] == noData ? 0 : ulong.CreateTruncating(own[i]);
                    }

                    Assert.Equal(expected, sums);
                    Assert.Equal(expectedValid, valid);
                    Assert.Equal(hits, excluded);
                }
            }
        }
    }
}
