using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;
using static Ronchi.Tests.Analyses.AnalysisRuns;

namespace Ronchi.Tests.Analyses;

/// <summary>
/// A frame whose every pixel is "no data" or masked is a position without a measurement, for every analysis and in every form: NaN, or not
/// valid.
/// </summary>
public sealed class UnmeasuredFramesTests
{
    private const int Blank = (2 * Columns) + 3, Masked = 9;

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in Names.Where(static name => name is not ("record" or "pick" or "signal-monitor")))
        {
            foreach (var form in (string[])["u16", "u16 blocks", "f32 ignoring"])
                cases.Add(name, form);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Position_HoldsNoMeasurement(string name, string form)
    {
        var values = Values();
        using var clean = await OpenAsync(form, values);
        var expected = await RunAsync(name, clean, Others);
        for (var pixel = 0; pixel < Pixels; pixel++)
            values[(Blank * Pixels) + pixel] = pixel == Masked ? 3 : double.NaN;
        using var damaged = await OpenAsync(form, values);
        var results = await RunAsync(name, damaged);
        foreach (var result in results.Where(static result => result.Use == BufferUse.Result && result.Kind == ResultKind.Scan))
        {
            Assert.False(result.IsMeasured(Blank), $"{name}, {result.Name}");
            var numbers = Numbers(result);
            var width = numbers.Length / FrameCount;
            if (result.ElementType.IsFloat() || result.ElementType.IsComplex())
                Assert.All(
                    numbers.AsSpan(Blank * width, width).ToArray(),
                    value => Assert.True(double.IsNaN(value), $"{name}, {result.Name}: {value}"));
        }

        // What is left is what a run without that position gives.
        if (name == "pick-fft")
        {
            var spectra = results["magnitude"].ToDoubles();
            Assert.Equal(Enumerable.Range(0, spectra.Length).Select(static i => i / Pixels == Blank), spectra.Select(double.IsNaN));
            return;
        }

        if (name is not ("icom" or "idpc" or "pca" or "feature-vector" or "cluster"))
        {
            foreach (var result in results.Where(static result => result.Use == BufferUse.Result))
            {
                double[] found = Numbers(result), right = Numbers(expected[result.Name]);
                for (var i = 0; i < found.Length; i++)
                {
                    if (name is "partition-monitor" || result.Name == "num_frames"
                        || (name == "com" && result.Name is "divergence" or "curl"))
                        continue;
                    Assert.True(
                        found[i].Equals(right[i]) || Math.Abs(found[i] - right[i]) <= 1e-5 * Math.Max(1, Math.Abs(right[i])),
                        $"{name}, {form}, {result.Name} at {i}: {found[i]} for {right[i]}");
                }
            }
        }
    }

    [Fact]
    public async Task DominantOrder_OfARingThatIsNotFinite_IsNone()
    {
        var values = Values();
        values[(Blank * Pixels) + (3 * Width) + 2] = double.NaN;
        using var source = Source(values, ElementType.F32);
        var results = await RunAsync("radial-fourier", source);
        var dominant = results["dominant"];
        Assert.Equal(-1, dominant.Span<int>()[2 * Blank]);
        Assert.NotEqual(-1, dominant.Span<int>()[(2 * Blank) + 1]);
        Assert.Equal(Enumerable.Range(0, 2 * FrameCount).Select(static i => i != 2 * Blank), dominant.ValidMask());
    }

    [Fact]
    public async Task ResultsOfARunInParts_SayTheSame()
    {
        var values = Values();
        values.AsSpan(Blank * Pixels, Pixels).Fill(double.NaN);
        using var source = await OpenAsync("u16", values);
        var last = await RunAsync("sum-sig", source, ScanSelection.Rectangle(Shape.Scan, 1, 1, 3, 4));
        Assert.Equal(11, last["intensity"].Valid!.Count(static isValid => isValid));
        Assert.Equal((ulong)(Pixels - 1), last["no_data_values_left_out"].Span<ulong>()[0]);
    }

    [Theory]
    [InlineData("u16")]
    [InlineData("u16 blocks")]
    [InlineData("f32 ignoring")]
    public async Task EachVirtualDetector_IsNotValidWhereItsOwnPixelsHoldNothing(string form)
    {
        var values = Values();
        int[] first = [1, 2, 3], second = [4, 5, Masked];
        foreach (var pixel in first)
            values[(Blank * Pixels) + pixel] = double.NaN;
        using var source = await OpenAsync(form, values);
        VirtualImage Images(params (string Name, int[] Pixels)[] detectors) =>
            new(
                detectors.Length > 1 ? ImageCombination.Difference : null,
                detectors.Select(static detector => new DetectorWeights(detector.Name, PixelSet.Of(Pixels, detector.Pixels))));
        var results = await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [Images(("a", first), ("b", second), ("c", [Masked]))]));
        Assert.Equal(Enumerable.Range(0, FrameCount).Select(static frame => frame != Blank), results["a"].Valid!);
        Assert.True(results["b"].Valid?.All(static isValid => isValid) ?? true);
        Assert.All(results["c"].Valid!, Assert.False);   // every pixel of it is masked
        Assert.Equal(
            Enumerable.Range(0, FrameCount).Select(static frame => frame == Blank), results["difference"].ToDoubles().Select(double.IsNaN));
        Assert.All((await new CpuExecutor(2).RunAsync(RunPlan.Create(source, [Images(("c", [Masked]))])))["c"].Valid!, Assert.False);
    }

    private static ScanSelection Others =>
        ScanSelection.FromIndices(
            Shape.Scan, [.. Enumerable.Range(0, FrameCount).Where(static frame => frame != Blank).Select(static frame => (long)frame)]);

    // NaN stands for "no data".
    private static async Task<IFrameSource> OpenAsync(string form, double[] values)
    {
        var mask = PixelSet.Of(Pixels, [Masked]);
        if (form == "f32 ignoring")
            return new IgnoreNonFinite(new ArraySource<float>(
                Array.ConvertAll(values, static value => (float)value), Shape, new Validity { MaskedPixels = mask }));
        var counts = Array.ConvertAll(values, static value => double.IsNaN(value) ? ushort.MaxValue : (ushort)value);
        var source = new ArraySource<ushort>(counts, Shape, new Validity { MaskedPixels = mask, MaximumIsNoData = true });
        return form == "u16" ? source : await ScanBlockedCube.LoadAsync(source);
    }
}
