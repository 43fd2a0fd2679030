using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class ByteShuffleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Planes_HoldEachByteOfEachElement_AndComeBack(int elementBytes)
    {
        const int seed = 161;
        var random = new Random(seed);
        foreach (var count in (int[])[0, 1, 15, 16, 31, 32, 33, 64, 65, 1000, 4097])
        {
            foreach (var rest in (int[])[0, elementBytes - 1])
            {
                var elements = new byte[(count * elementBytes) + rest];
                random.NextBytes(elements);
                var planes = new byte[elements.Length];
                ByteShuffle.Shuffle(elements, planes, elementBytes);
                for (var i = 0; i < count * elementBytes; i++)
                    Assert.Equal(elements[i], planes[(i % elementBytes * count) + (i / elementBytes)]);
                Assert.Equal(elements[^rest..], planes[^rest..]);
                var back = new byte[elements.Length];
                ByteShuffle.Unshuffle(planes, back, elementBytes);
                Assert.Equal(elements, back);
            }
        }
    }
}
