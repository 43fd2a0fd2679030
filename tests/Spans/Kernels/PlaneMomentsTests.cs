using Ronchi.Kernels.Planes;
using Xunit;

namespace Ronchi.Tests.Kernels;

public sealed unsafe class PlaneMomentsTests
{
    private static readonly int[] Widths = [1, 3, 8, 10, 63, 64, 65, 96, 100, 128, 192, 256, 514, 1030, 2048];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void RandomBlocks_Add_EqualsPlainLoop(bool masked, bool valid)
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            var data = new RandomPlanes(seed);
            byte[] mask = masked ? data.Mask() : [];
            int columns = Widths[data.Random.Next(Widths.Length)];
            long first = data.Random.Next(2) == 0 ? 8L * data.Random.Next(10_000) : data.Random.Next(80_000);
            var expected = new Moments { Total = 1, Row = 2, Column = 3, Excluded = 4 };
            for (int i = 0; i < data.Values.Length; i++)
            {
                if (mask.Length > 0 && !RandomPlanes.In(mask, i))
                    continue;
                if (valid && data.Values[i] == data.Maximum)
                {
                    expected.Excluded++;
                    continue;
                }
                (long row, long column) = Math.DivRem(first + i, columns);
                expected.Total += data.Values[i];
                expected.Row += data.Values[i] * (ulong)row;
                expected.Column += data.Values[i] * (ulong)column;
            }
            var moments = new Moments { Total = 1, Row = 2, Column = 3, Excluded = 4 };
            if (valid)
                PlaneMoments.AddValid(data.Block, mask, first, columns, ref moments);
            else
                PlaneMoments.Add(data.Block, mask, first, columns, ref moments);
            Assert.True(expected == moments, $"{data.Failure}, width {columns}, first {first}: expected {expected}, got {moments}");
        }
    }

    [Fact]
    public void ScalarTwin_Words_EqualsTheFastPath()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            var data = new RandomPlanes(seed);
            byte[] mask = data.Mask();
            if (mask.Length == 0)
                continue;
            fixed (byte* planes = data.Block.Planes, bits = mask)
            {
                var chunk = new PlaneChunk(planes, data.PlaneBytes, data.PlaneBytes, data.LivePlanes, bits);
                ulong[] scalar = new ulong[chunk.Words], fast = new ulong[chunk.Words];
                fixed (ulong* s = scalar, f = fast)
                {
                    ulong expected = PlaneWordsScalar.Sum(chunk, s, 0);
                    if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
                        Assert.True(expected == PlaneWordsAvx2.Sum(chunk, f) && scalar.AsSpan().SequenceEqual(fast), data.Failure);
                    if (System.Runtime.Intrinsics.X86.Avx512BW.IsSupported)
                        Assert.True(expected == PlaneWordsAvx512.Sum(chunk, f) && scalar.AsSpan().SequenceEqual(fast), data.Failure);
                }
            }
        }
    }

    [Fact]
    public void WrongArguments_Throw()
    {
        var moments = default(Moments);
        byte[] planes = new byte[64];
        Assert.Throws<ArgumentException>(() => PlaneMoments.Add(new PlaneBlock(planes, 8, 8, 8), new byte[7], 0, 8, ref moments));
        Assert.Throws<ArgumentOutOfRangeException>(() => PlaneMoments.Add(new PlaneBlock(planes, 8, 8, 8), [], -1, 8, ref moments));
        Assert.Throws<ArgumentOutOfRangeException>(() => PlaneMoments.Add(new PlaneBlock(planes, 8, 8, 8), [], 0, 0, ref moments));
    }
}
