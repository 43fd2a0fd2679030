using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class Packed12Tests
{
    [Fact]
    public void Vectors_AreTheScalarTwin()
    {
        var random = new Random(72);
        foreach (var count in (int[])[0, 2, 6, 8, 10, 14, 16, 18, 22, 24, 26, 32, 1000, 14_880])
        {
            var packed = new byte[count / 2 * 3];
            random.NextBytes(packed);
            ushort[] fast = new ushort[count], plain = new ushort[count];
            Packed12.Unpack(packed, fast);
            Packed12Scalar.Unpack(packed, plain);
            Assert.Equal(plain, fast);
        }
    }

    [Fact]
    public void TwoNumbers_ShareTheByteBetweenThem()
    {
        var numbers = new ushort[2];
        Packed12Scalar.Unpack([0x23, 0x61, 0x45], numbers);
        Assert.Equal([0x123, 0x456], numbers);
    }

    [Fact]
    public void LengthsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Packed12.Unpack(new byte[3], new ushort[3]));
        Assert.Throws<ArgumentException>(() => Packed12.Unpack(new byte[4], new ushort[2]));
    }
}
