using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Store;
using Xunit;
using static Ronchi.Tests.Analyses.AnalysisRuns;

namespace Ronchi.Tests.Analyses;

/// <summary>With <c>--nan ignore</c> a value that is not finite is not there, for every analysis and in every form in memory.</summary>
public sealed class IgnoredValuesTests
{
    private const int BadFrame = (2 * Columns) + 3, BadPixel = (3 * Width) + 2, At = (BadFrame * Pixels) + BadPixel;

    public static TheoryData<string, ElementType, double> Cases()
    {
        var cases = new TheoryData<string, ElementType, double>();
        foreach (var name in Names.Where(static name => name != "record"))
        {
            cases.Add(name, ElementType.F32, double.NaN);
            cases.Add(name, ElementType.F64, double.NegativeInfinity);
            cases.Add(name, ElementType.F64, double.PositiveInfinity);
        }

        return cases;
    }

    public static TheoryData<string, string> Residences()
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in Names.Where(static name => name != "record"))
        {
            foreach (var form in (string[])["blocks", "blocks, ignoring", "sparse", "sparse, ignoring"])
                cases.Add(name, form);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EveryAnalysis_LeavesItOut(string name, ElementType type, double bad)
    {
        var values = Values();
        using var clean = Source(values, type);
        var expected = await RunAsync(name, clean);
        values[At] = bad;
        using var ignoring = new IgnoreNonFinite(Source(values, type));
        var results = await RunAsync(name, ignoring);
        var isStored = name is "pick" or "signal-monitor";
        foreach (var result in results.Where(static result => result.Use == BufferUse.Result))
        {
            double[] found = Numbers(result), right = Numbers(expected[result.Name]);
            Assert.All(
                found,
                (value, at) => Assert.True(
                    double.IsFinite(value) || (isStored && double.IsNaN(value) && at == At), $"{name}, {result.Name} at {at}: {value}"));
            if (result.Kind == ResultKind.Scan && name is not ("pca" or "feature-vector" or "cluster" or "com" or "icom" or "idpc"))
            {
                var width = found.Length / FrameCount;
                Assert.All(
                    Enumerable.Range(0, found.Length).Where(at => at / width != BadFrame),
                    at => Assert.Equal(right[at], found[at], 1e-4 * Math.Max(1, Math.Abs(right[at]))));
            }
        }
    }

    [Fact]
    public async Task Means_AreOverWhatIsLeft()
    {
        var values = Values();
        values[At] = double.NaN;
        using var ignoring = new IgnoreNonFinite(Source(values, ElementType.F64));
        double[] column = [.. Enumerable.Range(0, FrameCount)
            .Where(static frame => frame != BadFrame)
            .Select(frame => values[(frame * Pixels) + BadPixel])];
        double[] frame = [.. Enumerable.Range(0, Pixels)
            .Where(static pixel => pixel != BadPixel)
            .Select(pixel => values[(BadFrame * Pixels) + pixel])];
        var deviation = await RunAsync("stddev", ignoring);
        Assert.Equal(column.Average(), deviation["mean"].ToDoubles()[BadPixel], 1e-4);
        Assert.Equal(
            Math.Sqrt(column.Sum(value => Math.Pow(value - column.Average(), 2)) / column.Length),
            deviation["std"].ToDoubles()[BadPixel],
            1e-4);
        Assert.Equal(frame.Average(), (await RunAsync("frame-statistics", ignoring))["mean"].ToDoubles()[BadFrame], 1e-4);
        Assert.Equal(column.Order().ElementAt(column.Length / 2), (await RunAsync("median", ignoring))["median"].ToDoubles()[BadPixel]);
        Assert.Equal(column.Max(), (await RunAsync("max", ignoring))["max"].ToDoubles()[BadPixel]);
        Assert.Equal(column.Sum(), (await RunAsync("sum", ignoring))["intensity"].ToDoubles()[BadPixel], 1e-3);
        var total = frame.Sum();
        var rows = Enumerable.Range(0, Pixels)
            .Where(static pixel => pixel != BadPixel)
            .Sum(pixel => values[(BadFrame * Pixels) + pixel] * (pixel / Width))
            / total;
        Assert.Equal(rows, (await RunAsync("com", ignoring))["raw_com"].ToDoubles()[2 * BadFrame], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Residences))]
    public async Task DataInMemory_GiveTheSame(string name, string form)
    {
        var values = Values();
        for (var i = 0; i < values.Length; i += 3)
            values[i] = Math.Max(0, values[i] - 2);
        values[At] = double.NaN;
        values[At + (4 * Pixels) + 5] = double.PositiveInfinity;
        IFrameSource Open() =>
            form.Contains("ignoring", StringComparison.Ordinal)
                ? new IgnoreNonFinite(Source(values, ElementType.F32))
                : Source(values, ElementType.F32);
        using var source = Open();
        using IFrameSource held = form.StartsWith("blocks", StringComparison.Ordinal)
            ? await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken)
            : await SparseScan.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        ResultSet expected = await RunAsync(name, source), results = await RunAsync(name, held);
        foreach (var result in results)
        {
            double[] found = Numbers(result), right = Numbers(expected[result.Name]);
            Assert.All(
                Enumerable.Range(0, found.Length),
                at => Assert.True(
                    found[at].Equals(right[at]) || (!double.IsFinite(found[at]) && !double.IsFinite(right[at]))
                        || Math.Abs(found[at] - right[at]) <= 1e-4 * Math.Max(1, Math.Abs(right[at])),
                    $"{name}, {form}, {result.Name} at {at}: {found[at]} for {right[at]}"));
        }
    }

    [Fact]
    public async Task DetectorThatMovesAway_ForgetsTheBadPixel()
    {
        var values = Values();
        values[At] = double.NaN;
        using var cube = await ScanBlockedCube.LoadAsync(
            Source(values, ElementType.F32), cancellationToken: TestContext.Current.CancellationToken);
        var image = new DetectorImage<double>(cube);
        image.Update(PixelSet.From(Pixels, static pixel => pixel is BadPixel or BadPixel + 1), TestContext.Current.CancellationToken);
        Assert.True(double.IsNaN(image.Values[BadFrame]));
        image.Update(PixelSet.From(Pixels, static pixel => pixel is BadPixel + 1 or BadPixel + 2), TestContext.Current.CancellationToken);
        Assert.All(image.Values, static value => Assert.True(double.IsFinite(value)));
    }
}
