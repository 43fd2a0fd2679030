using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Engine;

/// <summary>What a UDF must not do with rows is refused in words.</summary>
public sealed class VectorRulesTests
{
    private static readonly DataShape Shape = new(new Extent(8), new Extent(4, 4));

    [Fact]
    public Task RowsAsAnArray_AreRefused() =>
        RefusedAsync(static (in Tile _, UdfTask task) => task.View<uint>(0)[0] = 1, "append them with Rows");

    [Fact]
    public Task ColumnsOfAnotherType_AreRefused() =>
        RefusedAsync(static (in Tile _, UdfTask task) => task.Rows<double>(0).Append(1, 2), "hold float32, not float64");

    [Fact]
    public Task RowsInAnArray_AreRefused() =>
        RefusedAsync(static (in Tile _, UdfTask task) => task.Rows<float>(1).Append(1, 2), "'other' holds no rows");

    [Fact]
    public Task PartsOfRows_AreRefused() =>
        RefusedAsync(
            static (in Tile _, UdfTask task) => task.Rows<float>(0).Append(1, 2, 3), "3 values are no rows of 2 columns (a (px), b)");

    [Fact]
    public Task AFrameThatTheTileLacks_IsRefused() =>
        RefusedAsync(static (in Tile tile, UdfTask task) => task.Rows<float>(0, tile.Frames.Count).Append(1, 2), "frame");

    [Fact]
    public Task GoingBackToAFrame_IsRefused() => RefusedAsync(
        static (in Tile _, UdfTask task) =>
        {
            task.Rows<float>(0, 0).Append(1, 2);
            task.Rows<float>(0, 1).Append(1, 2);
            task.Rows<float>(0, 0).Append(1, 2);
        },
        "append all rows of a frame before the next");

    [Fact]
    public async Task RowsAfterThePartition_AreRefused()
    {
        using var source = new ArraySource<ushort>(new ushort[Shape.Full.Count], Shape);
        var e = await Assert.ThrowsAsync<RunException>(() => new InlineExecutor().RunAsync(RunPlan.Create(source, [new Late()])));
        Assert.Contains("while whole frames are processed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsOfFrames_AreRefusedBeforeTheRun()
    {
        using var source = new ArraySource<ushort>(new ushort[Shape.Full.Count], Shape);
        var options = new RunOptions { TileBlock = new Extent(2, 4) };
        var e = Assert.Throws<ArgumentException>(
            () => RunPlan.Create(source, [new ScatteredRows(UdfMethod.Tile)], options: options));
        Assert.Contains("whole frames", e.Message, StringComparison.Ordinal);
        _ = RunPlan.Create(source, [new ScatteredRows(UdfMethod.Frame)], options: options);
    }

    [Fact]
    public void ADeclarationThatWasChanged_IsRefused()
    {
        using var source = new ArraySource<ushort>(new ushort[Shape.Full.Count], Shape);
        var changed = BufferDeclaration.OfVectors("rows", ElementType.F32, new VectorColumn("a")) with { Extra = new Extent(3) };
        Assert.Contains(
            "OfVectors",
            Assert.Throws<ArgumentException>(() => RunPlan.Create(source, [new Declaring(changed)])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultsMadeOfRows_ReplaceThem_AndAreHeldAgainstTheDeclaration()
    {
        var values = Enumerable.Range(0, (int)Shape.Full.Count).Select(static i => (ushort)i).ToArray();
        using var source = new ArraySource<ushort>(values, Shape);
        var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Strongest(isRight: true)]));
        var all = ScatteredRows.Reference(values, Shape, static _ => true);
        Assert.Equal(
            Enumerable.Range(0, 8).Select(position => Math.Min(all.Count(position), 1)),
            Enumerable.Range(0, 8).Select(position => results["strongest"].Vectors!.Count(position)));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [new Strongest(isRight: false)])));
        Assert.Contains("declares place, number, sum (counts) of float32", e.Message, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(Misuse misuse, string words)
    {
        using var source = new ArraySource<ushort>(new ushort[Shape.Full.Count], Shape);
        var options = new RunOptions { Partitions = 1 };
        var e = await Assert.ThrowsAsync<RunException>(
            () => new InlineExecutor().RunAsync(RunPlan.Create(source, [new Misusing(misuse)], options: options)));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    private delegate void Misuse(in Tile tile, UdfTask task);

    private sealed class Misusing(Misuse misuse) : Udf, IStackUdf
    {
        public override string Name => "misusing";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            BufferDeclaration.OfVectors("rows", ElementType.F32, new("a", "px"), new("b")),
            new("other", ResultKind.Scan, ElementType.F32),
        ];

        public void ProcessStack(in Tile tile, UdfTask task) => misuse(tile, task);
    }

    private sealed class Declaring(BufferDeclaration declaration) : Udf, IStackUdf
    {
        public override string Name => "declaring";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [declaration];

        public void ProcessStack(in Tile tile, UdfTask task)
        {
            // Nothing is found.
        }
    }

    private sealed class Late : Udf, IStackUdf, IPostprocessUdf
    {
        public override string Name => "late";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
            [BufferDeclaration.OfVectors("rows", ElementType.F32, new VectorColumn("a"))];

        public void ProcessStack(in Tile tile, UdfTask task)
        {
            // Later.
        }

        public void Postprocess(UdfTask task) => task.Rows<float>(0).Append(1);
    }

    private sealed class Strongest(bool isRight) : Udf, IFrameUdf
    {
        private readonly ScatteredRows _rows = new(UdfMethod.Frame);

        public override string Name => "strongest";

        public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) =>
        [
            .. _rows.Declare(data),
            BufferDeclaration.OfVectors("strongest", ScatteredRows.Layout.Type, ScatteredRows.Layout.Columns.AsSpan())
                with { Use = BufferUse.ResultOnly },
        ];

        public void ProcessFrame(in Tile frame, UdfTask task) => _rows.ProcessFrame(frame, task);

        public override IReadOnlyList<ResultArray> GetResults(UdfTask merged)
        {
            var all = merged.Vectors(ScatteredRows.Result);
            var layout = isRight ? all.Layout : new VectorLayout(ElementType.F32, new("x"), new("y"), new("z"));
            var first = Enumerable.Range(0, (int)all.Scan.Count).Select(position =>
                all.Count(position) == 0 ? [] : all.Rows<float>(position)[..3].ToArray());
            return [ResultArray.Of("strongest", Vectors.Of(layout, all.Scan, [.. first]))];
        }
    }
}
