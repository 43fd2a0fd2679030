using CsCheck;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

public sealed class CpuExecutorTests
{
    public static TheoryData<long[], long[], int> Shapes { get; } = new()
    {
        { [1], [1], 1 },
        { [7], [5], 2 },
        { [3, 5], [4, 9], 1 },
        { [16, 17], [8, 8], 2 },
        { [2, 3, 5], [2, 3, 4], 3 },
        { [4, 0], [3, 3], 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task AnyShape_EveryFrameOnce(long[] scan, long[] detector, int threads)
    {
        var (source, values) = Random(scan, detector, seed: 5);
        var plan = RunPlan.Create(source, [new CountingUdf()]);
        var results = await new CpuExecutor(threads).RunAsync(plan);
        Assert.True(results.IsComplete);
        Assert.All(results["visits"].Span<int>().ToArray(), static visits => Assert.Equal(1, visits));
        var (frames, pattern) = Reference(values, (int)source.Shape.FrameElements, _ => true);
        Assert.Equal(frames, results["frame_sum"].Span<ulong>().ToArray());
        Assert.Equal(pattern, results["pattern"].Span<ulong>().ToArray());
        Assert.Equal(values.Length == 0 ? long.MinValue : values.Max(), results["largest"].Span<long>()[0]);
        Assert.Equal(values.Length == 0 ? long.MaxValue : values.Min(), results["smallest"].Span<long>()[0]);
        Assert.DoesNotContain(results, static result => result.Name == "hidden");
        Assert.Null(results["visits"].Valid);
    }

    [Fact]
    public async Task RegionOfInterest_VisitsItAlone()
    {
        var (source, values) = Random([9, 11], [5, 3], seed: 6);
        await Gen.Bool.Array[99].SampleAsync(
            async mask =>
            {
                var results = await new CpuExecutor(2)
                    .RunAsync(RunPlan.Create(source, [new CountingUdf()], ScanSelection.FromMask(source.Shape.Scan, mask)));
                Assert.Equal(mask, results["visits"].Valid);
                Assert.Equal(mask, results["visits"].Span<int>().ToArray().Select(static visits => visits == 1));
                var (_, pattern) = Reference(values, 15, frame => mask[frame]);
                Assert.Equal(pattern, results["pattern"].Span<ulong>().ToArray());
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task AnyNumberOfWorkers_MergesToTheSame() =>
        await Gen.Select(Gen.Int[0, 30], Gen.Int[1, 12], Gen.Int[1, 6], Gen.UShort.Array[1, 64]).SampleAsync(
            static async (rows, columns, workers, numbers) =>
            {
                var shape = new DataShape(new Extent(rows, columns), new Extent(3, 2));
                var values = Enumerable.Range(0, (int)shape.Full.Count).Select(i => numbers[i % numbers.Length]).ToArray();
                var results = await new CpuExecutor(workers)
                    .RunAsync(RunPlan.Create(new ArraySource<ushort>(values, shape), [new CountingUdf()]));
                var (frames, pattern) = Reference(values, 6, static _ => true);
                Assert.Equal(frames, results["frame_sum"].Span<ulong>().ToArray());
                Assert.Equal(pattern, results["pattern"].Span<ulong>().ToArray());
                Assert.Equal(values.Length == 0 ? long.MinValue : values.Max(), results["largest"].Span<long>()[0]);
                Assert.Equal(values.Length == 0 ? long.MaxValue : values.Min(), results["smallest"].Span<long>()[0]);
            },
            iter: 100,
            threads: 1);

    [Fact]
    public async Task EmptyRegion_GivesEmptyResults()
    {
        var (source, _) = Random([4, 4], [2, 2], seed: 1);
        var results = await new CpuExecutor()
            .RunAsync(RunPlan.Create(source, [new CountingUdf()], ScanSelection.FromIndices(source.Shape.Scan, [])));
        Assert.True(results.IsComplete);
        Assert.All(results["visits"].Valid!, Assert.False);
    }

    [Fact]
    public async Task MissingFrames_AreNotVisitedAndInvalid()
    {
        var (values, shape) = (new ushort[60], new DataShape(new Extent(5, 4), new Extent(3)));
        var source = new ArraySource<ushort>(values, shape, new Validity { RecordedFrames = 13 });
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new CountingUdf()]));
        Assert.Equal(13, results["visits"].Span<int>().ToArray().Sum());
        Assert.Equal(13, results["visits"].Valid!.Count(static valid => valid));
    }

    [Fact]
    public async Task FailingUdf_IsNamedWithItsFrames()
    {
        var (source, _) = Random([40], [4], seed: 2);
        var udf = new CountingUdf { OnTile = static frames => { if (frames.Start >= 20) throw new InvalidDataException("broken"); } };
        var e = await Assert.ThrowsAsync<RunException>(() => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf])));
        Assert.Equal("counting", e.Udf);
        Assert.True(e.Frames!.Value.Start >= 20);
        Assert.Contains("broken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_YieldsWhatWasMerged()
    {
        var (source, values) = Random([1000], [4], seed: 3);
        using var cancel = new CancellationTokenSource();
        var udf = new CountingUdf { OnTile = frames => { if (frames.Start >= 300) cancel.Cancel(); } };
        var e = await Assert.ThrowsAsync<RunCanceledException>(
            () => new CpuExecutor(1).RunAsync(RunPlan.Create(source, [udf]), cancellationToken: cancel.Token));
        Assert.False(e.Partial.IsComplete);
        var visits = e.Partial["visits"];
        Assert.Equal(visits.Valid, visits.Span<int>().ToArray().Select(static count => count == 1));
        var (_, pattern) = Reference(values, 4, frame => visits.Valid![frame]);
        Assert.Equal(pattern, e.Partial["pattern"].Span<ulong>().ToArray());
    }

    [Fact]
    public async Task Progress_EndsAtTotal()
    {
        var (source, _) = Random([50], [4], seed: 4);
        var last = default(RunProgress);
        await new CpuExecutor()
            .RunAsync(RunPlan.Create(source, [new CountingUdf()]), new DirectProgress<RunProgress>(value => last = value));
        Assert.Equal((50, 50), (last.Frames, last.TotalFrames));
    }

    [Fact]
    public async Task TwoResultsOfOneName_AreTakenByUdf()
    {
        var (source, _) = Random([4], [4], seed: 4);
        var results = await new CpuExecutor().RunAsync(RunPlan.Create(source, [new CountingUdf(), new CountingUdf()]));
        Assert.Equal(results.Of(0)[1].Span<ulong>().ToArray(), results.Of(1)[1].Span<ulong>().ToArray());
        var e = Assert.Throws<ArgumentException>(() => results["visits"]);
        Assert.Contains("'visits'", e.Message, StringComparison.Ordinal);
    }

    private static (ArraySource<ushort> Source, ushort[] Values) Random(long[] scan, long[] detector, int seed)
    {
        var shape = new DataShape(new Extent(scan), new Extent(detector));
        var random = new Random(seed);
        var values = Enumerable.Range(0, (int)shape.Full.Count).Select(_ => (ushort)random.Next(65536)).ToArray();
        return (new ArraySource<ushort>(values, shape), values);
    }

    private static (ulong[] Frames, ulong[] Pattern) Reference(ushort[] values, int width, Func<int, bool> selected)
    {
        var frames = new ulong[values.Length / width];
        var pattern = new ulong[width];
        for (var i = 0; i < values.Length; i++)
        {
            if (!selected(i / width))
                continue;
            frames[i / width] += values[i];
            pattern[i % width] += values[i];
        }

        return (frames, pattern);
    }
}
