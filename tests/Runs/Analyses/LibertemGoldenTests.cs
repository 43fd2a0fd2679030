using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Fourier;
using Ronchi.Analyses.Masks;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>The numbers that LiberTEM gives, case by case, under every executor.</summary>
public sealed class LibertemGoldenTests
{
    public static TheoryData<string> Executors => ["threads", "inline", "delayed", "pipelined"];

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task Sum(string executor)
    {
        var golden = new LibertemCase("sum");
        using var source = golden.Open();
        golden.AssertEqual("intensity", (await RunAsync(executor, source, new Sum()))["intensity"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task SumOfEachFrame(string executor)
    {
        var golden = new LibertemCase("sumsig");
        using var source = golden.Open();
        golden.AssertEqual("intensity", (await RunAsync(executor, source, FrameSumAnalysis.Of(DataDescription.Of(source))))["intensity"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task StandardDeviation(string executor)
    {
        var golden = new LibertemCase("stddev");
        using var source = golden.Open();
        var results = await RunAsync(executor, source, new StandardDeviation());
        foreach (var expected in golden.Expected.EnumerateObject())
            golden.AssertEqual(expected.Name, results[expected.Name]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task LogSum(string executor)
    {
        var golden = new LibertemCase("logsum");
        using var source = golden.Open();
        golden.AssertEqual("logsum", (await RunAsync(executor, source, new LogSum()))["logsum"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task MapOfAFunction(string executor)
    {
        var golden = new LibertemCase("pick_map_sum_last_axis");
        using var source = golden.Open();
        var udf = new Map<ushort, float[]>(static frame =>
        {
            var rows = new float[8];
            for (var i = 0; i < frame.Length; i++)
                rows[i / 7] += frame[i];
            return rows;
        });
        golden.AssertEqual("result", (await RunAsync(executor, source, udf))["result"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task SumOfARegion(string executor)
    {
        var golden = new LibertemCase("sum_roi");
        using var source = golden.Open();
        var roi = ScanSelection.FromMask(source.Shape.Scan, golden.Roi);
        golden.AssertEqual("sum", (await RunAsync(executor, source, new Sum(), roi))["intensity"]);
        var frames = (await RunAsync(executor, source, FrameSumAnalysis.Of(DataDescription.Of(source)), roi))["intensity"];
        Assert.Equal(golden.Roi.Count(static isIn => isIn), frames.Raw<ulong>().Length);
        foreach (var expected in golden.Expected.EnumerateObject().Where(static one => one.Name != "sum"))
        {
            // LiberTEM fills what is outside with NaN; counts hold 0 there and a mask.
            var values = golden.Values(expected.Name);
            if (values.Length == frames.Values.Length)
                Assert.Equal(
                    values.Select(static value => double.IsNaN(value) ? 0 : value),
                    frames.Span<ulong>().ToArray().Select(static value => (double)value));
            else
                Assert.Equal(values, frames.Raw<ulong>().Select(static value => (double)value));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task SyncOffset_BlankPositionsAreInvalid(int offset)
    {
        var golden = new LibertemCase($"sync_offset_{offset}");
        using var source = new SyncOffset(golden.Open(), offset);
        var frames = (await RunAsync("threads", source, FrameSumAnalysis.Of(DataDescription.Of(source))))["intensity"];
        golden.AssertEqual("sumsig", frames);
        // A deliberate difference: LiberTEM takes blanks for valid.
        var valid = frames.ValidMask();
        Assert.Equal(17, valid.Count(static isValid => isValid));
        Assert.Equal(offset < 0 ? [0, 1, 2] : [17, 18, 19], Enumerable.Range(0, 20).Where(i => !valid[i]));
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task Masks(string executor)
    {
        var golden = new LibertemCase("apply_masks");
        using var source = golden.Open();
        var detector = source.Shape.Detector;
        var masks = MaskStack.Of(
            () => MaskShapes.Circular(detector, 4, 3, 2.5),
            () => MaskShapes.Ring(detector, 4, 3, 3.5, 1.5),
            () => MaskShapes.CircularAntialiased(detector, 3.9, 3.2, 2.5));
        golden.AssertEqual("intensity", (await RunAsync(executor, source, new ApplyMasks(masks)))["intensity"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task ShiftedMask(string executor)
    {
        var golden = new LibertemCase("apply_masks_shift(2,-1)");
        using var source = golden.Open();
        var masks = MaskStack.Of(() => MaskShapes.Circular(source.Shape.Detector, 4, 3, 2.5));
        golden.AssertEqual("intensity", (await RunAsync(executor, source, new ApplyMasks(masks, 2, -1)))["intensity"]);
        var everywhere = Enumerable.Range(0, 20).SelectMany(static _ => (int[])[2, -1]).ToArray();
        golden.AssertEqual(
            "intensity",
            (await RunAsync(executor, source, new ApplyMasks(masks, AuxData<int>.PerFrame(everywhere, new Extent(2)))))["intensity"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task FluctuationMicroscopy(string executor)
    {
        var golden = new LibertemCase("fem");
        using var source = golden.Open();
        golden.AssertEqual(
            "intensity", (await RunAsync(executor, source, new FluctuationMicroscopy(3, 4, 1, 3, libertemRules: true)))["intensity"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task Crystallinity(string executor)
    {
        var golden = new LibertemCase("crystallinity");
        using var source = golden.Open();
        golden.AssertEqual(
            "intensity",
            (await RunAsync(executor, source, FourierMasks.Crystallinity(1, 3, new(4, 3, 1), libertemRules: true)))["intensity"]);
    }

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task RadialFourierCoefficients(string executor)
    {
        var golden = new LibertemCase("radial_fourier");
        using var source = golden.Open();
        var raw = (await RunAsync(
            executor, source, new RadialFourier(source.Shape.Detector, (4, 3), outerRadius: 4, rings: 2, maxOrder: 3)))["raw"];
        golden.AssertComplexImages("raw(bin,order,y,x)", raw);
    }

    [Fact]
    public void GuessedRotation()
    {
        var golden = new LibertemCase("guess_corrections");
        var rows = Array.ConvertAll(LibertemCase.Generate(36, 11, 3), static value => value - 5.0);
        var columns = Array.ConvertAll(LibertemCase.Generate(36, 11, 4), static value => value - 5.0);
        var expected = golden.Values("guess");
        var guess = DeflectionGuess.Of(rows, columns, 6, 6);
        // LiberTEM tries whole degrees.
        Assert.Equal(expected[0], guess.ScanRotation, 1.0);
        Assert.Equal(expected[1] != 0, guess.FlipY);
        Assert.Equal(expected[2], guess.Row, 1e-9);
        Assert.Equal(expected[3], guess.Column, 1e-9);
        double[] angles = [0, 10, 45, 90, 200];
        foreach (var (name, flip) in new[] { ("rms_curl_straight[0,10,45,90,200]", false), ("rms_curl_flipped", true) })
            Assert.Equal(
                golden.Values(name),
                angles.Select(angle => DeflectionGuess.RootMeanSquareCurl(rows, columns, 6, 6, angle, flip)),
                static (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public async Task PartialResults_CoverLibertemsPartitions()
    {
        var golden = new LibertemCase("iter_damage_3_partitions");
        using var source = golden.Open();
        var plan = RunPlan.Create(source, [FrameSumAnalysis.Of(DataDescription.Of(source))], options: new RunOptions { Partitions = 3 });
        var counts = new List<int>();
        await foreach (var results in new InlineExecutor().RunPartsAsync(plan))
            counts.Add(results["intensity"].ValidMask().Count(static valid => valid));
        Assert.Equal(golden.Expected.EnumerateArray().Select(static one => one.GetProperty("damage_count").GetInt32()), counts);
    }

    internal static Executor Named(string name) => name switch
    {
        "threads" => new CpuExecutor(3),
        "inline" => new InlineExecutor(),
        "delayed" => new DelayedExecutor(2),
        _ => new PipelinedExecutor(2),
    };

    private static Task<ResultSet> RunAsync(string executor, IFrameSource source, Udf udf, ScanSelection? roi = null) =>
        Named(executor).RunAsync(RunPlan.Create(source, [udf], roi, new RunOptions { Partitions = 3 }));
}
