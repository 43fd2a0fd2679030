using System.Numerics;
using Ronchi.Kernels.Blocked;
using Xunit;

namespace Ronchi.Tests.Kernels.Blocked;

public sealed class BlockedTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(257)]
    public void EveryType_TransposesAndSums(int pixels)
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
        byte[] bytes = new byte[pixels * 64];
        Array.Fill(bytes, byte.MaxValue);
        ulong[] sums = new ulong[64];
        BlockedSum.Add<byte, ulong>(bytes, [new(0, pixels)], sums);
        Assert.All(sums, static sum => Assert.Equal(pixels * 255UL, sum));
        ushort[] shorts = new ushort[pixels * 64];
        Array.Fill(shorts, ushort.MaxValue);
        Array.Clear(sums);
        BlockedSum.Add<ushort, ulong>(shorts, [new(0, 100), new(100, pixels - 100)], sums);
        Assert.All(sums, static sum => Assert.Equal(pixels * 65535UL, sum));
    }

    [Fact]
    public void Runs_AreThoseOfTheBitmap()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            int pixels = random.Next(70);
            byte[] bits = new byte[(pixels + 7) / 8];
            for (int pixel = 0; pixel < pixels; pixel++)
                bits[pixel >> 3] |= (byte)(random.Next(3) == 0 ? 0 : 1 << (pixel & 7));
            var runs = PixelRun.Of(bits, pixels);
            Assert.Equal(Enumerable.Range(0, pixels).Where(pixel => (bits[pixel >> 3] >> (pixel & 7) & 1) != 0), runs.SelectMany(static run => Enumerable.Range(run.Start, run.Count)));
            Assert.All(runs.Zip(runs.Skip(1)), static pair => Assert.True(pair.First.Start + pair.First.Count < pair.Second.Start));
        }
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => BlockedSum.Add<byte, ulong>(new byte[128], [new(1, 2)], new ulong[64]));
        Assert.Throws<ArgumentException>(() => BlockedSum.Add<byte, ulong>(new byte[128], [new(-1, 2)], new ulong[64]));
        Assert.Throws<ArgumentException>(() => BlockedSum.Add<byte, ulong>(new byte[128], [], new ulong[63]));
        Assert.Throws<ArgumentException>(() => BlockTranspose.ToBlock<byte>(new byte[130], 65, new byte[128]));
        Assert.Throws<ArgumentException>(() => BlockTranspose.FromBlock<byte>(new byte[128], 64, new byte[2]));
    }

    private static void Check<T, TSum>(int pixels, int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TSum : unmanaged, INumber<TSum>
    {
        var random = new Random(seed);
        int count = seed == 0 ? 64 : random.Next(65);
        bool isFloat = typeof(TSum) == typeof(double);
        T[] frames = new T[count * pixels], block = new T[64 * pixels];
        for (int i = 0; i < frames.Length; i++)
            frames[i] = !isFloat && random.Next(4) == 0 ? T.MaxValue : T.CreateTruncating(random.Next());
        Array.Fill(block, T.One);
        BlockTranspose.ToBlock<T>(frames, count, block);
        var one = new T[pixels];
        for (int frame = 0; frame < 64; frame++)
        {
            BlockTranspose.FromBlock<T>(block, frame, one);
            Assert.Equal(frame < count ? frames[(frame * pixels)..((frame + 1) * pixels)] : new T[pixels], one);
        }

        bool[] mask = [.. Enumerable.Range(0, pixels).Select(_ => random.Next(2) == 0)];
        byte[] bits = new byte[(pixels + 7) / 8];
        for (int pixel = 0; pixel < pixels; pixel++)
            bits[pixel >> 3] |= (byte)(mask[pixel] ? 1 << (pixel & 7) : 0);
        var sums = new TSum[64];
        sums[3] = TSum.One;
        BlockedSum.Add<T, TSum>(block, PixelRun.Of(bits, pixels), sums);
        for (int frame = 0; frame < 64; frame++)
        {
            var expected = frame == 3 ? TSum.One : TSum.Zero;
            for (int pixel = 0; pixel < pixels; pixel++)
                expected += mask[pixel] && frame < count ? TSum.CreateTruncating(frames[(frame * pixels) + pixel]) : TSum.Zero;
            Assert.True(expected == sums[frame], $"{typeof(T).Name}, {pixels} pixels, seed {seed}, frame {frame}");
        }
    }
}
