using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class ThreadsGrowingRunTests : GrowingRunContract
{
    protected override Executor Create(int threads) => new CpuExecutor(threads);
}

public sealed class InlineGrowingRunTests : GrowingRunContract
{
    // On the calling thread, which then waits: the test's own goes on.
    protected override Executor Create(int threads) => new CpuExecutor(1);

    [Fact]
    public async Task OnTheCallingThread_TheRunWaitsForTheEnd()
    {
        using var growing = new ScriptedSource<ushort>(
            [.. Enumerable.Repeat((ushort)1, 200)], new DataShape(new Extent(100), new Extent(2)));
        growing.Deliver(new FrameRange(20, 30));
        var run = Task.Run(() => new InlineExecutor().RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)])));
        growing.Deliver(new FrameRange(0, 20));
        growing.End("enough.");
        var results = await run.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([50.0, 50.0], results["pattern"].Span<double>().ToArray());
    }
}

public sealed class PipelinedGrowingRunTests : GrowingRunContract
{
    protected override Executor Create(int threads) => new PipelinedExecutor(threads);
}

/// <summary>Partitions that are carried out elsewhere, by a plan that was made again while frames arrived.</summary>
public sealed class PartitionGrowingRunTests : GrowingRunContract
{
    protected override Executor Create(int threads) => new BytesExecutor(threads);

    [Fact]
    public async Task FramesThatAreSeenElsewhereLater_AreWaitedFor()
    {
        var shape = new DataShape(new Extent(10), new Extent(2));
        using var elsewhere = new ScriptedSource<ushort>([.. Enumerable.Repeat((ushort)3, 20)], shape);
        elsewhere.Deliver(new FrameRange(0, 2));
        var plan = RunPlan.Create(elsewhere, [new PortionUdf<ushort>(UdfMethod.Stack)]);
        using var processor = new PartitionProcessor(plan);
        var running = Task.Run(() => processor.Run(PartitionWork.Of(plan, 7, [new FrameRange(1, 4)])));
        elsewhere.Deliver(new FrameRange(2, 5));
        var finished = await running.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((7, false), (finished.Number, finished.IsMissed));
        Assert.Throws<ArgumentException>(() => PartitionWork.Of(plan, 0, [new FrameRange(8, 3)]));
    }
}

public sealed class GrowingPlanTests
{
    [Fact]
    public async Task WholePartitions_BeginWhenAllTheirFramesAreThere()
    {
        var values = Enumerable.Range(0, 400).Select(static i => (ushort)i).ToArray();
        var shape = new DataShape(new Extent(100), new Extent(4));
        var random = new Random(3);
        using var finished = new ArraySource<ushort>(values, shape);
        using var growing = new ScriptedSource<ushort>(values, shape);
        var options = new RunOptions { Partitions = 7 };
        var run = new CpuExecutor(2).RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Partition)], options: options));
        var frames = Enumerable.Range(0, 100).ToArray();
        random.Shuffle(frames);
        foreach (var frame in frames)
            growing.Deliver(new FrameRange(frame, 1));
        growing.End();
        var expected = await new InlineExecutor()
            .RunAsync(RunPlan.Create(finished, [new PortionUdf<ushort>(UdfMethod.Partition)], options: options));
        Assert.Equal(expected.Select(static result => result.Values), (await run).Select(static result => result.Values));
    }

    [Fact]
    public void FramesThatAreHeldForAWhile_AreNotPromisedToWhoReadsAgain()
    {
        using var growing = new ScriptedSource<ushort>(new ushort[100], new DataShape(new Extent(50), new Extent(2)), window: 3);
        Assert.Contains(
            "last 3 frames",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Partition)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "scan order",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(
                growing, [new PortionUdf<ushort>(UdfMethod.Stack)], options: new RunOptions { IsOrdered = true })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task PresentFramesOnly_AreNotWaitedFor()
    {
        using var growing = new ScriptedSource<ushort>(
            [.. Enumerable.Repeat((ushort)1, 100)], new DataShape(new Extent(50), new Extent(2)));
        growing.Deliver(new FrameRange(4, 6));
        var results = await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(growing, [new PortionUdf<ushort>(UdfMethod.Stack)], options: RunOptions.Present))
            .WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([6.0, 6.0], results["pattern"].Span<double>().ToArray());
        Assert.Equal(FrameSet.Of(new FrameRange(4, 6)), FrameSet.Of(ScanSelection.Sample(growing, 1000).Runs));
    }
}
