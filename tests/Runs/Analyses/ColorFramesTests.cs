using Ronchi.Analyses;
using Ronchi.Analyses.Picking;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Frames of rows × columns × colours.</summary>
public sealed class ColorFramesTests
{
    private const int Rows = AnalysisRuns.Height, Columns = AnalysisRuns.Width, Colors = 3;

    private static readonly DataShape Shape = new(AnalysisRuns.Shape.Scan, new Extent(Rows, Columns, Colors));

    // What looks at pixels one by one. Everything else needs rows and columns, and says how frames get them.
    private static readonly string[] OfAnyDetector =
    [
        "virtual-image", "mean", "sum", "sum-sig", "frame-statistics", "max", "min", "stddev", "median", "log-sum", "masks", "covariance",
        "pca", "signal-monitor", "partition-monitor", "pick", "record",
    ];

    public static TheoryData<string> Analyses => [.. AnalysisRuns.Names];

    [Theory]
    [MemberData(nameof(Analyses))]
    public async Task EveryAnalysis_GivesTheNumbersOfItsValues_OrSaysWhatFramesItNeeds(string name)
    {
        var values = Values(seed: 5);
        using var colors = new ArraySource<ushort>(values, Shape);
        if (!OfAnyDetector.Contains(name))
        {
            var refusal = await Assert.ThrowsAsync<ArgumentException>(() => AnalysisRuns.RunAsync(name, colors));
            Assert.Contains("need", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("frames of two axes; these have 6×7×3: choose one color", refusal.Message, StringComparison.Ordinal);
            return;
        }

        // Without the axes that it does not ask for, a frame in colour is a spectrum of its values.
        using var spectra = new ArraySource<ushort>(values, Shape with { Detector = new(Shape.Detector.Count) });
        var (ofColors, ofSpectra) = (new byte[values.Length * sizeof(ushort)], new byte[values.Length * sizeof(ushort)]);
        var results = await RunAsync(colors, ofColors);
        var expected = await RunAsync(spectra, ofSpectra);
        Assert.Equal(ofSpectra, ofColors);
        Assert.Equal(expected.Count, results.Count);
        foreach (var (result, other) in results.Zip(expected))
        {
            Assert.Equal(AnalysisRuns.Numbers(other), AnalysisRuns.Numbers(result));
            if (result.Kind == ResultKind.Detector)
                Assert.Equal(Shape.Detector.Lengths, result.Shape.Lengths[..3]);
        }

        async Task<ResultSet> RunAsync(IFrameSource source, byte[] recorded)
        {
            var analysis = KnownAnalyses.All.First(known => known.Name == name);
            var context = AnalysisRuns.Context(
                source,
                sink: _ => new KeptFrames(recorded),
                weights: _ => ([.. Enumerable.Range(0, (int)source.Shape.FrameElements).Select(static i => i % 3 * 0.5)],
                    source.Shape.Detector));
            var arguments = name == "virtual-image"
                ? Arguments.Parse(analysis.Schema, static parameter => parameter.Name == "detector" ? ["weights.npy"] : [])
                : AnalysisRuns.ArgumentsOf(analysis);
            return await new CpuExecutor(2).RunAsync(RunPlan.Create(
                source,
                [analysis.Create(context, arguments)],
                options: new RunOptions { Partitions = 4, TileFrames = 4, IsOrdered = true }));
        }
    }

    [Fact]
    public async Task Looks_AreOfferedForFramesInColorWhereTheyRunOnThem()
    {
        using var source = new ArraySource<ushort>(Values(seed: 7), Shape);
        foreach (var (analysis, look) in KnownAnalyses.All.SelectMany(static analysis => analysis.Looks.Select(look => (analysis, look))))
        {
            var texts = look.Parameters.Concat(look.Parts[0].Parameters)
                .Concat(look.Inputs.SelectMany(input => input.Input is LookInput.Detectors or LookInput.Detector
                    ? Enumerable.Range(0, Math.Max(look.LeastDetectors, 1))
                        .Select(number => (input.Parameter, Text: $"d{number}=disk:2,3,2"))
                    : []))
                .ToLookup(static given => given.Parameter, static given => given.Text);
            var run = () => new InlineExecutor().RunAsync(RunPlan.Create(source, [analysis.Create(
                AnalysisRuns.Context(source), Arguments.Parse(analysis.Schema, parameter => [.. texts[parameter.Name]]))]));
            if (look.Axes == 2)
                await Assert.ThrowsAnyAsync<ArgumentException>(run);
            else
                await run();
        }
    }

    [Theory]
    [InlineData("virtual-image")]
    [InlineData("masks")]
    public async Task MasksOverRowsAndColumns_HoldForEveryColor(string name)
    {
        using var colors = new ArraySource<ushort>(Values(seed: 6), Shape);
        var all = await AnalysisRuns.RunAsync(name, colors);
        var sums = all.ToDictionary(static result => result.Name, static result => new double[result.Values.Length]);
        for (var color = 0; color < Colors; color++)
        {
            using var one = new SelectColor(new ArraySource<ushort>(Values(seed: 6), Shape), color);
            foreach (var result in await AnalysisRuns.RunAsync(name, one))
            {
                var numbers = AnalysisRuns.Numbers(result);
                for (var i = 0; i < numbers.Length; i++)
                    sums[result.Name][i] += numbers[i];
            }
        }

        foreach (var result in all)
            Assert.All(AnalysisRuns.Numbers(result).Zip(sums[result.Name]),
                static pair => Assert.Equal(pair.Second, pair.First, 1e-5 * Math.Max(1, pair.Second)));
    }

    [Fact]
    public void EveryFrameOperation_DoesToFramesWhatItDoesToEachColor_OrSaysWhatFramesItNeeds()
    {
        var refused = new List<string>();
        foreach (var operation in KnownFrameOperations.All.Where(static operation => operation.Name != "select-color"))
        {
            for (var seed = 0; seed < 6; seed++)
            {
                try
                {
                    using var colors = Derive(operation, Source(operation, seed));
                    for (var color = 0; color < Colors; color++)
                    {
                        using var after = new SelectColor(Derive(operation, Source(operation, seed)), color);
                        using var before = Derive(operation, new SelectColor(Source(operation, seed), color));
                        Assert.Equal(before.Shape, after.Shape);
                        Assert.Equal(before.ElementType, after.ElementType);
                        Assert.Equal(Measured(before), Measured(after));
                    }
                }
                catch (ArgumentException e)
                {
                    Assert.True(e.Message.Contains("axes; these have 6×7×3: choose one color", StringComparison.Ordinal)
                        || e.Message.Contains("need one axis", StringComparison.Ordinal), $"{operation.Name}: {e}");
                    refused.Add(operation.Name);
                    break;
                }
            }
        }

        Assert.Equal(["mask-hot-pixels", "select-channels"], refused);
    }

    private static IFrameSource Derive(FrameOperation operation, IFrameSource source)
    {
        var plane = FrameColors.Plane(source.Shape.Detector);
        string text = operation.Name switch
        {
            "sync-offset" => "sync-offset=2",
            "mask-hot-pixels" => "hot-pixels=fix",
            "mask-pixels" => "pixel-mask=marks.npy",
            "correct" => "dark=marks.npy;gain=marks.npy;repair=marks.npy",
            "crop" => "crop=1,2,4,5",
            "bin-detector" => "det-bin=2",
            "bin-scan" => "scan-bin=2",
            "select-positions" => "region=rect:1,1,3,4",
            "reshape-scan" => "scan-shape=3x10",
            "shift-frames" => "by=shift.npy",
            "select-channels" => "range=1,2",
            _ => "",
        };
        var given = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('='))
            .ToDictionary(static pair => pair[0], static pair => pair[1]);
        Func<string, (double[] Values, Extent Shape)> read = path => path == "shift.npy"
            ? ([1, -2], new Extent(2))
            : ([.. Enumerable.Range(0, (int)plane.Count).Select(static pixel => pixel % 11 == 3 ? 1.5 : 0)], plane);
        var context = new OperationContext(DataDescription.Of(source))
        {
            Weights = read,
            MeanFrame = path => (read(path).Values, plane, 1),
        };
        return operation.Derive(
            source,
            context,
            Arguments.Parse(operation.Schema, parameter => given.TryGetValue(parameter.Name, out var value) ? [value] : []));
    }

