using System.Numerics;
using Ronchi.Kernels.Ranks;
using Xunit;

namespace Ronchi.Tests.Kernels.Ranks;

public sealed class WindowSearchTests
{
    [Fact]
    public void EveryType_FindsWhatLiesInside()
    {
        Check<byte, sbyte>();
        Check<ushort, short>();
        Check<uint, int>();
        Check<ulong, long>();
        Check<short, short>();
        Check<float, int>();
        Check<double, long>();
    }

    [Fact]
    public void WrongLengths_Throw()
    {
        Assert.Throws<ArgumentException>(() => WindowSearch.Find<ushort, short>(new ushort[3], new short[2], new short[3], new int[3]));
        Assert.Throws<ArgumentException>(() => WindowSearch.Find<ushort, short>(new ushort[3], new short[3], new short[4], new int[3]));
        Assert.Throws<ArgumentException>(() => WindowSearch.Find<ushort, short>(new ushort[3], new short[3], new short[3], new int[2]));
    }

    private static void Check<T, TKey>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int pixels = RandomPixels.Sizes[random.Next(RandomPixels.Sizes.Length)];
            var values = RandomPixels.Of<T>(random, pixels);
            var (low, high) = (new TKey[pixels], new TKey[pixels]);
            for (int i = 0; i < pixels; i++)
            {
                low[i] = random.Next(4) == 0 ? TKey.MinValue : OrderedKey.Of<T, TKey>(values[random.Next(pixels)]);
                high[i] = random.Next(4) == 0 ? TKey.MaxValue : OrderedKey.Of<T, TKey>(values[random.Next(pixels)]);
            }

            var found = new int[pixels];
            int count = WindowSearch.Find(values, low, high, found);
            var expected = Enumerable.Range(0, pixels)
                .Where(i => OrderedKey.Of<T, TKey>(values[i]) is var key && key >= low[i] && key <= high[i]);
            Assert.Equal(expected, found[..count]);
        }
    }
}
