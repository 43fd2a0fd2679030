using System.Numerics;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed class PixelEnvelopeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(160)]
    [InlineData(513)]
    public void EveryType_FromAnyStart_EqualsPlainLoop(int pixels)
    {
        Check<byte>(pixels);
        Check<ushort>(pixels);
        Check<uint>(pixels);
        Check<ulong>(pixels);
        Check<sbyte>(pixels);
        Check<short>(pixels);
        Check<int>(pixels);
        Check<long>(pixels);
        Check<float>(pixels);
        Check<double>(pixels);
    }

    [Fact]
    public void NaN_StaysInItsPixel()
    {
        float[] values = new float[3 * 100];
        values[150] = float.NaN;
        float[] largest = new float[100], smallest = new float[100];
        PixelEnvelope.Raise(values, largest, noData: null);
        PixelEnvelope.Lower(values, smallest, noData: null);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i == 50, float.IsNaN(largest[i]));
            Assert.Equal(i == 50, float.IsNaN(smallest[i]));
        }
    }

    [Fact]
    public void PartsOfFrames_Throw() =>
        Assert.Throws<ArgumentException>(() => PixelEnvelope.Raise(new ushort[9], new ushort[4], noData: null));

    private static void Check<T>(int pixels)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (int start = 0; start < 64; start += start < 3 ? 1 : 5)
        {
            int frames = 1 + (start % 19);
            T[] values = RandomPixels.Of<T>(new Random(start), start + (pixels * frames));
            foreach (T? noData in new T?[] { null, T.MaxValue, values[^1] })
            {
                var own = values.AsSpan(start);
                T[] largest = Filled(pixels, PixelExtremes<T>.None.Maximum), smallest = Filled(pixels, PixelExtremes<T>.None.Minimum);
                T[] expectedLargest = [.. largest], expectedSmallest = [.. smallest];
                PixelEnvelope.Raise(own, largest.AsSpan(1, pixels), noData);
                PixelEnvelope.Lower(own, smallest.AsSpan(1, pixels), noData);
                for (int i = 0; i < own.Length; i++)
                {
                    if (own[i] == noData)
                        continue;
                    int pixel = 1 + (i % pixels);
                    expectedLargest[pixel] = T.Max(expectedLargest[pixel], own[i]);
                    expectedSmallest[pixel] = T.Min(expectedSmallest[pixel], own[i]);
                }

                Assert.Equal(expectedLargest, largest);
                Assert.Equal(expectedSmallest, smallest);
            }
        }
    }

    // One entry more on either side, which nobody may touch.
    private static T[] Filled<T>(int pixels, T value)
    {
        var entries = new T[pixels + 2];
        Array.Fill(entries, value);
        return entries;
    }
}
