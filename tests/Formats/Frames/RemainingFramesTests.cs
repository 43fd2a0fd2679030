using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames;

/// <summary>Frames are taken from the front, each once, whatever the pieces.</summary>
public sealed class RemainingFramesTests
{
    [Fact]
    public void Pieces_AreTheRange()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var start = random.Next(50);
            var range = new FrameRange(start, random.Next(50));
            var rest = default(RemainingFrames);
            rest.Begin(range, 100);
            var taken = new List<long>();
            while (!rest.IsEmpty)
            {
                var most = random.Next(1, 9);
                var (peeked, before) = (rest.Peek(most), rest.Count);
                var piece = rest.Take(most);
                Assert.Equal(peeked, piece);
                Assert.Equal((piece.End, before - piece.Count, range.End), (rest.Start, rest.Count, rest.End));
                taken.AddRange(Enumerable.Range((int)piece.Start, piece.Count).Select(static frame => (long)frame));
            }

            Assert.Equal(Enumerable.Range(start, range.Count).Select(static frame => (long)frame), taken);
            Assert.Equal(0, rest.Take(3).Count);
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    public void FramesThatAreNotThere_AreRefused(long start, int count)
    {
        var rest = default(RemainingFrames);
        Assert.Throws<ArgumentOutOfRangeException>(() => rest.Begin(new(start, count), 10));
    }
}
