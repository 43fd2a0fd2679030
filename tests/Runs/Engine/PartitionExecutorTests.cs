using System.Collections;
using Ronchi.Analyses;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Analyses;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>An executor of another assembly: partitions are carried out by a plan of their own and come back as bytes.</summary>
public sealed class PartitionExecutorTests : ExecutorContract
{
    public static TheoryData<string, ElementType> Analyses()
    {
        var rows = new TheoryData<string, ElementType>();
        foreach (var analysis in KnownAnalyses.All.Where(static analysis => !analysis.WritesFiles))
        {
            rows.Add(analysis.Name, ElementType.U16);
            rows.Add(analysis.Name, ElementType.F32);
        }

        return rows;
    }

    protected override Executor Create(int threads) => new BytesExecutor(threads);

    [Theory]
    [MemberData(nameof(Analyses))]
    public async Task EveryAnalysis_IsEqualToTheCpuExecutor_BitForBit(string name, ElementType type)
    {
        // Masked pixels, and a frame without a measurement.
        var values = AnalysisRuns.Values();
        values.AsSpan(7 * AnalysisRuns.Pixels, AnalysisRuns.Pixels).Fill(type == ElementType.U16 ? ushort.MaxValue : 40);
        var validity = Validity.Everything with
        {
            MaskedPixels = PixelSet.From(AnalysisRuns.Pixels, static pixel => pixel == 3),
            MaximumIsNoData = type == ElementType.U16,
        };
        using var source = AnalysisRuns.Source(values, type, validity);
        var part = ScanSelection.FromMask(
            source.Shape.Scan, [.. Enumerable.Range(0, AnalysisRuns.FrameCount).Select(static i => i is >= 6 and not 28)]);
        foreach (var selection in (ScanSelection?[])[null, part])
        {
            var executor = new BytesExecutor(3);
            var expected = await RunAsync(new CpuExecutor(3), source, name, selection);
            var found = await RunAsync(executor, source, name, selection);

            Assert.Equal(expected.Select(static result => result.Name), found.Select(static result => result.Name));
            foreach (var (one, other) in expected.Zip(found))
            {
                Assert.Equal(one.Shape, other.Shape);
                Assert.Equal((IEnumerable)one.Values, other.Values);
                Assert.Equal(one.ValidMask(), other.ValidMask());
            }

            Assert.True(executor.Workers.Started > 0);
            Assert.Equal(executor.Workers.Started, executor.Workers.Ended);
        }
    }

    [Fact]
    public async Task FailedUdf_IsTheSameFailure_AndEveryWorkerEnds()
    {
        using var source = new ArraySource<ushort>(
            Enumerable.Range(0, 400).Select(static i => (ushort)i).ToArray(), new DataShape(new Extent(100), new Extent(4)));
        var plan = RunPlan.Create(
            source, [new Map<ushort, int>(static frame => frame[0] == 200 ? throw new InvalidDataException("broken") : 1)]);
        var executor = new BytesExecutor(4);

        var expected = await Assert.ThrowsAsync<RunException>(() => new InlineExecutor().RunAsync(plan));
        var found = await Assert.ThrowsAsync<RunException>(() => executor.RunAsync(plan));

        Assert.Equal((expected.Message, expected.Partition, expected.Frames), (found.Message, found.Partition, found.Frames));
        Assert.Equal(executor.Workers.Started, executor.Workers.Ended);
    }

