using Ronchi.Analyses.Statistics;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>
/// What a UDF is given, as LiberTEM gives it: partitions with gaps, fresh buffers, the region before the run, dense values of sparse rows.
/// </summary>
public sealed class UdfPortionTests
{
    [Fact]
    public async Task PartitionWithGaps_IsOne()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 24 * 3).Select(_ => (ushort)random.Next(100)).ToArray();
        using var source = new ArraySource<ushort>(values, new DataShape(new Extent(4, 6), new Extent(3)));
        long[] positions = [0, 2, 3, 5, 8, 9, 13, 17, 18, 21, 22, 23];
        var udf = new Partitions(AuxData<long>.PerFrame(Enumerable.Range(0, 24).Select(static i => 100L + i).ToArray()));
        var roi = ScanSelection.FromIndices(source.Shape.Scan, positions);
        foreach (var executor in (Executor[])[new CpuExecutor(2), new InlineExecutor(), new PipelinedExecutor(2), new DelayedExecutor(2)])
        {
            var results = await executor.RunAsync(
                RunPlan.Create(source, [udf, new Product()], roi, new RunOptions { Partitions = 2 }),
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(2, results["calls"].Span<int>()[0]);
            Assert.Equal(
                positions.Select(position => (double)values.AsSpan((int)position * 3, 3).ToArray().Sum(static value => value)),
                results["sums"].Raw<double>());
            Assert.Equal(positions.SelectMany(static position => (long[])[position / 6, position % 6]), results["coordinates"].Raw<long>());
            Assert.Equal(positions.Select(static position => position + 100), results["aux"].Raw<long>());
        }
    }

    [Fact]
    public async Task OwnMerge_GetsEachPartitionWithFreshBuffers()
    {
        using var source = new ArraySource<ushort>(new ushort[64 * 2], new DataShape(new Extent(64), new Extent(2)));
        var results = await new CpuExecutor(2)
            .RunAsync(
                RunPlan.Create(source, [new Counter()], options: new RunOptions { Partitions = 4 }),
                cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(4, results["merges"].Span<long>()[0]);
        Assert.Equal(Enumerable.Range(0, 64).Select(static i => (long)(i % 16)), results["before"].Span<long>().ToArray());
    }

    [Fact]
    public async Task Declare_SeesTheRegion_AndValidScanIsCompleteAtTheEnd()
    {
        using var source = new ArraySource<ushort>(
            new ushort[40], new DataShape(new Extent(4, 5), new Extent(2)), new Validity { RecordedFrames = 18 });
        var udf = new OfTheRegion();
        var results = await new CpuExecutor(2)
            .RunAsync(
                RunPlan.Create(source, [udf], ScanSelection.Rectangle(source.Shape.Scan, 2, 1, 3, 4)),
                cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new Extent(6), results["each"].Shape);
        Assert.Equal([11L, 12, 13, 14, 16, 17], results["valid"].Span<long>().ToArray());
        results = await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [udf]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 18).Select(static i => (long)i), results["valid"].Span<long>().ToArray());
    }

    [Fact]
    public async Task SourceOfSparseRowsAlone_ServesEveryUdf()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 20 * 6).Select(_ => (ushort)Math.Max(0, random.Next(30) - 20)).ToArray();
        var shape = new DataShape(new Extent(4, 5), new Extent(2, 3));
        using var dense = new ArraySource<ushort>(values, shape);
        using var sparse = new ArraySource<ushort>(values, shape) { Forms = [TileForm.Sparse] };
        foreach (var method in Enum.GetValues<UdfMethod>())
        {
            foreach (var beside in (Udf[][])[[], [new Sum()]])
            {
                var expected = await new CpuExecutor(2)
                    .RunAsync(
                        RunPlan.Create(dense, [new PortionUdf<double>(method)]), cancellationToken: TestContext.Current.CancellationToken);
                var results = await new CpuExecutor(2)
                    .RunAsync(
                        RunPlan.Create(sparse, [new PortionUdf<double>(method), .. beside]),
                        cancellationToken: TestContext.Current.CancellationToken);
                Assert.Equal(expected["frame_sum"].Values, results.Of(0)[0].Values);
                Assert.Equal(expected["pattern"].Values, results.Of(0)[1].Values);
            }
        }

        var refused = Assert.Throws<ArgumentException>(
            () => RunPlan.Create(dense, [new PortionUdf<double>(UdfMethod.Frame)], options: new RunOptions { Forms = [TileForm.Sparse] }));
        Assert.DoesNotContain("add Pixels", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Partitions(AuxData<long> aux) : Udf, IPartitionUdf
    {
        public override string Name => "partitions";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            new("sums", ResultKind.Scan, ElementType.F64),
            new("coordinates", ResultKind.Scan, ElementType.I64, new Extent(2)),
            new("aux", ResultKind.Scan, ElementType.I64),
            new("calls", ResultKind.Single, ElementType.I32),
        ];

        public void ProcessPartition(in Tile partition, UdfTask task)
        {
            Assert.Equal(task.Runs.Sum(static run => run.Count), partition.Frames.Count);
            Assert.Equal(task.Roi.NumberOf(task.Runs[0].Start), task.Slice.Start);
            var sums = task.View<double>(0);
            for (var frame = 0; frame < partition.Frames.Count; frame++)
            {
                foreach (var value in partition.Frame<ushort>(frame))
                    sums[frame] += value;
            }

            task.Coordinates().CopyTo(task.View<long>(1));
            aux.View(task).CopyTo(task.View<long>(2));
            task.View<int>(3)[0]++;
        }
    }

    private sealed class Counter : Udf, IFrameUdf, IMergeUdf
    {
        public override string Name => "counter";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [
                new("count", ResultKind.Single, ElementType.I64, Use: BufferUse.Private),
                new("merges", ResultKind.Single, ElementType.I64),
                new("before", ResultKind.Scan, ElementType.I64)];

        public void ProcessFrame(in Tile frame, UdfTask task) => task.View<long>(2)[0] = task.View<long>(0)[0]++;

        public void Merge(UdfTask into, UdfTask from) => into[1].Span<long>()[0]++;
    }

    private sealed class OfTheRegion : Udf, IFrameUdf
    {
        public override string Name => "of-the-region";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [
                new("each", ResultKind.Single, ElementType.F64, new Extent(data.Roi!.FrameCount)),
                new("valid", ResultKind.Single, ElementType.I64, new Extent(data.Roi.FrameCount), Use: BufferUse.ResultOnly)];

        public void ProcessFrame(in Tile frame, UdfTask task) => task.View<double>(0)[(int)task.Slice.Start]++;

        public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
        {
            var valid = merged.ValidScan.ToArray();
            long[] positions = [.. Enumerable.Range(0, valid.Length)
                .Where(position => valid[position])
                .Select(static position => (long)position)];
            return [new("valid", ResultKind.Single, ElementType.I64, new Extent(merged.Roi.FrameCount), positions)];
        }
    }
}
