using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;
using static Ronchi.Tests.Analyses.AnalysisRuns;

namespace Ronchi.Tests.Analyses;

/// <summary>One value that is not finite, in one pixel of one frame: every analysis confines it, and says so in the value there.</summary>
public sealed class NonFiniteTests
{
    private const int BadFrame = (2 * Columns) + 3, BadPixel = (3 * Width) + 2, At = (BadFrame * Pixels) + BadPixel;

    public static TheoryData<string, ElementType, double, bool> Cases()
    {
        var cases = new TheoryData<string, ElementType, double, bool>();
        foreach (var name in Names)
        {
            foreach (var bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
            {
                cases.Add(name, ElementType.F32, bad, false);
                cases.Add(name, ElementType.F64, bad, false);
                cases.Add(name, ElementType.F32, bad, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OneBadValue_IsConfined(string name, ElementType type, double bad, bool isSparse)
    {
        var values = Values();
        using var clean = Source(values, type, isSparse: isSparse);
        values[At] = bad;
        using var damaged = Source(values, type, isSparse: isSparse);
        var rest = ScanSelection.FromIndices(
            Shape.Scan, [.. Enumerable.Range(0, FrameCount).Where(static frame => frame != BadFrame).Select(static frame => (long)frame)]);
        switch (name)
        {
            case "virtual-image" or "sum-sig" or "masks" or "dpc" or "fem" or "crystallinity" or "fft-mask":
                await CheckAsync(name, clean, damaged, static (_, at, width) => at / width == BadFrame);
                break;
            case "frame-statistics":
                await CheckAsync(
                    name,
                    clean,
                    damaged,
                    (result, at, _) => at == BadFrame
                        && (double.IsNaN(bad) || result is not ("min" or "max") || result == (bad > 0 ? "max" : "min")));
                break;
            case "radial" or "radial-fourier":
                // Of two rings the inner one holds it.
                await CheckAsync(
                    name,
                    clean,
                    damaged,
                    static (result, at, width) => result is not ("radius" or "pixels" or "dominant")
                        && at / width == BadFrame && at % width < width / 2);
                break;
            case "mean" or "sum" or "max" or "min" or "stddev" or "median" or "partition-monitor":
                await CheckPixelAsync(name, values, clean, damaged);
                break;
            case "log-sum":
                // x − min is infinite where the value is ∞, everywhere where it is −∞.
                await CheckAsync(name, clean, damaged, (_, at, _) => bad is not double.PositiveInfinity || at == BadPixel);
                break;
            case "fft-sum":
                await CheckAsync(name, clean, damaged, static (_, _, _) => true);
                break;
            case "com":
                await CheckAsync(
                    name,
                    clean,
                    damaged,
                    static (result, at, width) => result != "regression"
                        && (result is "divergence" or "curl" ? IsBeside(at) : at / width == BadFrame),
                    tolerance: 0.05,
                    "field",
                    "field_y",
                    "field_x",
                    "magnitude",
                    "divergence",
                    "curl",
                    "regression");
                break;
            case "icom" or "idpc":
                await CheckAsync(name, clean, damaged, static (_, at, _) => at == BadFrame, tolerance: 0.3, "phase", "field_y", "field_x");
                break;
            case "com-guess" or "auto-center":
                Assert.All(
                    await RunAsync(name, damaged),
                    static result => Assert.All(Numbers(result), static value => Assert.True(double.IsFinite(value))));
                break;
            case "covariance" or "pca" or "feature-vector" or "cluster":
                await CheckLeftOutAsync(name, damaged, rest);
                break;
            case "pick-fft":
                await CheckAsync(name, clean, damaged, static (_, at, width) => at / (Pixels * width) == BadFrame);
                break;
            case "pick" or "signal-monitor" or "record":
                await CheckStoredAsync(name, values, damaged);
                break;
            default:
                Assert.Fail($"'{name}' is new: say here what it does with values that are not finite.");
                break;
        }
    }

    [Fact]
    public async Task ShiftsAroundAGap_ChangeByNoMoreThanTheFill()
    {
        // The phase is linear in the field: a fill that is wrong by e moves no other position by more than e.
        var values = Values();
        using var clean = Source(values, ElementType.F64);
        var truth = await RunAsync("icom", clean);
        values[At] = double.NaN;
        using var damaged = Source(values, ElementType.F64);
        var found = await RunAsync("icom", damaged);
        double error = 0;
        foreach (var name in (string[])["field_y", "field_x"])
        {
            var field = truth[name].ToDoubles();
            var fill = (field[BadFrame - 1] + field[BadFrame + 1] + field[BadFrame - Columns] + field[BadFrame + Columns]) / 4;
            error += Math.Abs(fill - field[BadFrame]);
        }

        double[] phase = found["phase"].ToDoubles(), expected = truth["phase"].ToDoubles();
        Assert.All(
            Enumerable.Range(0, FrameCount).Where(static at => at != BadFrame),
            at => Assert.InRange(Math.Abs(phase[at] - expected[at]), 0, error));
        Assert.True(double.IsNaN(phase[BadFrame]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task ScanOfNothingElse_EndsInWordsOrNaN(double bad)
    {
        using var source = Source([.. Enumerable.Repeat(bad, FrameCount * Pixels)], ElementType.F32);
        foreach (var name in Names.Where(static name => name != "record"))
        {
            try
            {
                var results = await RunAsync(name, source);
                Assert.NotEmpty(results);
            }
            catch (ArgumentException e)
            {
                Assert.DoesNotContain("Index", e.Message, StringComparison.Ordinal);
            }
        }
    }

    // The position itself, and those whose differences take it.
    private static bool IsBeside(int at) =>
        Math.Abs((at / Columns) - (BadFrame / Columns)) + Math.Abs((at % Columns) - (BadFrame % Columns)) <= 1;

    private static async Task CheckAsync(
        string name, IFrameSource clean, IFrameSource damaged,
        Func<string, int, int, bool> isBad, double tolerance = 1e-5, params string[] near)
    {
        var expected = await RunAsync(name, clean);
        foreach (var result in await RunAsync(name, damaged))
        {
            double[] found = Numbers(result), right = Numbers(expected[result.Name]);
            var width = Math.Max(
                found.Length / (result.Kind == ResultKind.Scan ? FrameCount : result.Kind == ResultKind.Detector ? Pixels : 1), 1);
            if (result.Kind == ResultKind.Single)
                width = result.Values is Complex64[] ? 2 : 1;
            for (var at = 0; at < found.Length; at++)
            {
                var what = $"{name}, {result.Name} at {at}: {found[at]} for {right[at]}";
                if (isBad(result.Name, at, width))
                    Assert.True(!double.IsFinite(found[at]) || (result.ElementType.IsComplex() && !double.IsFinite(found[at ^ 1])), what);
                else if (!result.ElementType.IsFloat() && !result.ElementType.IsComplex())
                    Assert.True(found[at] == right[at] || at / width == BadFrame, what);
                else
                    Assert.True(
                        Math.Abs(found[at] - right[at])
                            <= (near.Contains(result.Name) ? tolerance : 1e-5) * Math.Max(1, Math.Abs(right[at])),
                        what);
            }
        }
    }

    // As NumPy has it.
    private static async Task CheckPixelAsync(string name, double[] values, IFrameSource clean, IFrameSource damaged)
    {
        var expected = await RunAsync(name, clean);
        double[] column = [.. Enumerable.Range(0, FrameCount).Select(frame => values[(frame * Pixels) + BadPixel])];
        foreach (var result in await RunAsync(name, damaged))
        {
            double[] found = Numbers(result), right = Numbers(expected[result.Name]);
            for (var at = 0; at < found.Length; at++)
            {
                var isHere = at == BadPixel && result.Kind == ResultKind.Detector && name != "partition-monitor";
                var truth = !isHere ? right[at] : result.Name switch
                {
                    "intensity" or "sum" => column.Sum(),
                    "mean" => column.Sum() / FrameCount,
                    "max" => column.Aggregate(Math.Max),
                    "min" => column.Aggregate(Math.Min),
                    "median" =>
                        double.IsNaN(values[At])
                            ? double.NaN
                            : (column.Order().ElementAt((FrameCount / 2) - 1) + column.Order().ElementAt(FrameCount / 2)) / 2,
                    _ => double.NaN,
                };
                Assert.True(
                    double.IsFinite(truth) ? Math.Abs(found[at] - truth) <= 1e-4 * Math.Max(1, Math.Abs(truth)) : found[at].Equals(truth),
                    $"{name}, {result.Name} at {at}: {found[at]} for {truth}");
            }
        }
    }

    private static async Task CheckLeftOutAsync(string name, IFrameSource damaged, ScanSelection rest)
    {
        var expected = await RunAsync(name, damaged, rest);
        foreach (var result in await RunAsync(name, damaged))
        {
            if (result.Use == BufferUse.Report)
            {
                Assert.Equal(FiniteFrames.LeftOutResult, result.Name);
                Assert.Equal(1UL, result.Span<ulong>()[0]);
                continue;
            }

            double[] found = Numbers(result), right = Numbers(expected[result.Name]);
            Assert.All(
                Enumerable.Range(0, found.Length),
                at => Assert.True(
                    found[at].Equals(right[at]) || Math.Abs(found[at] - right[at]) <= 1e-4 * Math.Max(1, Math.Abs(right[at])),
                    $"{name}, {result.Name} at {at}: {found[at]} for {right[at]}"));
        }
    }

    private static async Task CheckStoredAsync(string name, double[] values, IFrameSource damaged)
    {
        var frames = new KeptFrames(damaged.ElementType.Size());
        var results = await RunAsync(name, damaged, sink: _ => frames);
        (double[] found, int first) = name switch
        {
            "record" => (frames.Values, 0),
            "pick" => (results["intensity"].ToDoubles(), 0),
            _ => (results["frame"].ToDoubles(), (FrameCount - 1) * Pixels),
        };
        Assert.All(
            Enumerable.Range(0, found.Length),
            at => Assert.True(found[at].Equals(damaged.ElementType == ElementType.F32 ? (float)values[first + at] : values[first + at])));
    }

    private sealed class KeptFrames(int size) : IFrameSink
    {
        private readonly byte[] _bytes = new byte[FrameCount * Pixels * size];

        public double[] Values => size == sizeof(float)
            ? Array.ConvertAll(
                System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(_bytes).ToArray(), static value => (double)value)
            : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(_bytes).ToArray();

        public void Write(long frame, ReadOnlySpan<byte> pixels) => pixels.CopyTo(_bytes.AsSpan((int)frame * Pixels * size));

        public void Complete()
        {
            // Everything is there.
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
