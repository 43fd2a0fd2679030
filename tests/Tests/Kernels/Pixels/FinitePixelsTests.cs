using System.Numerics;
using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed class FinitePixelsTests
{
    [Fact]
    public void EveryPlaceOfEveryLength_IsSeen()
    {
        Check(float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        Check(double.NaN, double.PositiveInfinity, double.NegativeInfinity);
        Assert.True(FinitePixels.All<ushort>([0, ushort.MaxValue]));
        Assert.Throws<ArgumentException>(() => FinitePixels.Replace<float>([1, 2], new float[1], 0));
    }

    [Fact]
    public void Envelope_KeepsNaNAndInfinities()
    {
        for (var pixels = 1; pixels < 40; pixels++)
        {
            var frames = new float[3 * pixels];
            for (var i = 0; i < frames.Length; i++)
                frames[i] = i % 11;
            frames[pixels / 2] = float.NaN;
            frames[pixels - 1 + pixels] = float.NegativeInfinity;
            float[] largest = new float[pixels], smallest = new float[pixels];
            Array.Fill(largest, float.NegativeInfinity);
            Array.Fill(smallest, float.PositiveInfinity);
            PixelEnvelope.Raise<float>(frames, largest, noData: null);
            PixelEnvelope.Lower<float>(frames, smallest, noData: null);
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                float[] column = [frames[pixel], frames[pixel + pixels], frames[pixel + (2 * pixels)]];
                Assert.Equal((column.Aggregate(MathF.Max), column.Aggregate(MathF.Min)), (largest[pixel], smallest[pixel]));
            }
        }
    }

    private static void Check<T>(params T[] bad)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        for (var length = 0; length < 40; length++)
        {
            var values = new T[length];
            for (var i = 0; i < length; i++)
                values[i] = i % 3 == 0 ? T.MaxValue : T.MinValue;
            Assert.True(FinitePixels.All<T>(values));
            for (var at = 0; at < length; at++)
            {
                foreach (var value in bad)
                {
                    var damaged = (T[])values.Clone();
                    damaged[at] = value;
                    Assert.False(FinitePixels.All<T>(damaged));
                    var mended = new T[length];
                    FinitePixels.Replace<T>(damaged, mended, T.One);
                    damaged[at] = T.One;
                    Assert.Equal(damaged, mended);
                }
            }
        }
    }
}
