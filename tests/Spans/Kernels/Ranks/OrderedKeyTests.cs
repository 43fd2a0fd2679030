using System.Numerics;
using Ronchi.Kernels.Ranks;
using Xunit;

namespace Ronchi.Tests.Kernels.Ranks;

public sealed class OrderedKeyTests
{
    [Fact]
    public void EveryType_KeysHaveTheOrderOfTheValuesAndGiveThemBack()
    {
        Check<byte, sbyte>([0, 1, 127, 128, 255]);
        Check<ushort, short>([0, 1, 32767, 32768, 65534, 65535]);
        Check<uint, int>([0, 1, int.MaxValue, 1u << 31, uint.MaxValue]);
        Check<ulong, long>([0, 1, long.MaxValue, 1UL << 63]);
        Check<sbyte, sbyte>([-128, -1, 0, 1, 127]);
        Check<short, short>([short.MinValue, -1, 0, 1, short.MaxValue]);
        Check<int, int>([int.MinValue, -1, 0, 1, int.MaxValue]);
        Check<long, long>([-(1L << 60), -1, 0, 1, 1L << 60]);
        Check<float, int>(
            [float.NegativeInfinity, float.MinValue, -1, -float.Epsilon, 0, float.Epsilon, 1, float.MaxValue, float.PositiveInfinity]);
        Check<double, long>([
            double.NegativeInfinity, double.MinValue, -1, -double.Epsilon, 0, double.Epsilon, 1, double.MaxValue, double.PositiveInfinity]);
    }

    [Fact]
    public void EveryNan_HasTheLargestKey()
    {
        float[] values = [
            .. Enumerable.Repeat(float.NaN, 20), -float.NaN, BitConverter.UInt32BitsToSingle(0x7F800001),
            BitConverter.UInt32BitsToSingle(0xFFFFFFFF), float.PositiveInfinity];
        var keys = new int[values.Length];
        OrderedKey.Of<float, int>(values, keys);
        Assert.All(keys[..^1], static key => Assert.Equal(int.MaxValue, key));
        Assert.NotEqual(int.MaxValue, keys[^1]);
    }

    [Fact]
    public void WrongLengthsOrWidths_Throw()
    {
        Assert.Throws<ArgumentException>(() => OrderedKey.Of<ushort, short>(new ushort[3], new short[4]));
        Assert.Throws<ArgumentException>(() => OrderedKey.Of<ushort, int>(new ushort[3], new int[3]));
    }

    private static void Check<T, TKey>(T[] ascending)
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, ISignedNumber<TKey>, IMinMaxValue<TKey>
    {
        // Often enough for whole vectors and a rest.
        T[] values = [.. Enumerable.Repeat(ascending, 15).SelectMany(static one => one)];
        var keys = new TKey[values.Length];
        OrderedKey.Of(values, keys.AsSpan());
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(OrderedKey.Of<T, TKey>(values[i]), keys[i]);
            Assert.Equal(double.CreateTruncating(values[i]), OrderedKey.Value<T, TKey>(keys[i]));
            if (i % ascending.Length > 0)
                Assert.True(keys[i] > keys[i - 1], $"{typeof(T).Name}: {values[i]} after {values[i - 1]}");
        }
    }
}
