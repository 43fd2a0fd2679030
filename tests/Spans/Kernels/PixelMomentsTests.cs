using System.Numerics;
using Ronchi.Kernels;
using Ronchi.Kernels.Pixels;
using Ronchi.Kernels.Planes;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed class PixelMomentsTests
{
    private static readonly int[] Widths = [1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 37, 64, 65, 96, 130, 257];

    [Fact]
    public void Integers_EqualThePlainLoop()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            Check<byte>(seed);
            Check<ushort>(seed);
            Check<uint>(seed);
            Check<ulong>(seed);
            Check<sbyte>(seed);
            Check<short>(seed);
            Check<int>(seed);
            Check<long>(seed);
        }
    }

    [Fact]
    public void Floats_EqualThePlainLoopAndIgnoreWhatIsMasked()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int columns = Widths[random.Next(Widths.Length)], rows = random.Next(1, 20);
            var frame = new float[rows * columns];
            var bits = new byte[BitMask.Bytes(frame.Length)];
            random.NextBytes(bits);
            double total = 0, row = 0, column = 0;
            for (var i = 0; i < frame.Length; i++)
            {
                var isIn = BitMask.Contains(bits, i);
                frame[i] = isIn ? (random.NextSingle() - 0.2f) * 100 : float.NaN;
                if (!isIn)
                    continue;
                total += frame[i];
                row += (double)frame[i] * (i / columns);
                column += (double)frame[i] * (i % columns);
            }

            var mask = new float[frame.Length];
            PixelMoments.ExpandMask<float>(bits, mask);
            var moments = PixelMoments.OfReal<float>(frame, mask, columns);
            Assert.Equal(total, moments.Total, 1e-6);
            Assert.Equal(row, moments.Row, 1e-5);
            Assert.Equal(column, moments.Column, 1e-5);
        }
    }

    [Fact]
    public void TallFramesOfLargestValues_DoNotOverflow()
    {
        foreach (var rows in (int[])[127, 128, 129, 255, 256, 257, 600])
        {
            var frame = new ushort[rows * 32];
            Array.Fill(frame, (ushort)65535);
            var moments = default(Moments);
            PixelMoments.Add<ushort>(frame, [], 32, ref moments);
            Assert.Equal(65535UL * (ulong)frame.Length, moments.Total);
            Assert.Equal(65535UL * 32 * (ulong)(rows * (rows - 1L) / 2), moments.Row);
            Assert.Equal(65535UL * (ulong)rows * 496, moments.Column);
        }
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        var moments = default(Moments);
        Assert.Throws<ArgumentException>(() => PixelMoments.Add<ushort>(new ushort[7], [], 3, ref moments));
        Assert.Throws<ArgumentException>(() => PixelMoments.Add<ushort>(new ushort[6], new ushort[5], 3, ref moments));
        Assert.Throws<ArgumentException>(() => PixelMoments.Add<float>(new float[6], [], 3, ref moments));
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelMoments.OfReal<float>(new float[6], [], 0));
        Assert.Throws<ArgumentException>(() => PixelMoments.ExpandMask(new byte[1], new ushort[9]));
    }

    private static void Check<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        int columns = Widths[random.Next(Widths.Length)], rows = random.Next(8) == 0 ? random.Next(250, 600) : random.Next(0, 40);
        var frame = new T[rows * columns];
        for (var i = 0; i < frame.Length; i++)
            frame[i] = random.Next(9) == 0 ? T.MaxValue : T.CreateTruncating(random.NextInt64());
        var bits = new byte[BitMask.Bytes(frame.Length)];
        random.NextBytes(bits);
        var mask = new T[random.Next(2) == 0 ? 0 : frame.Length];
        if (mask.Length > 0)
            PixelMoments.ExpandMask<T>(bits, mask);
        foreach (var valid in (bool[])[false, true])
        {
            var expected = new Moments { Total = 5, Row = 6, Column = 7, Excluded = 8 };
            for (var i = 0; i < frame.Length; i++)
            {
                if (mask.Length > 0 && !BitMask.Contains(bits, i))
                    continue;
                if (valid && frame[i] == T.MaxValue)
                {
                    expected.Excluded++;
                    continue;
                }

                var value = (ulong)long.CreateTruncating(frame[i]);
                expected.Total += value;
                expected.Row += value * (ulong)(i / columns);
                expected.Column += value * (ulong)(i % columns);
            }

            var moments = new Moments { Total = 5, Row = 6, Column = 7, Excluded = 8 };
            if (valid)
                PixelMoments.AddValid<T>(frame, mask, columns, T.MaxValue, ref moments);
            else
                PixelMoments.Add<T>(frame, mask, columns, ref moments);
            Assert.True(
                expected == moments,
                $"seed {seed}, {typeof(T).Name} {rows} × {columns}, mask {mask.Length > 0}, valid "
                + $"{valid}: expected {expected}, got {moments}");
        }
    }
}