    // Some pixels masked, some values "no data" or not finite: what is one colour's is not another's.
    private static IFrameSource Source(FrameOperation operation, int seed)
    {
        var random = new Random(seed);
        var masked = PixelSet.From((int)Shape.FrameElements, _ => random.Next(9) == 0);
        if (operation.Name == "ignore-non-finite")
            return new ArraySource<float>(
                Array.ConvertAll(Values(seed), value => random.Next(9) == 0 ? float.NaN : value), Shape, new() { MaskedPixels = masked });
        var values = Array.ConvertAll(Values(seed), value => random.Next(3) == 0 ? ushort.MaxValue : value);
        return new ArraySource<ushort>(
            values,
            Shape,
            (seed % 3) switch
            {
                0 => new() { MaskedPixels = masked, MaximumIsNoData = true },
                1 => new() { MaximumIsNoData = true },
                _ => new() { MaskedPixels = masked },
            });
    }

    // All values; NaN: no measurement.
    private static double[] Measured(IFrameSource source)
    {
        var validity = source.Validity;
        var plan = RunPlan.Create(source, [new Pick(ScanSelection.All(source.Shape.Scan))]);
        var values = new InlineExecutor().RunAsync(plan).GetAwaiter().GetResult()[0].ToDoubles();
        double noData = source.ElementType switch
        {
            ElementType.F32 => float.MaxValue,
            ElementType.F64 => double.MaxValue,
            var type => type.Maximum(),
        };
        for (var i = 0; i < values.Length; i++)
        {
            if (validity.MaskedPixels?[i % (int)source.Shape.FrameElements] == true || (validity.MaximumIsNoData && values[i] == noData))
                values[i] = double.NaN;
        }

        return values;
    }

    private static ushort[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)Shape.Full.Count).Select(_ => (ushort)random.Next(500))];
    }

    private sealed class KeptFrames(byte[] kept) : IFrameSink
    {
        public void Write(long frame, ReadOnlySpan<byte> pixels) => pixels.CopyTo(kept.AsSpan((int)frame * pixels.Length));

        public void Complete()
        {
        }

        public void Dispose()
        {
        }
    }
}
