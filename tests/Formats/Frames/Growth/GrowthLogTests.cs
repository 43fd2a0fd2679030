using Ronchi.Contracts;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames.Growth;

public sealed class GrowthLogTests
{
    [Fact]
    public async Task WhoWaits_IsWokenByEachChangeAndByTheEnd()
    {
        var log = new GrowthLog(total: 10);
        var wait = log.WaitAsync(log.Now.Version, TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        log.Arrive(FrameSet.Of(new FrameRange(3, 2)));
        var first = await wait;
        Assert.Equal("3…4", first.Arrived.ToString());
        var again = log.WaitAsync(first.Version, TestContext.Current.CancellationToken);
        log.Arrive(FrameSet.Of(new FrameRange(3, 1)));   // known already: no change
        Assert.False(again.IsCompleted);
        log.End("the writer stopped.");
        var last = await again;
        Assert.Equal(new GrowthEnd(false, "the writer stopped."), last.End);
        Assert.Equal("0…2, 5…9", last.Lost.ToString());
        log.Arrive(FrameSet.First(10));
        Assert.Equal(last, await log.WaitAsync(long.MaxValue, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void WhatIsForgotten_HasArrivedButCannotBeRead()
    {
        var log = new GrowthLog(total: 10, window: 2);
        log.Arrive(FrameSet.First(4));
        log.Forget(FrameSet.First(2));
        log.Arrive(FrameSet.First(4));   // does not come back
        Assert.Equal(FrameSet.First(4), log.Now.Arrived);
        Assert.Equal("2…3", log.Now.Readable.ToString());
        log.Lose(FrameSet.First(6));
        Assert.Equal("4…5", log.Now.Lost.ToString());
    }

    [Fact]
    public async Task WaitingIsCancelled_AndFailsWithTheSource()
    {
        var log = new GrowthLog();
        using var cancel = new CancellationTokenSource();
        var wait = log.WaitAsync(0, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        log.Fail(new SourceException("detector", "it was unplugged."));
        await Assert.ThrowsAsync<SourceException>(() => log.WaitAsync(0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void UnknownTotal_IsKnownAtTheEnd()
    {
        var log = new GrowthLog();
        Assert.Equal("0 frames", log.Now.Extent);
        log.Arrive(FrameSet.Of(new FrameRange(0, 5), new FrameRange(7, 6)));
        Assert.Equal(new Extent(100, 4), log.Now.ScanOf(new Extent(100, 4)));
        log.End();
        Assert.Equal((13, "5…6"), (log.Now.Total, log.Now.Lost.ToString()));
        Assert.Equal("11 of 13 frames", log.Now.Extent);
        Assert.Equal(new Extent(4, 4), log.Now.ScanOf(new Extent(100, 4)));
    }

    [Fact]
    public async Task SeriesThatFollows_IsGivenAtTheEnd()
    {
        var shape = new DataShape(new Extent(4), new Extent(2));
        using var second = new ScriptedSource<ushort>(new ushort[8], shape);
        using var first = new ScriptedSource<ushort>(new ushort[8], shape);
        var next = first.Growth.NextAsync(TestContext.Current.CancellationToken);
        first.Deliver(new FrameRange(0, 4));
        Assert.False(next.IsCompleted);
        first.End(next: second);
        Assert.Same(second, await next);
        second.End();
        Assert.Null(await second.Growth.NextAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void FrameThatIsNotThere_IsRefusedInWords()
    {
        using var source = new ScriptedSource<ushort>(new ushort[8], new DataShape(new Extent(4), new Extent(2)));
        source.Deliver(new FrameRange(1, 1));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 4));
        Assert.Contains("1 of 4 frames", Assert.Throws<SourceException>(() => reader.Seek(new(0, 2))).Message, StringComparison.Ordinal);
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.TrySeek(new(1, 1)));
    }
}
