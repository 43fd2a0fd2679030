using Ronchi.Analyses.Steps;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Signals.Arrays;
using Xunit;

namespace Ronchi.Tests.Signals.Results;

public sealed class KeptFramesTests
{
    private static readonly DataShape Shape = new(new Extent(3, 4), new Extent(6, 8));
    private readonly CountingSource _source = new(new ArraySource<ushort>(
        Enumerable.Range(0, 12 * 48).Select(static value => (ushort)(value * 7 % 1000)).ToArray(), Shape));

    [Fact]
    public async Task FrameThatIsLookedAtAgain_IsNotComputedAgain()
    {
        using var scan = new Scan(_source);
        var derived = scan.Derive(new CropParameters { Crop = new(1, 1, 4, 4) });
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => derived.FrameAsync(1, 2)));
        var again = await derived.FrameAsync(1, 2);

        Assert.All(all, frame => Assert.Same(all[0], frame));
        Assert.Same(all[0], again);
        Assert.Equal(1, _source.FramesRead);
        Assert.True(scan.Session.Cache.Bytes > 0);
        await derived.FrameAsync(1, 3);
        Assert.Equal(2, _source.FramesRead);
        scan.Dispose();
        Assert.Equal(0, scan.Session.Cache.Bytes);
    }

    [Fact]
    public async Task FrameOfDataThatAreNotAllThere_IsMadeAgain()
    {
        var isComplete = false;
        using var scan = new Scan(_source) { HasAllData = () => isComplete };
        var derived = scan.Derive(new CropParameters { Crop = new(1, 1, 4, 4) });
        var before = await derived.FrameAsync(0, 0);

        Assert.Equal(0, scan.Session.Cache.Bytes);
        isComplete = true;
        var after = await derived.FrameAsync(0, 0);
        Assert.NotSame(before, after);
        Assert.Same(after, await derived.FrameAsync(0, 0));
    }

    [Fact]
    public async Task Frames_AreASequenceThatIsSlicedMappedAndReduced()
    {
        using var scan = new Scan(_source);
        var region = ScanSelection.Rectangle(Shape.Scan, 1, 1, 2, 2);
        var expected = scan.Frames<ushort>(region).Select(static frame => frame.Position);

        Assert.Equal(0, _source.FramesRead);
        Assert.Equal([5L, 6, 9, 10], await expected.ToListAsync(TestContext.Current.CancellationToken));
        var total = await scan.Frames<ushort>().AggregateAsync(
            0L, static (sum, frame) => sum + frame.Frame.Sum(static value => (long)value), TestContext.Current.CancellationToken);
        Assert.Equal((await scan.Analyse("sum").ToArrayAsync<long>(cancellationToken: TestContext.Current.CancellationToken)).Sum(), total);
        await foreach (var (position, frame) in scan.Frames<ushort>(region))
            Assert.Equal((await scan.FrameAsync(Shape.Scan.PositionOf(position))).Span<ushort>(), frame);
        Assert.Throws<ArgumentException>(() => scan.Frames<byte>());
        Assert.Throws<ArgumentException>(() => scan.Frames<ushort>(ScanSelection.All(new Extent(5))));
    }
}
