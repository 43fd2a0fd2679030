using Ronchi.Kernels;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed class BitMaskTests
{
    private static readonly int[] Sizes = [0, 1, 7, 8, 9, 63, 64, 65, 511, 513, 4096, 5000];

    [Fact]
    public void RandomBooleans_EveryWay_GiveTheSameBitmap()
    {
        foreach (int size in Sizes)
        {
            var random = new Random(size);
            bool[] chosen = [.. Enumerable.Range(0, size).Select(_ => random.Next(3) == 0)];
            byte[] bits = new byte[BitMask.Bytes(size)], again = new byte[bits.Length + 3], third = new byte[bits.Length];
            Array.Fill(bits, (byte)0xAA);
            BitMask.FromBooleans(chosen, bits);
            BitMask.FromPredicate(size, i => chosen[i], again);
            BitMask.FromNonzero<float>([.. chosen.Select(c => c ? float.NaN : -0f)], third);
            Assert.True(bits.AsSpan().SequenceEqual(again.AsSpan(0, bits.Length)), $"size {size}");
            Assert.Equal(bits, third);
            Assert.Equal(chosen.Count(c => c), BitMask.PopCount(bits));
            Assert.Equal(chosen.Any(c => c), BitMask.Any(bits));
            for (int i = 0; i < size; i++)
                Assert.Equal(chosen[i], BitMask.Contains(bits, i));
        }
    }

    [Fact]
    public void RandomBitmaps_AndOrAndNot_EqualPlainLoops()
    {
        foreach (int size in Sizes)
        {
            var random = new Random(size);
            byte[] a = new byte[size], b = new byte[size], result = new byte[size];
            random.NextBytes(a);
            random.NextBytes(b);
            BitMask.And(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => (byte)(x & y)), result);
            BitMask.Or(a, b, result);
            Assert.Equal(a.Zip(b, (x, y) => (byte)(x | y)), result);
            byte[] expected = [.. a.Zip(b, (x, y) => (byte)(x & ~y))];
            BitMask.AndNot(a, b, a);
            Assert.Equal(expected, a);
        }
    }

    [Fact]
    public void WrongLengths_Throw()
    {
        Assert.Throws<ArgumentException>(() => BitMask.FromBooleans(new bool[9], new byte[1]));
        Assert.Throws<ArgumentException>(() => BitMask.And(new byte[2], new byte[2], new byte[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitMask.Bytes(-1));
    }
}
