using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>
/// A UDF of the user's own sees 0 where nothing was measured, is told which values count, and the run reports how many were left out.
/// </summary>
public sealed class UnmeasuredValuesTests
{
    private const int Frames = 40, Rows = 3, Columns = 7, Pixels = Rows * Columns, Masked = 4, Blank = 13;
    private static readonly DataShape Shape = new(new Extent(5, 8), new Extent(Rows, Columns));

    public static TheoryData<ElementType, UdfMethod, bool> Cases()
    {
        var cases = new TheoryData<ElementType, UdfMethod, bool>();
        foreach (var type in (ElementType[])[
            ElementType.U8, ElementType.U16, ElementType.U32, ElementType.U64, ElementType.F32, ElementType.F64])
        {
            foreach (var method in Enum.GetValues<UdfMethod>())
            {
                cases.Add(type, method, false);
                cases.Add(type, method, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SumsAndMeans_AreOfWhatWasMeasured(ElementType type, UdfMethod method, bool isCut)
    {
        var (values, truth) = Values();
        foreach (var form in FormSource.FormsOf(type, Rule))
        {
            using var source = new FormSource(values, type, Shape, Rule, form == TileForm.Pixels ? [form] : [form, TileForm.Pixels]);
            var options = new RunOptions { TileFrames = 5, Partitions = 4, TileBlock = isCut ? new Extent(2, 3) : null };
            var results = await new CpuExecutor(2)
                .RunAsync(
                    RunPlan.Create(source, [new Means(method)], options: options),
                    cancellationToken: TestContext.Current.CancellationToken);
            for (var frame = 0; frame < Frames; frame++)
            {
                double[] measured = [.. truth.AsSpan(frame * Pixels, Pixels).ToArray().Where(static value => !double.IsNaN(value))];
                Assert.Equal(frame == Blank, double.IsNaN(results["sum"].Span<double>()[frame]));
                Assert.Equal(frame != Blank, results["count"].IsMeasured(frame));
                if (frame == Blank)
                    continue;
                Assert.Equal(measured.Sum(), results["sum"].Span<double>()[frame]);
                Assert.Equal(measured.Length, results["count"].Span<long>()[frame]);
            }

            for (var pixel = 0; pixel < Pixels; pixel++)
            {
                double[] measured = [.. Enumerable.Range(0, Frames)
                    .Select(frame => truth[(frame * Pixels) + pixel])
                    .Where(static value => !double.IsNaN(value))];
                Assert.Equal(measured.Sum(), results["pattern"].Span<double>()[pixel]);
                Assert.Equal(measured.Length, results["frames"].Span<long>()[pixel]);
            }

            Assert.Equal(
                (ulong)Enumerable.Range(0, values.Length).Count(i => double.IsNaN(values[i]) && i % Pixels != Masked),
                results["no_data_values_left_out"].Span<ulong>()[0]);
            Assert.Equal(BufferUse.Report, results["no_data_values_left_out"].Use);
            Assert.False(source.WasWrittenTo);
        }
    }

    [Theory]
    [InlineData(ElementType.U16)]
    [InlineData(ElementType.I16)]
    [InlineData(ElementType.F32)]
    public async Task WithoutTheRule_TheLargestValueIsData(ElementType type)
    {
        var values = Enumerable.Range(0, Frames * Pixels).Select(static i => (double)(i % 5)).ToArray();
        values[17] = type == ElementType.U16 ? ushort.MaxValue : short.MaxValue;
        foreach (var form in FormSource.FormsOf(type, Validity.Everything))
        {
            using var source = new FormSource(
                values, type, Shape, Validity.Everything, form is TileForm.Pixels or TileForm.Sparse ? [form] : [form, TileForm.Pixels]);
            var results = await new CpuExecutor(2)
                .RunAsync(RunPlan.Create(source, [new Means(UdfMethod.Frame)]), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(values.Take(Pixels).Sum(), results["sum"].Span<double>()[0]);
            Assert.Equal(Pixels, results["count"].Span<long>()[0]);
            Assert.Null(results["count"].Valid);
            Assert.DoesNotContain(results, static result => result.Name == "no_data_values_left_out");
        }
    }

    [Fact]
    public async Task SparseRowsUnderAMask_AreClearedToo()
    {
        var (values, truth) = Values();
        using var source = new FormSource(
            Array.ConvertAll(values, static value => double.IsNaN(value) ? 9 : value),
            ElementType.U16,
            Shape,
            new Validity { MaskedPixels = PixelSet.Of(Pixels, [Masked]) },
            TileForm.Sparse);
        var results = await new CpuExecutor(2)
            .RunAsync(
                RunPlan.Create(source, [new SparseTotals(), new Means(UdfMethod.Partition)]),
                cancellationToken: TestContext.Current.CancellationToken);
        for (var frame = 0; frame < Frames; frame++)
        {
            var expected = Enumerable.Range(0, Pixels)
                .Where(static pixel => pixel != Masked)
                .Sum(pixel => double.IsNaN(truth[(frame * Pixels) + pixel]) ? 9 : truth[(frame * Pixels) + pixel]);
            Assert.Equal(expected, results["total"].Span<double>()[frame]);
            Assert.Equal(expected, results["sum"].Span<double>()[frame]);
        }

        Assert.False(source.WasWrittenTo);
    }

    [Fact]
    public async Task KeptValues_AreAsStored_AndLeftOutOnesKeepTheirMarkInAWiderType()
    {
        var (values, _) = Values();
        using var source = new FormSource(values, ElementType.U16, Shape, Rule, TileForm.Pixels);
        var plan = RunPlan.Create(
            source,
            [
                new Largest(UnmeasuredValues.Kept, null),
                new Largest(UnmeasuredValues.LeftOut, ElementType.F32),
                new Largest(UnmeasuredValues.Zero, null)]);
        var results = await new CpuExecutor(2).RunAsync(plan, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(ushort.MaxValue, results.Of(0)[0].Span<double>()[0]);
        Assert.Equal(float.MaxValue, results.Of(1)[0].Span<double>()[0]);
        Assert.InRange(results.Of(2)[0].Span<double>()[0], 1, 100);
        Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Largest(UnmeasuredValues.LeftOut, ElementType.C64)]));
    }

    [Fact]
    public async Task Measured_IsKnownWhileTilesAreProcessedOnly()
    {
        var (values, _) = Values();
        using var source = new FormSource(values, ElementType.U16, Shape, Rule, TileForm.Pixels);
        var e = await Assert.ThrowsAsync<RunException>(() => new CpuExecutor(1)
            .RunAsync(RunPlan.Create(source, [new Asking()]), cancellationToken: TestContext.Current.CancellationToken));
        Assert.IsType<InvalidOperationException>(e.InnerException);
    }

    [Fact]
    public async Task Map_SeesTheShapeAndWhatCounts()
    {
        var (values, truth) = Values();
        using var source = new FormSource(values, ElementType.U16, Shape, Rule, TileForm.Pixels);
        var udf = new Map<double, double[,]>(static frame => new double[,]
        {
            { frame[1, 2], frame.Measured.Count(true) },
            { frame.Shape[0], frame.Shape[1] },
            { frame.Pixels[0], frame.Length },
        });
        var result = (await new CpuExecutor(2)
            .RunAsync(RunPlan.Create(source, [udf]), cancellationToken: TestContext.Current.CancellationToken))["result"];
        Assert.Equal(new Extent(5, 8, 3, 2), result.Shape);
        for (var frame = 0; frame < Frames; frame++)
        {
            if (frame == Blank)
                continue;
            var pixels = truth.AsSpan(frame * Pixels, Pixels).ToArray();
            double[] expected = [
                double.IsNaN(pixels[Columns + 2]) ? 0 : pixels[Columns + 2], pixels.Count(static value => !double.IsNaN(value)),
                Rows, Columns, double.IsNaN(pixels[0]) ? 0 : pixels[0], Pixels];
            Assert.Equal(expected, result.Span<double>().Slice(frame * 6, 6).ToArray());
        }
    }

    private static Validity Rule => new() { MaximumIsNoData = true, MaskedPixels = PixelSet.Of(Pixels, [Masked]) };

    // Values as they are stored, NaN for "no data"; and what was measured, NaN elsewhere.
    private static (double[] Stored, double[] Measured) Values()
    {
        var random = new Random(11);
        var stored = Enumerable.Range(0, Frames * Pixels)
            .Select(i => i / Pixels == Blank || random.Next(9) == 0 ? double.NaN : random.Next(100)).ToArray();
        for (var frame = 0; frame < Frames; frame += 3)
            stored[(frame * Pixels) + Masked] = 77;
        return (stored, [.. stored.Select(static (value, i) => i % Pixels == Masked ? double.NaN : value)]);
    }

    private sealed class Means(UdfMethod method) : Udf, ITileUdf, IStackUdf, IFrameUdf, IPartitionUdf
    {
        public override string Name => "means";

        public override ElementType? PreferredType => ElementType.F64;

        public override UdfMethod? Method(DataDescription data) => method;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            new("sum", ResultKind.Scan, ElementType.F64),
            new("count", ResultKind.Scan, ElementType.I64),
            new("pattern", ResultKind.Detector, ElementType.F64),
            new("frames", ResultKind.Detector, ElementType.I64),
        ];

        public void ProcessTile(in Tile tile, UdfTask task) => Add(tile, task);

        public void ProcessStack(in Tile tile, UdfTask task) => Add(tile, task);

        public void ProcessFrame(in Tile frame, UdfTask task) => Add(frame, task);

        public void ProcessPartition(in Tile partition, UdfTask task) => Add(partition, task);

        private static void Add(in Tile tile, UdfTask task)
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++)
            {
                var pixels = tile.Frame<double>(frame);
                var measured = task.Measured(frame);
                Assert.Equal(pixels.Length, measured.Length);
                Assert.Equal(measured.Count(true), task.MeasuredCount(frame));
                task.View<long>(1)[frame] += task.MeasuredCount(frame);
                measured = task.Measured(frame);
                for (var i = 0; i < pixels.Length; i++)
                {
                    Assert.True(measured[i] || pixels[i] == 0);
                    task.View<double>(0)[frame] += pixels[i];
                    task.View<double>(2)[i] += pixels[i];
                    task.View<long>(3)[i] += measured[i] ? 1 : 0;
                }
            }
        }
    }

