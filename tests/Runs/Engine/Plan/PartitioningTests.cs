using CsCheck;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine.Plan;

public sealed class PartitioningTests
{
    [Fact]
    public void Borders_AreEvenlySpacedAndRoundedDown()
    {
        FrameRange[] expected = [new(0, 14), new(14, 14), new(28, 14), new(42, 15), new(57, 14), new(71, 14), new(85, 15)];
        Assert.Equal(expected, Partitioning.Split(100, 7));
    }

    // numpy.linspace(0, 78, 70).astype(int): 78 / 69 · 46 is one less than 52.
    [Fact]
    public void BordersNearWholeNumbers_AreNumpys() => Assert.Equal(51, Partitioning.Split(78, 69)[45].End);

    [Fact]
    public void FewerFramesThanPartitions_AreOneEach()
    {
        FrameRange[] expected = [new(0, 1), new(1, 1), new(2, 1)];
        Assert.Equal(expected, Partitioning.Split(3, 16));
        Assert.Empty(Partitioning.Split(0, 4));
    }

    [Fact]
    public void AnyScan_IsCoveredOnceInOrder() => Gen.Select(Gen.Long[1, 5000], Gen.Int[1, 200]).Sample(static (frames, partitions) =>
    {
        var next = 0L;
        foreach (var part in Partitioning.Split(frames, partitions))
        {
            Assert.True(part.Start == next && part.Count > 0, $"{part} after {next}");
            next = part.End;
        }

        Assert.Equal(frames, next);
    });

    [Fact]
    public void ImpossibleSplit_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Partitioning.Split(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Partitioning.Split(10, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Partitioning.Split(1L << 40, 2));
    }
}
