using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed class PixelBinningTests
{
    [Fact]
    public void Squares_AreTheSumsOfTheirPixels()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            int rows = random.Next(1, 40), columns = random.Next(1, seed % 10 == 0 ? 20_000 : 300),
                factor = random.Next(1, seed % 7 == 0 ? 40 : 9);
            ushort[] frame = new ushort[rows * columns], keep = new ushort[seed % 3 == 0 ? 0 : frame.Length];
            for (int i = 0; i < frame.Length; i++)
                frame[i] = random.Next(5) == 0 ? ushort.MaxValue : (ushort)random.Next(65536);
            for (int i = 0; i < keep.Length; i++)
                keep[i] = random.Next(4) == 0 ? (ushort)0 : ushort.MaxValue;
            bool leavesOut = seed % 2 == 0;
            uint[] sums = new uint[rows / factor * (columns / factor)], expected = new uint[sums.Length];
            Array.Fill(sums, 77u);
            PixelBinning.Sum(frame, columns, factor, keep, leavesOut, sums);
            for (int row = 0; row < rows / factor * factor; row++)
            {
                for (int column = 0; column < columns / factor * factor; column++)
                {
                    int pixel = (row * columns) + column;
                    if ((keep.Length == 0 || keep[pixel] != 0) && !(leavesOut && frame[pixel] == ushort.MaxValue))
                        expected[(row / factor * (columns / factor)) + (column / factor)] += frame[pixel];
                }
            }

            Assert.True(expected.AsSpan().SequenceEqual(sums), $"seed {seed}: {rows}×{columns} by {factor}");
        }
    }

    [Fact]
    public void LengthsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => PixelBinning.Sum(new ushort[12], 4, 2, [], false, new uint[3]));
        Assert.Throws<ArgumentException>(() => PixelBinning.Sum(new ushort[12], 4, 2, new ushort[3], false, new uint[2]));
        Assert.Throws<ArgumentException>(() => PixelBinning.Sum(new ushort[12], 5, 2, [], false, new uint[2]));
        Assert.Throws<ArgumentException>(() => PixelBinning.Sum(new ushort[12], 4, 0, [], false, []));
    }
}
