using System.Runtime.InteropServices;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Contracts;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

public sealed class SparseCsrSourceTests : SourceContract
{
    private const string Description = """
        [params]
        filetype = "raw_csr"  # a comment
        nav_shape = [5, 7]
        sig_shape = [6, 9]

        [raw_csr]
        indptr_file = "a.indptr"
        indptr_dtype = "<i8"
        indices_file = "a.indices"
        indices_dtype = "<i4"
        data_file = 'a.data'
        data_dtype = "<u2"
        """;

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("a.toml");

    [Fact]
    public async Task SumsMasksDeviationsAndMoments_AreThoseOfDenseFrames()
    {
        var values = Write();
        using var sparse = SourceOpener.Open(Path);
        using var dense = new ArraySource<ushort>(values, sparse.Shape);
        using var memory = new ArraySource<ushort>(values, sparse.Shape) { Forms = [TileForm.Sparse], MaxTileFrames = 2 };
        using var real = new ArraySource<float>(Array.ConvertAll(values, static value => value / 4f), sparse.Shape);
        using var sparseReal = new ArraySource<float>(Array.ConvertAll(values, static value => value / 4f), sparse.Shape)
        {
            Forms = [TileForm.Sparse],
        };
        var masks = MaskStack.Of(
            () => MaskShapes.Circular(sparse.Shape.Detector, 3, 4, 2.5), () => MaskShapes.RowGradient(sparse.Shape.Detector));
        Udf[] Udfs(IFrameSource source) =>
        [
            new Sum(),
            FrameSumAnalysis.Of(DataDescription.Of(source)), new StandardDeviation(),
            new ApplyMasks(masks), new CenterOfMass(new() { Radius = 3 }),
            new VirtualImage(VirtualDetector.FromWeights("w", MaskShapes.ColumnGradient(source.Shape.Detector), source.Shape.Detector)
                .On(source.Shape.Detector)),
        ];
        foreach (var (expectedSource, source) in new (IFrameSource, IFrameSource)[]
        {
            (dense, sparse),
            (dense, memory),
            (real, sparseReal),
        })
        {
            var plan = RunPlan.Create(source, Udfs(source));
            Assert.Equal(TileForm.Sparse, plan.Form);
            var expected = await new CpuExecutor(2).RunAsync(RunPlan.Create(expectedSource, Udfs(source)));
            var found = await new CpuExecutor(2).RunAsync(plan);
            for (var udf = 0; udf < expected.UdfCount; udf++)
            {
                foreach (var (a, b) in expected.Of(udf).Zip(found.Of(udf)))
                {
                    for (var i = 0; i < a.Values.Length; i++)
                        Assert.Equal(Convert.ToDouble(a.Values.GetValue(i), null), Convert.ToDouble(b.Values.GetValue(i), null), 1e-3);
                }
            }
        }

        // What one UDF does not understand is converted for it alone, once a tile.
        var mixed = RunPlan.Create(
            sparse,
            [new Sum(), new LogSum(), new Map<float, float>(static frame => frame[3]), new PortionUdf<ushort>(UdfMethod.Partition)]);
        Assert.Equal(TileForm.Sparse, mixed.Form);
        Assert.Equal([TileForm.Sparse, TileForm.Pixels, TileForm.Pixels, TileForm.Pixels], mixed.Udfs.Select(static udf => udf.Form));
        foreach (var executor in (Executor[])[new CpuExecutor(2), new InlineExecutor(), new DelayedExecutor(2), new PipelinedExecutor(2)])
        {
            var results = await executor.RunAsync(mixed);
            Assert.Equal((await executor.RunAsync(RunPlan.Create(dense, [new Sum()])))["intensity"].Values, results.Of(0)[0].Values);
            Assert.Equal(
                values.Where(static (_, i) => i % 54 == 3).Select(static value => (float)value), results.Of(2)[0].Span<float>().ToArray());
            Assert.Equal(values.Sum(static value => (double)value), results.Of(3)[0].Span<double>().ToArray().Sum());
        }

        Assert.Equal(TileForm.Pixels, RunPlan.Create(sparse, [new LogSum()]).Form);
        Assert.Equal(TileForm.Pixels, RunPlan.Create(sparse, [new Sum()], options: new RunOptions { Forms = [TileForm.Pixels] }).Form);
    }

