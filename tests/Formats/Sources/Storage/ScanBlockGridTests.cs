using Ronchi.Frames;
using Ronchi.Sources.Storage;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

public sealed class ScanBlockGridTests
{
    public static TheoryData<long[], long[], long> Grids => new()
    {
        { [7], [3], 1000 },
        { [5, 8], [2, 3], 1000 },
        { [5, 8], [5, 8], 1000 },
        { [5, 8], [5, 8], 90 },
        { [5, 8], [4, 8], 30 },
        { [5, 8], [9, 3], 10 },
        { [3, 4, 5], [2, 4, 5], 1000 },
        { [3, 4, 5], [3, 2, 5], 70 },
        { [6, 5], [6, 1], 1 },
    };

    [Theory]
    [MemberData(nameof(Grids))]
    public void EveryFrame_IsInOneBlock_AndRunsFollowTheScan(long[] scan, long[] chunk, long mostBytes)
    {
        const int FrameBytes = 10;
        var grid = new ScanBlockGrid(scan, chunk, FrameBytes, mostBytes);
        var frames = scan.Aggregate(1L, static (product, length) => product * length);
        var rank = scan.Length;
        var seen = new HashSet<(long Block, int Index)>();
        for (var frame = 0L; frame < frames; frame++)
        {
            long[] start = new long[rank], count = new long[rank];
            var first = grid.BlockOf(frame, start, count);
            Assert.True(grid.TryFind(frame, start, count, out var index, out var run));
            Assert.True(seen.Add((first, index)));
            var size = count.Aggregate(1L, static (product, length) => product * length);
            Assert.InRange(index, 0, size - 1);
            Assert.True(size * FrameBytes <= mostBytes || size == 1, $"a block of {size} frames");
            for (var axis = 0; axis < rank; axis++)
                Assert.True(start[axis] / chunk[axis] == (start[axis] + count[axis] - 1) / chunk[axis], "a block crosses chunks");
            for (var next = 0; next < run; next++)
            {
                Assert.True(grid.TryFind(frame + next, start, count, out var other, out _));
                Assert.Equal(index + next, other);
            }

            if (grid.TryFind(frame + run, start, count, out var behind, out _))
                Assert.NotEqual(index + run, behind);
        }
    }

    [Fact]
    public void LargeBlock_IsCutAlongTheSlowAxis() =>
        Assert.Equal(new Extent(4, 32), new ScanBlockGrid([64, 64], [32, 32], 100, 4 * 32 * 100).Block);
}
