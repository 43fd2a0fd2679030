using System.Runtime.InteropServices;
using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class MedipixRowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(12)]
    public void Vectors_AreTheScalarTwin(int counterBits)
    {
        var random = new Random(71);
        foreach (var words in (int[])[0, 1, 2, 3, 4, 7, 8, 31, 32, 33, 1000])
        {
            var stored = new byte[8 * words];
            random.NextBytes(stored);
            var length = stored.Length * MedipixRow.Growth(counterBits);
            byte[] fast = new byte[length], plain = new byte[length];
            MedipixRow.Forward(stored, fast, counterBits);
            MedipixRowScalar.Forward(stored, plain, counterBits);
            Assert.Equal(plain, fast);
            MedipixRow.Backward(stored, fast, counterBits);
            MedipixRowScalar.Backward(stored, plain, counterBits);
            Assert.Equal(plain, fast);
        }
    }

    [Fact]
    public void LastPixelOfAWord_IsStoredFirst()
    {
        var pixels = new byte[64];
        MedipixRow.Forward([0x80, 0, 0, 0, 0, 0, 0, 0x02], pixels, 1);
        Assert.Equal([1, 63], Enumerable.Range(0, 64).Where(i => pixels[i] == 1));
        MedipixRow.Forward([7, 6, 5, 4, 3, 2, 1, 0], pixels.AsSpan(0, 8), 6);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], pixels[..8]);
        MedipixRow.Forward([0x0A, 3, 0x0B, 2, 0x0C, 1, 0x0D, 0], pixels.AsSpan(0, 8), 12);
        Assert.Equal([0x0D00, 0x0C01, 0x0B02, 0x0A03], MemoryMarshal.Cast<byte, ushort>(pixels.AsSpan(0, 8)).ToArray());
    }

    [Fact]
    public void LengthsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => MedipixRow.Forward(new byte[7], new byte[7], 6));
        Assert.Throws<ArgumentException>(() => MedipixRow.Forward(new byte[8], new byte[8], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MedipixRow.Backward(new byte[8], new byte[8], 24));
    }
}