    [Theory]
    [InlineData("nav_shape = [5, 7]", "nav_shape = [5, 8]", "frames need")]
    [InlineData("nav_shape = [5, 7]", "nav_shape = [5, -7]", "whole numbers")]
    [InlineData("nav_shape = [5, 7]", "nav_shape = 5", "whole numbers")]
    [InlineData("nav_shape = [5, 7]", "", "missing")]
    [InlineData("nav_shape = [5, 7]", "nav_shape = [99999999999, 99999999999]", "elements")]
    [InlineData("sig_shape = [6, 9]", "sig_shape = [99999, 99999]", "GiB")]
    [InlineData("\"a.indptr\"", "\"../a.indptr\"", "same folder")]
    [InlineData("\"a.indptr\"", "\"b.indptr\"", "missing")]
    [InlineData("\"a.indptr\"", "a.indptr", "quoted")]
    [InlineData("\"<u2\"", "\"<c8\"", "data_dtype")]
    [InlineData("\"<i4\"", "\"<f4\"", "whole numbers")]
    [InlineData("\"<u2\"", "\"|u1\"", "positions for")]
    [InlineData("[raw_csr]", "nonsense", "line 6")]
    public void DamagedDescriptions_SayWhy(string from, string to, string part)
    {
        Write();
        File.WriteAllText(Path, Description.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(part, Assert.Throws<SourceException>(() => SourceOpener.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedNumbers_AreFoundBeforeTheyAreUsed()
    {
        void Check(string file, long at, long value, int size)
        {
            Write();
            var bytes = File.ReadAllBytes(_folder.File(file));
            BitConverter.GetBytes(value).AsSpan(0, size).CopyTo(bytes.AsSpan((int)(at * size)));
            File.WriteAllBytes(_folder.File(file), bytes);
            using var source = SourceOpener.Open(Path);
            foreach (var form in source.Forms)
            {
                Assert.Throws<SourceException>(() =>
                {
                    using var reader = source.OpenReader(new(form, Support: null, MaxFrames: 4));
                    reader.Seek(new(0, 35));
                    while (reader.TryRead(out _))
                    {
                        // Read all.
                    }
                });
            }
        }

        Check("a.indptr", 0, -1, 8);
        Check("a.indptr", 3, 1L << 40, 8);
        Check("a.indptr", 4, 0, 8);
        Check("a.indices", 5, 54, 4);
        Check("a.indices", 5, -1, 4);
        Write();
        File.WriteAllBytes(_folder.File("a.data"), File.ReadAllBytes(_folder.File("a.data"))[..^1]);
        Assert.Throws<SourceException>(() => SourceOpener.Open(Path));
    }

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = Write();
        return (SourceOpener.Open(Path), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }

    private ushort[] Write()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 35 * 54).Select(_ => random.Next(8) == 0 ? (ushort)random.Next(1, 60000) : (ushort)0).ToArray();
        List<long> starts = [0];
        List<int> columns = [];
        List<ushort> stored = [];
        for (var frame = 0; frame < 35; frame++)
        {
            // Not in order within a frame.
            for (var pixel = 53; pixel >= 0; pixel--)
            {
                if (values[(frame * 54) + pixel] == 0)
                    continue;
                columns.Add(pixel);
                stored.Add(values[(frame * 54) + pixel]);
            }

            starts.Add(columns.Count);
        }

        File.WriteAllText(Path, Description);
        File.WriteAllBytes(_folder.File("a.indptr"), MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(starts)).ToArray());
        File.WriteAllBytes(_folder.File("a.indices"), MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(columns)).ToArray());
        File.WriteAllBytes(_folder.File("a.data"), MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(stored)).ToArray());
        return values;
    }
}