    private sealed class SparseTotals : Udf, IStackUdf
    {
        public override string Name => "sparse-totals";

        public override IReadOnlyList<TileForm> Forms => TileForms.Sparse;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("total", ResultKind.Scan, ElementType.F64)];

        public void ProcessStack(in Tile tile, UdfTask task)
        {
            for (var frame = 0; frame < tile.Frames.Count; frame++)
            {
                foreach (var value in tile.Sparse.Values<ushort>()[tile.Sparse.Row(frame)])
                    task.View<double>(0)[frame] += value;
            }
        }
    }

    private sealed class Largest(UnmeasuredValues unmeasured, ElementType? type) : Udf, IFrameUdf
    {
        public override string Name => "largest";

        public override UnmeasuredValues Unmeasured => unmeasured;

        public override ElementType? PreferredType => type;

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [new("largest", ResultKind.Single, ElementType.F64, Merge: MergeRule.Maximum)];

        public void ProcessFrame(in Tile frame, UdfTask task)
        {
            for (var i = 0; i < Pixels; i++)
                task.View<double>(0)[0] = Math.Max(
                    task.View<double>(0)[0],
                    task.Data.ElementType == ElementType.F32 ? frame.Pixels<float>()[i] : frame.Pixels<ushort>()[i]);
        }
    }

    private sealed class Asking : Udf, IFrameUdf, IPostprocessUdf
    {
        public override string Name => "asking";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [];

        public void ProcessFrame(in Tile frame, UdfTask task) => Assert.Equal(Pixels, task.Measured().Length);

        public void Postprocess(UdfTask task) => task.Measured();
    }
}
