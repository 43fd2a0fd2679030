using CsCheck;
using Ronchi.Kernels.Planes;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed unsafe class PlaneSumTests
{
    private const int Cases = 1500;

    // Blocks of 8, 16 and 32 bits with a mask: small values, all magnitudes, saturated ones.
    private static readonly Gen<(RandomPlanes Data, byte[] Mask)> Planes = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 32], Gen.OneOf(Gen.UInt[0, 40], Gen.UInt, Gen.Const(uint.MaxValue)).Array[8].Array[0, 70], PixelGen.Masks,
        static (size, live, eights, masks) =>
        {
            var bits = 8 << size;
            uint[] values = [.. eights.SelectMany(static eight => eight)];
            return (new RandomPlanes(bits, Math.Min(bits, live), values), PixelGen.Fit(masks[0], values.Length));
        });

    [Fact]
    public void RandomBlocks_Total_EqualsPlainLoop() => Planes.Sample(
        static (data, _) => Assert.Equal(data.Values.Aggregate(0UL, static (sum, value) => sum + value), PlaneSum.Total(data.Block)),
        iter: Cases);

    [Fact]
    public void RandomBlocksAndMasks_Masked_EqualsPlainLoop() => Planes.Sample(
        static (data, mask) => Assert.Equal(Expected(data, mask, valid: false).Sum, PlaneSum.Masked(data.Block, mask)),
        iter: Cases);

    [Fact]
    public void RandomBlocksAndMasks_MaskedValid_ExcludesAndCountsMaxima() => Planes.Sample(
        static (data, mask) => Assert.Equal(
            Expected(data, mask, valid: true), (PlaneSum.MaskedValid(data.Block, mask, out int counted), counted)),
        iter: Cases);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void SeveralMasks_MaskedValid_AddsEachToItsSum(int count)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var data = new RandomPlanes(seed);
            int stride = data.PlaneBytes + data.Random.Next(5);
            byte[][] each = [.. Enumerable.Range(0, count).Select(_ => data.Mask())];
            byte[] masks = new byte[Math.Max(0, ((count - 1) * stride) + data.PlaneBytes)];
            for (int k = 0; k < count; k++)
                each[k].CopyTo(masks, k * stride);
            ulong[] plain = new ulong[count], valid = new ulong[count];
            long[] excluded = new long[count];
            Array.Fill(plain, 5UL);
            Array.Fill(excluded, 7L);
            PlaneSum.Masked(data.Block, masks, stride, plain);
            PlaneSum.MaskedValid(data.Block, masks, stride, valid, excluded);
            for (int k = 0; k < count; k++)
            {
                (ulong validSum, int maxima) = Expected(data, each[k], valid: true);
                Assert.True(plain[k] == 5 + Expected(data, each[k], valid: false).Sum, data.Failure);
                Assert.True(valid[k] == validSum, data.Failure);
                Assert.True(excluded[k] == 7 + maxima, data.Failure);
            }
        }
    }

    [Fact]
    public void ScalarTwin_Sum_EqualsTheFastPath()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var data = new RandomPlanes(seed);
            byte[] mask = data.Mask();
            fixed (byte* planes = data.Block.Planes, bits = mask)
                if (bits != null)
                    Assert.True(
                        PlaneSumScalar.Sum(planes, data.PlaneBytes, data.LivePlanes, bits, 0) == PlaneSum.Masked(data.Block, mask),
                        data.Failure);
        }
    }

    [Fact]
    public void FullU32Block_Total_NeedsMoreThan32Bits()
    {
        byte[] planes = new byte[32 * 256];
        planes.AsSpan().Fill(0xFF);
        var block = new PlaneBlock(planes, 256, 32, 32);
        Assert.Equal(2048UL * uint.MaxValue, PlaneSum.Total(block));
    }

    [Fact]
    public void RandomBlocks_Find_MarksExactlyTheMaxima()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var data = new RandomPlanes(seed);
            byte[] mask = data.Mask(), found = new byte[data.PlaneBytes];
            int count = PlaneSaturation.Find(data.Block, mask, found);
            int expected = 0;
            for (int i = 0; i < data.Values.Length; i++)
            {
                bool saturated = data.Values[i] == data.Maximum && RandomPlanes.In(mask, i);
                expected += saturated ? 1 : 0;
                Assert.True(saturated == RandomPlanes.In(found, i), data.Failure);
            }
            Assert.True(expected == count, data.Failure);
        }
    }

    [Fact]
    public void WrongLengths_Throw()
    {
        byte[] planes = new byte[64];
        Assert.Throws<ArgumentException>(() => new PlaneBlock(planes, 9, 8, 8).Bits);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlaneBlock(planes, 8, 12, 8).Bits);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlaneBlock(planes, 8, 8, 9).Bits);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlaneBlock(planes, -1, 8, 8).Bits);
        Assert.Throws<ArgumentException>(() => PlaneSum.Masked(new PlaneBlock(planes, 8, 8, 8), new byte[7]));
        Assert.Throws<ArgumentException>(() => PlaneSum.Masked(new PlaneBlock(planes, 8, 8, 8), new byte[23], 8, new ulong[3]));
        Assert.Throws<ArgumentException>(
            () => PlaneSum.MaskedValid(new PlaneBlock(planes, 8, 8, 8), new byte[24], 8, new ulong[3], new long[2]));
    }

    private static (ulong Sum, int Excluded) Expected(RandomPlanes data, byte[] mask, bool valid)
    {
        ulong sum = 0;
        int excluded = 0;
        for (int i = 0; i < data.Values.Length; i++)
        {
            if (!RandomPlanes.In(mask, i))
                continue;
            if (valid && data.Values[i] == data.Maximum)
                excluded++;
            else
                sum += data.Values[i];
        }
        return (sum, excluded);
    }
}
