using System.Numerics;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed class DarkGainTests
{
    [Fact]
    public void EveryType_WithAndWithoutDarkAndGain_EqualsPlainLoop()
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
    public void InPlace_F32_IsAllowed()
    {
        float[] values = [.. Enumerable.Range(0, 100).Select(static i => (float)i)];
        float[] dark = [.. Enumerable.Repeat(1f, 50)], gain = [.. Enumerable.Repeat(2f, 50)];
        DarkGain.Apply<float>(values, 50, dark, gain, values);
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => (i - 1) * 2f), values);
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => DarkGain.Apply<ushort>(new ushort[9], 4, [], [], new float[9]));
        Assert.Throws<ArgumentException>(() => DarkGain.Apply<ushort>(new ushort[8], 4, [], [], new float[7]));
        Assert.Throws<ArgumentException>(() => DarkGain.Apply<ushort>(new ushort[8], 4, new float[8], [], new float[8]));
        DarkGain.Apply<ushort>([], 0, [], [], []);
    }

    private static void Check<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(1, 14)], count = random.Next(0, 5);
            T[] frames = RandomPixels.Of<T>(random, count * pixels);
            float[] dark = random.Next(3) == 0 ? [] : RandomPixels.Of<float>(random, pixels),
                gain = random.Next(3) == 0 ? [] : RandomPixels.Of<float>(random, pixels);
            float[] corrected = new float[frames.Length];
            DarkGain.Apply<T>(frames, pixels, dark, gain, corrected);
            for (int i = 0; i < frames.Length; i++)
            {
                double d = dark.Length == 0 ? 0 : dark[i % pixels],
                    g = gain.Length == 0 ? 1 : gain[i % pixels], value = double.CreateTruncating(frames[i]);
                double expected = (value - d) * g, tolerance = 2e-7 * ((Math.Abs(value) + Math.Abs(d)) * Math.Abs(g));
                Assert.True(
                    Math.Abs(expected - corrected[i]) <= tolerance,
                    $"seed {seed}, {typeof(T).Name}, {count} frames of {pixels}, value {i}: {corrected[i]} instead of {expected}");
            }
        }
    }
}
