using System.Numerics;
using Ronchi.Kernels.Blocked;
using Xunit;

namespace Ronchi.Tests.Kernels.Blocked;

public sealed class BlockedTests
{
    private const int Frames = BlockLayout.Frames;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(257)]
    public void EveryType_EqualsTheDefinition(int pixels)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Check<byte, ulong>(pixels, seed);
            Check<ushort, ulong>(pixels, seed);
            Check<uint, ulong>(pixels, seed);
            Check<ulong, ulong>(pixels, seed);
            Check<sbyte, long>(pixels, seed);
            Check<short, long>(pixels, seed);
            Check<int, long>(pixels, seed);
            Check<long, long>(pixels, seed);
            Check<float, double>(pixels, seed);
            Check<double, double>(pixels, seed);
        }
    }

    [Fact]
    public void FullScale_OfManyPixels_DoesNotOverflow()
    {
        const int pixels = 150_000;
        byte[] bytes = new byte[pixels * Frames];
        Array.Fill(bytes, byte.MaxValue);
        ulong[] sums = new ulong[Frames];
        BlockedSum.Add<byte, ulong>(bytes, [new(0, pixels)], sums);
        Assert.All(sums, static sum => Assert.Equal(pixels * 255UL, sum));
        ushort[] shorts = new ushort[pixels * Frames];
        Array.Fill(shorts, ushort.MaxValue);
        Array.Clear(sums);
        BlockedSum.Add<ushort, ulong>(shorts, [new(0, 100), new(100, pixels - 100)], sums);
        Assert.All(sums, static sum => Assert.Equal(pixels * 65535UL, sum));

        // Rows longer than what 32 bits hold.
        ulong[] total = new ulong[32], row = new ulong[32], column = new ulong[32];
        const int columns = 1500;
        BlockedMoments.Add<ushort, ulong>(
            shorts, 32, PixelRun.Of(Enumerable.Repeat(byte.MaxValue, pixels / 8).ToArray(), pixels, columns), columns, total, row, column);
        Assert.All(total, static sum => Assert.Equal(pixels * 65535UL, sum));
        Assert.All(row, static sum => Assert.Equal(65535UL * columns * (100 * 99 / 2), sum));
        Assert.All(column, static sum => Assert.Equal(65535UL * 100 * ((ulong)columns * (columns - 1) / 2), sum));
    }

    [Fact]
    public unsafe void Rings_AtFullScaleOfTheLargestDetector_DoNotOverflow()
    {
        ushort[] shorts = new ushort[65536 * Frames];
        Array.Fill(shorts, ushort.MaxValue);
        int[] order = [.. Enumerable.Range(0, 65536)];
        uint[] prefix = new uint[2 * 40];
        fixed (uint* to = prefix)
            BlockedRings.Prefix<ushort>(shorts, 96, 32, order, [1, 65536], to, 40);
        Assert.All(prefix[..32], static sum => Assert.Equal(65535u, sum));
        Assert.All(prefix[40..72], static sum => Assert.Equal(65535u * 65536u, sum));
        Assert.All(prefix[32..40], static sum => Assert.Equal(0u, sum));
    }

    [Fact]
    public void NarrowBlocks_KeepTheirValues()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            uint[] words = [.. Enumerable.Range(0, random.Next(300)).Select(_ => (uint)random.Next(256))];
            ushort[] shorts = new ushort[words.Length];
            byte[] bytes = new byte[words.Length], again = new byte[words.Length];
            BlockNarrowing.Narrow<uint, ushort>(words, shorts);
            BlockNarrowing.Narrow<uint, byte>(words, bytes);
            BlockNarrowing.Narrow<ushort, byte>(shorts, again);
            Assert.Equal(words, shorts.Select(static value => (uint)value));
            Assert.Equal(words, bytes.Select(static value => (uint)value));
            Assert.Equal(bytes, again);
        }
    }

    [Fact]
    public void Runs_AreThoseOfTheBitmap()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            int pixels = random.Next(70), columns = random.Next(1, 12);
            byte[] bits = new byte[(pixels + 7) / 8];
            for (int pixel = 0; pixel < pixels; pixel++)
                bits[pixel >> 3] |= (byte)(random.Next(3) == 0 ? 0 : 1 << (pixel & 7));
            var runs = PixelRun.Of(bits, pixels);
            var expected = Enumerable.Range(0, pixels).Where(pixel => (bits[pixel >> 3] >> (pixel & 7) & 1) != 0).ToArray();
            Assert.Equal(expected, runs.SelectMany(static run => Enumerable.Range(run.Start, run.Count)));
            Assert.All(runs.Zip(runs.Skip(1)), static pair => Assert.True(pair.First.Start + pair.First.Count < pair.Second.Start));
            var rows = PixelRun.Of(bits, pixels, columns);
            Assert.Equal(expected, rows.SelectMany(static run => Enumerable.Range(run.Start, run.Count)));
            Assert.All(rows, run => Assert.True((run.Start % columns) + run.Count <= columns));
        }
    }

    [Fact]
    public unsafe void WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => BlockedSum.Add<byte, ulong>(new byte[2 * Frames], [new(1, 2)], new ulong[Frames]));
        Assert.Throws<ArgumentException>(() => BlockedSum.Add<byte, ulong>(new byte[2 * Frames], [new(-1, 2)], new ulong[Frames]));
        Assert.Throws<ArgumentException>(() => BlockedSum.Add<byte, ulong>(new byte[2 * Frames], [], new ulong[Frames - 1]));
        Assert.Throws<ArgumentException>(() => BlockedSum.Add<byte, long>(new byte[2 * Frames], [], new long[Frames]));
        Assert.Throws<ArgumentException>(() => BlockTranspose.ToBlock<byte>(new byte[2 * 8], 8, 2, 1, new byte[2 * Frames], 0));
        Assert.Throws<ArgumentException>(() => BlockTranspose.ToBlock<byte>(new byte[2 * 65], 65, new byte[2 * Frames], 64));
        Assert.Throws<ArgumentException>(() => BlockTranspose.FromBlock<byte, ushort>(new byte[2 * Frames], Frames, 1, new ushort[2]));
        Assert.Throws<ArgumentException>(() => BlockedExtremes.Of<byte>(new byte[2 * Frames], 120, new byte[9], new byte[9]));
        Assert.Throws<ArgumentException>(
            () => BlockedMoments.Add<byte, ulong>(new byte[4 * Frames], 0, [new(1, 2)], 2, new ulong[1], new ulong[1], new ulong[1]));
        Assert.Throws<ArgumentException>(() => BlockedWeights.Add<byte>(new byte[2 * Frames], [2], [1.0], new double[Frames]));
        Assert.Throws<ArgumentException>(() => BlockedPattern.Add<byte, ulong>(new byte[2 * Frames], new sbyte[Frames - 1], new ulong[2]));
        Assert.Throws<ArgumentException>(
            () => BlockedPattern.Add<byte, ulong>(new byte[2 * Frames], Enumerable.Repeat((sbyte)2, Frames).ToArray(), new ulong[2]));
        Assert.Throws<ArgumentException>(() => BlockedRings.Prefix<byte, ulong>(new byte[2 * Frames], 0, 32, [0, 2], [2], null, 0));
        Assert.Throws<ArgumentException>(() => BlockedRings.Prefix<byte, ulong>(new byte[2 * Frames], 0, 32, [0, 1], [2, 1], null, 0));
        Assert.Throws<ArgumentException>(() => BlockedRings.Prefix<float>(new float[2 * Frames], 0, 32, [0, 1], [2], null, 0));
    }

    private static unsafe void Check<T, TSum>(int pixels, int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        var random = new Random(seed);
        int count = seed == 0 ? Frames : random.Next(Frames + 1), first = random.Next(Frames - count + 1);
        bool isFloat = typeof(TSum) == typeof(double);
        T[] frames = new T[count * pixels], block = new T[Frames * pixels];
        for (int i = 0; i < frames.Length; i++)
            frames[i] = !isFloat && random.Next(4) == 0 ? T.MaxValue : T.CreateTruncating(random.Next() >> 8);
        Array.Fill(block, T.One);
        BlockTranspose.ToBlock<T>(frames, count, block, first);
        string where = $"{typeof(T).Name}, {pixels} pixels, seed {seed}";
        var strips = new T[block.Length];
        Array.Fill(strips, T.One);
        for (int from = 0, some; from < pixels; from += some)
        {
            some = Math.Min(random.Next(1, 100), pixels - from);
            BlockTranspose.ToBlock<T>(frames, count, pixels, from, strips.AsSpan(from * Frames, some * Frames), first);
        }

        Assert.True(block.AsSpan().SequenceEqual(strips), where);
        var one = new T[pixels];
        for (int frame = 0; frame < Frames; frame++)
        {
            BlockTranspose.FromBlock<T, T>(block, frame, 1, one);
            Assert.True(
                (frame >= first && frame < first + count
                    ? frames[((frame - first) * pixels)..((frame - first + 1) * pixels)]
                    : [.. Enumerable.Repeat(T.One, pixels)])
                    .SequenceEqual(one),
                where);
        }

        var all = new T[frames.Length];
        BlockTranspose.FromBlock<T, T>(block, first, count, all);
        Assert.True(frames.SequenceEqual(all), where);
        TSum At(int pixel, int frame) => TSum.CreateTruncating(block[(pixel * Frames) + frame]);
        bool[] mask = [.. Enumerable.Range(0, pixels).Select(_ => random.Next(2) == 0)];
        byte[] bits = new byte[(pixels + 7) / 8];
        for (int pixel = 0; pixel < pixels; pixel++)
            bits[pixel >> 3] |= (byte)(mask[pixel] ? 1 << (pixel & 7) : 0);
        int[] chosen = [.. Enumerable.Range(0, pixels).Where(pixel => mask[pixel])];
        var sums = new TSum[Frames];
        sums[3] = TSum.One;
        BlockedSum.Add<T, TSum>(block, PixelRun.Of(bits, pixels), sums, seed == 2 ? block : []);
        double[] weights = [.. chosen.Select(_ => random.Next(-9, 10) * (isFloat ? 0.5 : 1))], weighted = new double[Frames];
        BlockedWeights.Add<T>(block, chosen, weights, weighted);
        for (int frame = 0; frame < Frames; frame++)
        {
            var expected = chosen.Aggregate(frame == 3 ? TSum.One : TSum.Zero, (sum, pixel) => sum + At(pixel, frame));
            Assert.True(expected == sums[frame], $"sum, {where}, frame {frame}");
            double product = 0;
            for (int i = 0; i < chosen.Length; i++)
                product += double.CreateTruncating(block[(chosen[i] * Frames) + frame]) * weights[i];
            Assert.True(product == weighted[frame], $"weights, {where}, frame {frame}");
        }

        Lanes<T, TSum>(block, bits, pixels, random, where, At);
        Pattern<T, TSum>(block, pixels, random, where, At);
    }

    private static unsafe void Lanes<T, TSum>(T[] block, byte[] bits, int pixels, Random random, string where, Func<int, int, TSum> at)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        int lanes = random.Next(3) == 0 ? random.Next(33) : 32, start = random.Next(Frames - lanes + 1), columns = random.Next(1, 40);
        T[] low = new T[lanes], high = new T[lanes];
        BlockedExtremes.Of<T>(block, start, low, high);
        TSum[] total = new TSum[lanes], row = new TSum[lanes], column = new TSum[lanes];
        var runs = PixelRun.Of(bits, pixels, columns);
        BlockedMoments.Add<T, TSum>(block, start, runs, columns, total, row, column);
        int[] order = [.. Enumerable.Range(0, pixels).OrderBy(_ => random.Next())];
        int[] ends = [.. Enumerable.Range(0, 5).Select(_ => random.Next(pixels + 1)).Order()];
        TSum[] prefix = new TSum[ends.Length * 50];
        fixed (TSum* to = prefix)
            BlockedRings.Prefix<T, TSum>(block, start, lanes, order, ends, to, 50);
        uint[] narrow = new uint[ends.Length * 50];
        bool isNarrow = typeof(T) == typeof(byte) || typeof(T) == typeof(ushort);
        fixed (uint* to = narrow)
        {
            if (isNarrow)
                BlockedRings.Prefix<T>(block, start, lanes, order, ends, to, 50);
        }

        for (int lane = 0; lane < 50; lane++)
        {
            for (int ring = 0; ring < ends.Length; ring++)
            {
                var expected = lane < lanes
                    ? order[..ends[ring]].Aggregate(TSum.Zero, (sum, pixel) => sum + at(pixel, start + lane))
                    : TSum.Zero;
                Assert.True(expected == prefix[(ring * 50) + lane], $"ring {ring}, {where}");
                Assert.True(!isNarrow || expected == TSum.CreateTruncating(narrow[(ring * 50) + lane]), $"narrow ring {ring}, {where}");
            }
        }

        for (int lane = 0; lane < lanes; lane++)
        {
            T[] values = [.. Enumerable.Range(0, pixels).Select(pixel => block[(pixel * Frames) + start + lane])];
            Assert.True(
                values.Append(T.MaxValue).Min() == low[lane] && values.Append(T.MinValue).Max() == high[lane], $"extremes, {where}");
            TSum t = TSum.Zero, r = TSum.Zero, c = TSum.Zero;
            foreach (int pixel in runs.SelectMany(static run => Enumerable.Range(run.Start, run.Count)))
            {
                t += at(pixel, start + lane);
                r += at(pixel, start + lane) * TSum.CreateTruncating(pixel / columns);
                c += at(pixel, start + lane) * TSum.CreateTruncating(pixel % columns);
            }

            Assert.True(t == total[lane] && r == row[lane] && c == column[lane], $"moments, {where}");
        }
    }

    private static void Pattern<T, TSum>(T[] block, int pixels, Random random, string where, Func<int, int, TSum> at)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        int least = random.Next(2) - 1, most = random.Next(Frames), from = random.Next(Frames);
        sbyte[] signs = [.. Enumerable.Range(0, Frames)
            .Select(frame => frame < from || frame > from + most ? (sbyte)0 : (sbyte)random.Next(least, 2))];
        TSum[] pattern = new TSum[pixels];
        Array.Fill(pattern, TSum.One);
        BlockedPattern.Add<T, TSum>(block, signs, pattern);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            var expected = TSum.One;
            for (int frame = 0; frame < Frames; frame++)
            {
                if (signs[frame] != 0)
                    expected = signs[frame] > 0 ? expected + at(pixel, frame) : expected - at(pixel, frame);
            }

            Assert.True(expected == pattern[pixel], $"pattern, {where}, pixel {pixel}");
        }
    }
}
