using Ronchi.Sources.Storage;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

public sealed class HalfReaderTests
{
    [Fact]
    public void EveryHalf_IsTheSameNumberWider()
    {
        var halves = new ushort[(1 << 16) + 5];   // the last ones do not fill a vector
        for (var i = 0; i < halves.Length; i++)
            halves[i] = (ushort)i;
        var singles = new uint[halves.Length];
        HalfReader.Widen(halves, singles);
        for (var i = 0; i < halves.Length; i++)
        {
            var half = BitConverter.UInt16BitsToHalf(halves[i]);
            var single = BitConverter.UInt32BitsToSingle(singles[i]);
            Assert.Equal(HalfReader.Widen(halves[i]), singles[i]);
            if (Half.IsNaN(half))
                Assert.True(float.IsNaN(single), $"{halves[i]:X4}");
            else
                Assert.Equal(BitConverter.SingleToUInt32Bits((float)half), singles[i]);
        }
    }
}
