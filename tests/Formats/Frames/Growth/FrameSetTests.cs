using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames.Growth;

public sealed class FrameSetTests
{
    [Fact]
    public void SetsOfRuns_AreSetsOfNumbers()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (left, leftSet) = Any(random);
            var (right, rightSet) = Any(random);
            AssertSame(left.Union(right), leftSet.Union(rightSet), seed);
            AssertSame(left.Intersect(right), leftSet.Intersect(rightSet), seed);
            AssertSame(left.Except(right), leftSet.Except(rightSet), seed);
            Assert.Equal(leftSet.SetEquals(rightSet), left.Equals(right));
            for (var frame = 0; frame < 70; frame++)
            {
                Assert.Equal(leftSet.Contains(frame), left.Contains(frame));
                var range = new FrameRange(frame, random.Next(5));
                Assert.Equal(Enumerable.Range(frame, range.Count).All(leftSet.Contains), left.Contains(range));
            }
        }
    }

    [Fact]
    public void LongRuns_AreCutWithoutLosingAFrame()
    {
        var set = FrameSet.First(5L << 30);
        Assert.Equal(5L << 30, set.Count);
        Assert.Equal(1, set.Except(FrameSet.First((5L << 30) - 1)).Count);
        Assert.Equal(set, set.Union(FrameSet.First(3L << 30)));
    }

    private static (FrameSet Set, HashSet<int> Numbers) Any(Random random)
    {
        var runs = Enumerable.Range(0, random.Next(7)).Select(_ => new FrameRange(random.Next(60), random.Next(8))).ToList();
        return (FrameSet.Of(runs), [.. runs.SelectMany(static run => Enumerable.Range((int)run.Start, run.Count))]);
    }

    private static void AssertSame(FrameSet set, IEnumerable<int> numbers, int seed)
    {
        var expected = numbers.Order().ToList();
        Assert.True(
            expected.SequenceEqual(set.Runs.SelectMany(static run => Enumerable.Range((int)run.Start, run.Count))), $"seed {seed}: {set}");
        Assert.Equal(expected.Count, set.Count);
        Assert.Equal(FrameSet.Of(set.Runs), set);
        Assert.All(set.Runs.Zip(set.Runs.Skip(1)), static pair => Assert.True(pair.First.End < pair.Second.Start));
    }
}