    [Fact]
    public async Task CancelledRun_HoldsWholePartitions_AndProgressReachesTheEndOtherwise()
    {
        using var source = new ArraySource<ushort>(
            Enumerable.Range(0, 250).Select(static i => (ushort)i).ToArray(), new DataShape(new Extent(250), new Extent(1)));
        using var stop = new CancellationTokenSource();
        var options = new RunOptions { Partitions = 25 };
        var udf = new Map<ushort, int>(frame => frame[0] == 100 ? Cancel() : 1);

        var cancelled = await Assert.ThrowsAsync<RunCanceledException>(
            () => new BytesExecutor(1).RunAsync(RunPlan.Create(source, [udf], options: options), cancellationToken: stop.Token));
        var valid = cancelled.Partial["result"].ValidMask();
        var reports = new List<RunProgress>();
        var all = await new BytesExecutor(2)
            .RunAsync(
                RunPlan.Create(source, [new Map<ushort, int>(static _ => 1)], options: options),
                new DirectProgress<RunProgress>(reports.Add));

        Assert.Equal(100, valid.Count(static isValid => isValid));
        Assert.True(valid.AsSpan(0, 100).IndexOf(false) < 0);
        Assert.True(all.IsComplete);
        Assert.Equal((250, 250), (reports[^1].Frames, reports[^1].TotalFrames));

        int Cancel()
        {
            stop.Cancel();
            return 1;
        }
    }

    [Fact]
    public async Task PartitionOfAnotherPlan_IsRefused()
    {
        using var source = new ArraySource<ushort>(new ushort[400], new DataShape(new Extent(100), new Extent(4)));
        var plan = RunPlan.Create(source, [new Map<ushort, int>(static _ => 1)], options: new RunOptions { Partitions = 4 });
        var other = RunPlan.Create(source, [new Map<ushort, int>(static _ => 1)], options: new RunOptions { Partitions = 5 });

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => new Swapping(other).RunAsync(plan));

        Assert.StartsWith(
            "What came back as partition 0 with parameters 0 (it says 0 and 0) does not fit the plan",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void BufferThatCannotComeBack_IsRefusedBeforeAnythingIsAllocated()
    {
        using var source = new ArraySource<ushort>(new ushort[400], new DataShape(new Extent(100), new Extent(4)));
        var plan = RunPlan.Create(source, [new Wide()]);

        Assert.Contains(
            "'wide' of 'wide' takes more than 2 GiB",
            Assert.Throws<ArgumentException>(() => new PartitionProcessor(plan)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedBytes_AreRefused()
    {
        using var source = new ArraySource<ushort>(new ushort[400], new DataShape(new Extent(100), new Extent(4)));
        var plan = RunPlan.Create(source, [new Map<ushort, int>(static _ => 1)]);
        using var processor = new PartitionProcessor(plan);
        var bytes = processor.Run(PartitionWork.Of(plan, 0)).ToBytes();

        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.Throws<InvalidDataException>(() => FinishedPartition.FromBytes(cut));
        }

        Assert.Throws<InvalidDataException>(() => FinishedPartition.FromBytes([.. bytes, 0]));
        Assert.Equal(bytes, FinishedPartition.FromBytes(bytes).ToBytes());
    }

    private static async Task<ResultSet> RunAsync(Executor executor, IFrameSource source, string name, ScanSelection? selection)
    {
        var analysis = KnownAnalyses.All.First(known => known.Name == name);
        var udf = analysis.Create(AnalysisRuns.Context(source, selection), AnalysisRuns.ArgumentsOf(analysis));
        return await executor.RunAsync(
            RunPlan.Create(source, [udf], selection, new RunOptions { Partitions = 4, TileFrames = 4, IsOrdered = true }));
    }

    private sealed class Wide : Udf, IFrameUdf
    {
        public override string Name => "wide";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("wide", ResultKind.Single, ElementType.F64, new Extent(1 << 29))];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
        }
    }

    private sealed class Swapping(RunPlan other) : PartitionExecutor
    {
        public override string Name => "swapping";

        public override int Threads => 1;

        protected override ValueTask<IPartitionWorker> StartWorkerAsync(RunPlan plan, int number, CancellationToken cancellationToken) =>
            new(new Worker(other));

        private sealed class Worker(RunPlan plan) : IPartitionWorker
        {
            public ValueTask<FinishedPartition> RunAsync(PartitionWork work, CancellationToken cancellationToken)
            {
                using var processor = new PartitionProcessor(plan);
                return new(processor.Run(PartitionWork.Of(plan, work.Number), cancellationToken));
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
