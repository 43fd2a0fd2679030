using Ronchi.Kernels.Pixels;
using Xunit;

namespace Ronchi.Tests.Kernels.Pixels;

public sealed class PixelSquaresTests
{
    [Fact]
    public void SquaresOfAnyNumber_EqualThePlainSum()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var length = random.Next(seed < 100 ? 80 : 3000);
            var words = Enumerable.Range(0, length).Select(_ => (ushort)(seed % 5 == 0 ? ushort.MaxValue : random.Next(65536))).ToArray();
            var bytes = Array.ConvertAll(words, static value => (byte)value);
            Assert.Equal(words.Aggregate(0UL, static (sum, value) => sum + ((ulong)value * value)), PixelSquares.Of<ushort>(words));
            Assert.Equal(bytes.Aggregate(0UL, static (sum, value) => sum + ((ulong)value * value)), PixelSquares.Of<byte>(bytes));
        }

        Assert.Equal(0UL, PixelSquares.Of<byte>([]));
        Assert.Throws<ArgumentException>(static () => PixelSquares.Of<uint>([1]));
        Assert.True(PixelSquares.Takes<byte>() && PixelSquares.Takes<ushort>() && !PixelSquares.Takes<short>());
    }
}
