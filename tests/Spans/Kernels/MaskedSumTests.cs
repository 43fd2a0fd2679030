using System.Numerics;
using CsCheck;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed class MaskedSumTests
{
    [Fact]
    public void EveryType_MaskedSums_EqualPlainLoop()
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

    [Fact]
    public void ManyFullPixels_U16_DoNotOverflowPartialSums()
    {
        ushort[] pixels = new ushort[600_000];
        byte[] mask = new byte[75_000];
        Array.Fill(pixels, ushort.MaxValue);
        Array.Fill(mask, (byte)0xFF);
        Assert.Equal(600_000UL * 65_535, MaskedSum.Of<ushort, ulong>(pixels, mask));
        Assert.Equal(600_000UL * 65_535, PixelTotal.Of<ushort, ulong>(pixels));
    }

    [Fact]
    public void NaNOutsideTheMask_F32_DoesNoHarm()
    {
        float[] pixels = new float[128];
        Array.Fill(pixels, float.NaN);
        pixels[70] = 2.5f;
        byte[] mask = new byte[16];
        mask[8] = 1 << 6;
        Assert.Equal(2.5, MaskedSum.Of<float, double>(pixels, mask));
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => MaskedSum.Of<ushort, ulong>(new ushort[9], new byte[1]));
        Assert.Throws<ArgumentException>(() => MaskedSum.Of<ushort, long>(new ushort[8], new byte[1]));
        Assert.Throws<ArgumentException>(() => MaskedSum.Of<short, ulong>(new short[8], new byte[1]));
        Assert.Throws<ArgumentException>(() => MaskedSum.Of<float, ulong>(new float[8], new byte[1]));
        Assert.Throws<ArgumentException>(() => MaskedSum.Add<ushort, ulong>(new ushort[8], new byte[2], 1, new ulong[3]));
    }

    private static void Check<T, TSum>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
        => Gen.Select(PixelGen.Of<T>(), PixelGen.Masks, Gen.Int[-1, 5000]).Sample(
            static (pixels, bits, noDataAt) =>
            {
                byte[][] masks = [.. bits.Select(mask => PixelGen.Fit(mask, pixels.Length))];
                int stride = masks[0].Length;
                byte[] all = [.. masks.SelectMany(static mask => mask)];
                T noData = pixels.Length > 0 && noDataAt >= 0 ? pixels[noDataAt % pixels.Length] : T.MaxValue;
                var sums = new TSum[masks.Length];
                var valid = new TSum[masks.Length];
                long[] excluded = new long[masks.Length];
                MaskedSum.Add<T, TSum>(pixels, all, stride, sums);
                MaskedSum.AddValid<T, TSum>(pixels, all, stride, noData, valid, excluded);
                string failure = $"{typeof(T).Name}, {pixels.Length} pixels";
                for (int k = 0; k < masks.Length; k++)
                {
                    TSum expected = TSum.Zero, expectedValid = TSum.Zero;
                    long hits = 0;
                    for (int i = 0; i < pixels.Length; i++)
                    {
                        if (!RandomPlanes.In(masks[k], i))
                            continue;
                        expected += TSum.CreateTruncating(pixels[i]);
                        if (pixels[i] == noData)
                            hits++;
                        else
                            expectedValid += TSum.CreateTruncating(pixels[i]);
                    }
                    AssertSum(expected, sums[k], pixels.Length, failure);
                    AssertSum(expectedValid, valid[k], pixels.Length, failure);
                    Assert.True(hits == excluded[k], failure);
                    AssertSum(expected, MaskedSum.Of<T, TSum>(pixels, masks[k]), pixels.Length, failure);
                    AssertSum(expectedValid, MaskedSum.Valid<T, TSum>(pixels, masks[k], noData, out long again), pixels.Length, failure);
                    Assert.True(hits == again, failure);
                }
            },
            iter: 300);

    internal static void AssertSum<TSum>(TSum expected, TSum actual, int terms, string failure)
        where TSum : unmanaged, INumber<TSum>
    {
        if (typeof(TSum) != typeof(double))
        {
            Assert.True(expected == actual, $"{failure}: expected {expected}, got {actual}");
            return;
        }
        // Terms stay within ±1000.
        double difference = Math.Abs(double.CreateTruncating(expected - actual));
        Assert.True(difference <= 1e-13 * 1000 * terms, $"{failure}: expected {expected}, got {actual}");
    }
}
