using System.Numerics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>The rules of the UDF contract, one by one; docs/udf.md names them.</summary>
public sealed class UdfRulesTests
{
    private static readonly DataShape Shape = new(new Extent(4, 5), new Extent(2, 3));
    private static readonly ushort[] Values = [.. Enumerable.Range(0, 120).Select(static i => (ushort)((i * 37 % 101) + 1))];

    [Fact]
    public async Task Preprocess_SetsTheNeutralElementOfWorkersAndOfTheMergedBuffers()
    {
        using var source = Open();
        var runs = await RunAsync(source, new Product(), partitions: 7, threads: 3);
        var expected = Values.Aggregate(1.0, static (product, value) => product * (1 + (value / 1e4)));
        Assert.Equal(expected, runs["product"].Span<double>()[0], 1e-12);
        // Without a frame the merged buffer keeps what Preprocess put there.
        var none = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Product()], ScanSelection.FromIndices(Shape.Scan, [])));
        Assert.Equal(1, none["product"].Span<double>()[0]);
    }

    [Fact]
    public async Task Postprocess_SeesThePartitionAndFillsABufferOfItsOwn()
    {
        using var source = Open();
        foreach (var executor in (Executor[])[new CpuExecutor(3), new InlineExecutor(), new DelayedExecutor(2), new PipelinedExecutor(2)])
        {
            var log = new TaskLog();
            var results = await executor.RunAsync(RunPlan.Create(source, [new Centred(log)], options: new RunOptions { Partitions = 5 }));
            var sums = Values.Chunk(6).Select(static frame => frame.Sum(static value => (double)value)).ToArray();
            for (var frame = 0; frame < 20; frame++)
                Assert.Equal(sums[frame] - sums.Skip(frame / 4 * 4).Take(4).Average(), results["centred"].Span<double>()[frame], 1e-9);
            Assert.Equal(5, log.Cleaned);
            Assert.Equal(log.Made, log.Disposed);
            Assert.InRange(log.Made, 1, executor.Threads + 5);
        }
    }

    [Fact]
    public async Task MergeAll_EqualsMergeAndMayLeaveBuffersOut()
    {
        using var source = Open();
        var roi = ScanSelection.FromMask(Shape.Scan, [.. Enumerable.Range(0, 20).Select(static i => i % 3 > 0)]);
        var options = new RunOptions { Partitions = 6 };
        var merged = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Both()], roi, options));
        var atOnce = await new DelayedExecutor(2).RunAsync(RunPlan.Create(source, [new Both()], roi, options));
        Assert.Equal(merged["frames"].Span<double>().ToArray(), atOnce["frames"].Span<double>().ToArray());
        Assert.Equal(merged["pattern"].Span<double>().ToArray(), atOnce["pattern"].Span<double>().ToArray());
        Assert.Equal(0, atOnce["left_out"].Span<double>()[0]);
        Assert.Equal(roi.FrameCount, merged["left_out"].Span<double>()[0]);
    }

    [Theory]
    [InlineData("undeclared", "does not declare")]
    [InlineData("length", "declared")]
    [InlineData("type", "declared")]
    public async Task MergeAll_IsHeldAgainstTheDeclaration(string fault, string part)
    {
        using var source = Open();
        var e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new DelayedExecutor(2).RunAsync(RunPlan.Create(source, [new Both { Fault = fault }])));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_KnowsWhatWasMergedBefore()
    {
        using var source = Open();
        var seen = new List<int>();
        var udf = new CountingMerge(seen);
        await new InlineExecutor().RunAsync(RunPlan.Create(source, [udf], options: new RunOptions { Partitions = 4, IsOrdered = true }));
        Assert.Equal([0, 5, 10, 15], seen);
    }

    [Fact]
    public void BuffersThatCannotBeMerged_AreRefusedBeforeTheRun()
    {
        using var source = Open();
        foreach (var declaration in (BufferDeclaration[])[
            new("a", ResultKind.Detector, ElementType.Object),
            new("a", ResultKind.Single, ElementType.F64, Merge: MergeRule.Custom),
            new("a", ResultKind.Single, ElementType.C128, Merge: MergeRule.Maximum)])
        {
            var e = Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Declaring(declaration)]));
            Assert.Contains(nameof(IMergeUdf), e.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => RunPlan.Create(
            source, [new Declaring(new("a", ResultKind.Single, ElementType.F64), new("a", ResultKind.Scan, ElementType.F64))]));
    }

    [Fact]
    public void MethodsThatAreMissing_AreRefusedBeforeTheRun()
    {
        using var source = Open();
        Assert.Contains(
            "processes nothing",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Idle()])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "does not implement",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Declaring { Chosen = UdfMethod.Tile }])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "not a processing method",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Declaring { Chosen = (UdfMethod)99 }])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, []));
    }

    [Theory]
    [InlineData("undeclared", "does not declare")]
    [InlineData("private", "private")]
    [InlineData("missing", "does not return")]
    [InlineData("type", "declares")]
    [InlineData("kind", "declares")]
    [InlineData("shape", "declares")]
    public async Task Results_AreHeldAgainstTheDeclaration(string fault, string part)
    {
        using var source = Open();
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(source, new Faulty(fault)));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_AreMadeWhenSomebodyLooks()
    {
        using var source = Open(delay: TimeSpan.FromMilliseconds(2));
        var made = 0;
        var partial = 0;
        await foreach (var results in new InlineExecutor()
            .RunPartsAsync(RunPlan.Create(source, [new Lookup(() => made++)], options: new RunOptions { Partitions = 10 })))
        {
            if (results.IsComplete)
                Assert.Equal(1, made);
            else
                partial++;
        }

        Assert.Equal(9, partial);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task ComplexBoolAndObjects_AreBuffersToo()
    {
        using var source = Open();
        var results = await RunAsync(source, new Odd(), partitions: 6, threads: 3);
        var total = Values.Sum(static value => (double)value);
        Assert.Equal(new Complex(total, -total), results["c128"].Span<Complex>()[0]);
        Assert.Equal((float)total, results["c64"].Span<Complex64>()[0].Real, 1f);
        Assert.Equal(Values.Contains((ushort)50), results["any"].Span<bool>()[0]);
        Assert.True(results["all"].Span<bool>()[0]);
        var ragged = (object?[])results["ragged"].Values;
        for (var frame = 0; frame < 20; frame++)
            Assert.Equal(Values.Skip(frame * 6).Take(6).Where(static value => value > 60), (ushort[])ragged[frame]!);
        Assert.Empty(results["empty"].Values);
        Assert.Equal(new Extent(4, 5, 0), results["empty"].Shape);
    }

    [Fact]
    public async Task AuxData_AreThoseOfTheFramesAndPixelsAtHand()
    {
        using var source = Open();
        var perFrame = AuxData<double>.PerFrame(Enumerable.Range(0, 40).Select(static i => i / 3.0).ToArray(), new Extent(2));
        var perPixel = AuxData<float>.PerPixel(new float[] { 1, 2, 3, 4, 5, 6 });
        foreach (var block in (Extent?[])[null, new Extent(1, 2), new Extent(2, 1)])
        {
            var options = new RunOptions { Partitions = 3, TileBlock = block, TileFrames = 3 };
            var found = (await new CpuExecutor(2)
                .RunAsync(RunPlan.Create(source, [new Weighted(perFrame, perPixel)], options: options)))["sum"].Span<double>().ToArray();
            for (var frame = 0; frame < 20; frame++)
                Assert.Equal(
                    Enumerable.Range(0, 6).Sum(pixel => Values[(frame * 6) + pixel] * (pixel + 1))
                        * ((2 * frame / 3.0) + (((2 * frame) + 1) / 3.0)),
                    found[frame],
                    1e-6);
        }

        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Weighted(AuxData<double>.PerFrame(new double[3]), perPixel)]));
    }

    [Fact]
    public async Task Coordinates_AreTrueOnesUnderRegionsAndOffsets()
    {
        using var source = new ArraySource<byte>(new byte[64], new DataShape(new Extent(8, 8), new Extent(1)));
        var corners = ScanSelection.FromIndices(source.Shape.Scan, [0, 7, 56, 63]);
        var raw = (await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Contracts.PortionUdf<byte>(UdfMethod.Stack)], corners)));
        Assert.Equal([0, 0, 0, 7, 7, 0, 7, 7], raw["coordinates"].Raw<long>());
        Assert.Equal([0, 1, 2, 3], raw["number"].Raw<long>());
        foreach (var (offset, expected) in new[] { (62, (long[])[0, 0, 0, 1]), (-62, [7, 6, 7, 7]) })
        {
            using var moved = new SyncOffset(new ArraySource<byte>(new byte[64], source.Shape), offset);
            var results = await new InlineExecutor().RunAsync(RunPlan.Create(moved, [new Contracts.PortionUdf<byte>(UdfMethod.Stack)]));
            var valid = results["number"].Valid!;
            Assert.Equal(
                expected,
                Enumerable.Range(0, 64)
                    .Where(i => valid[i])
                    .SelectMany(i => results["coordinates"].Span<long>().Slice(2 * i, 2).ToArray()));
        }
    }

    [Fact]
    public async Task EveryUdf_HasItsOwnInputType()
    {
        using var source = Open();
        var results = await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(
                source, [new Map<float, float>(static frame => frame[0] / 2), new Map<ushort, int>(static frame => frame[1])]));
        Assert.Equal(
            Values.Where(static (_, i) => i % 6 == 0).Select(static value => value / 2f), results.Of(0)[0].Span<float>().ToArray());
        Assert.Equal(Values.Where(static (_, i) => i % 6 == 1).Select(static value => (int)value), results.Of(1)[0].Span<int>().ToArray());
        using var wide = new ArraySource<uint>(new uint[120], Shape);
        Assert.Contains(
            "float64",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(wide, [new Map<float, float>(static frame => frame[0])])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 32, 32 }, false)]
    [InlineData(new long[] { 1, 32 }, false)]
    [InlineData(new long[] { 64, 64 }, false)]
    [InlineData(new long[] { 64, 64, 4 }, false)]
    [InlineData(new long[] { 1, 1, 1, 1 }, false)]
    [InlineData(new long[] { 64, 64, 3 }, true)]
    [InlineData(new long[] { 1, 1, 3 }, true)]
    [InlineData(new long[] { 64, 1 }, true)]
    [InlineData(new long[] { 64, 3 }, true)]
    [InlineData(new long[] { 3 }, true)]
    [InlineData(new long[] { 1 }, true)]
    [InlineData(new long[] { }, true)]
    public void WithMask_RepeatsWhatFits(long[] lengths, bool fits)
    {
        var result = new ResultArray("a", ResultKind.Single, ElementType.F32, new Extent(64, 64, 3), new float[64 * 64 * 3]);
        var shape = new Extent(lengths);
        var mask = new bool[shape.Count];
        mask[^1] = true;
        if (!fits)
        {
            Assert.Throws<ArgumentException>(() => result.WithMask(mask, shape));
            return;
        }

        var full = result.WithMask(mask, shape).ValidMask();
        Assert.True(full[^1]);
        for (var i = 0; i < full.Length; i++)
        {
            long[] position = [i / 192, i / 3 % 64, i % 3];
            var at = 0L;
            for (var axis = 0; axis < lengths.Length; axis++)
            {
                var index = position[3 - lengths.Length + axis];
                at = (at * lengths[axis]) + (lengths[axis] == 1 ? 0 : index);
            }

            Assert.Equal(mask[at], full[i]);
        }
    }

    [Fact]
    public async Task ValidBounds_BoxWhatIsThere()
    {
        using var source = Open();
        var roi = ScanSelection.Rectangle(Shape.Scan, 1, 2, 2, 3);
        var (origin, size) = (await new CpuExecutor(1)
            .RunAsync(RunPlan.Create(source, [new Map<ushort, int>(static frame => frame[0])], roi)))["result"].ValidBounds();
        Assert.Equal([1, 2], origin);
        Assert.Equal(new Extent(2, 2), size);
    }

    [Fact]
    public async Task FieldsOfAUdf_BelongToOneWorker()
    {
        using var source = new ArraySource<byte>(new byte[20_000], new DataShape(new Extent(20_000), new Extent(1)));
        for (var round = 0; round < 10; round++)
        {
            var results = await new CpuExecutor(4)
                .RunAsync(RunPlan.Create(source, [new Careless()], options: new RunOptions { Partitions = 200 }));
            Assert.All(results["same"].Span<bool>().ToArray(), Assert.True);
        }
    }

    [Fact]
    public async Task RunsInParallel_DoNotDisturbOneAnother()
    {
        using var source = Open();
        var expected = (await RunAsync(source, new Contracts.PortionUdf<ushort>(UdfMethod.Tile)))["pattern"].Span<double>().ToArray();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            var executor = (i % 4) switch
            {
                0 => (Executor)new CpuExecutor(2),
                1 => new InlineExecutor(),
                2 => new DelayedExecutor(2),
                _ => new PipelinedExecutor(2),
            };
            var results = await executor.RunAsync(RunPlan.Create(source, [new Contracts.PortionUdf<ushort>(UdfMethod.Tile)]));
            Assert.Equal(expected, results["pattern"].Span<double>().ToArray());
        }));
    }

    [Fact]
    public async Task Map_WantsAlwaysTheSameShape()
    {
        using var source = Open();
        var e = await Assert.ThrowsAsync<RunException>(
            () => RunAsync(source, new Map<ushort, int[]>(static frame => new int[frame[0] == 1 && frame[1] == 1 ? 2 : 3])));
        Assert.Contains("after 2", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Map<ushort, string>(static _ => "no number")]));
    }

    [Fact]
    public async Task Accumulate_FitsAnyNumbersIntoTheBuffer()
    {
        using var source = Open();
        var results = await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [new Fitting()], options: new RunOptions { TileBlock = new Extent(1, 2), TileFrames = 3 }));
        var pattern = Enumerable.Range(0, 6)
            .Select(pixel => Enumerable.Range(0, 20).Sum(frame => (long)Values[(frame * 6) + pixel])).ToArray();
        Assert.Equal(pattern.Select(static sum => (double)sum), results["doubles"].Span<double>().ToArray());
        Assert.Equal(pattern, results["integers"].Span<long>().ToArray());
    }

    [Fact]
    public void DevicesThatAreNotThere_AreRefusedBeforeTheRun()
    {
        using var source = Open();
        Assert.Throws<ArgumentException>(
            () => RunPlan.Create(source, [new Fitting()], options: new RunOptions { Devices = [DeviceClass.Accelerator] }));
        Assert.NotNull(
            RunPlan.Create(source, [new Fitting()], options: new RunOptions { Devices = [DeviceClass.Accelerator, DeviceClass.Cpu] }));
    }

    [Fact]
    public void Explain_SaysHowItIsDone()
    {
        using var source = Open();
        var lines = RunPlan.Create(
            source,
            [new Contracts.PortionUdf<float>(UdfMethod.Tile)],
            options: new RunOptions { TileBlock = new Extent(1, 3), IsOrdered = true }).Explain();
        Assert.Contains(
            lines,
            static line => line.Contains("by tile of 1×3", StringComparison.Ordinal)
                && line.Contains("float32", StringComparison.Ordinal) && line.Contains("order", StringComparison.Ordinal));
    }

    private static ArraySource<ushort> Open(TimeSpan delay = default) => new(Values, Shape) { TileDelay = delay };

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf, int? partitions = null, int threads = 2) =>
        new CpuExecutor(threads).RunAsync(RunPlan.Create(source, [udf], options: new RunOptions { Partitions = partitions }));
}
