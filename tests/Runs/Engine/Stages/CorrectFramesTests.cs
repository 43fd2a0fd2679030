using System.Numerics;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Engine.Stages;

public sealed class CorrectFramesTests
{
    [Fact]
    public async Task DarkGainAndRepair_GiveLibertemsNumbers()
    {
        var golden = new LibertemCase("corrections_sum");
        var dark = Array.ConvertAll(LibertemCase.Generate(56, 5, 7), static value => (float)value);
        var gain = Array.ConvertAll(LibertemCase.Generate(56, 9, 8), static value => (value + 1) / 4f);
        var excluded = PixelSet.From(56, static pixel => pixel is 0 or (3 * 7) + 2 or (3 * 7) + 3 or (7 * 7) + 6);
        using var source = new CorrectFrames(golden.Open(), new Corrections(new Extent(8, 7), dark, gain, excluded));
        golden.AssertEqual("intensity", (await RunAsync(source, new Sum()))["intensity"]);
        golden.AssertEqual("sumsig", (await RunAsync(source, FrameSumAnalysis.Of(DataDescription.Of(source))))["intensity"]);
    }

    [Fact]
    public async Task AllTypes_EqualThePlainLoop()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            await CheckAsync<byte>(seed);
            await CheckAsync<ushort>(seed);
            await CheckAsync<uint>(seed);
            await CheckAsync<ulong>(seed);
            await CheckAsync<sbyte>(seed);
            await CheckAsync<short>(seed);
            await CheckAsync<int>(seed);
            await CheckAsync<long>(seed);
            await CheckAsync<float>(seed);
            await CheckAsync<double>(seed);
        }
    }

    [Fact]
    public async Task ZeroGain_GivesZero()
    {
        using var source = new CorrectFrames(Ones(new Extent(3, 4)), new Corrections(new Extent(3, 4), gain: new float[12]));
        Assert.All((await RunAsync(source, new Sum()))["intensity"].Span<float>().ToArray(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task ThreeDetectorAxes_ArePatchedFromAllSides()
    {
        var detector = new Extent(3, 3, 3);
        var excluded = PixelSet.From(27, static pixel => pixel == 13);
        var dark = new float[27];
        Array.Fill(dark, 1);
        dark[13] = -1000;
        using var source = new CorrectFrames(Ones(detector), new Corrections(detector, dark, excluded: excluded));
        Assert.All((await RunAsync(source, new Sum()))["intensity"].Span<float>().ToArray(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task PixelWithoutGoodNeighbour_IsAnErrorOrStays()
    {
        var detector = new Extent(7);
        var excluded = PixelSet.From(7, static pixel => pixel is 2 or 3 or 4);
        Assert.Contains(
            "Pixel 3",
            Assert.Throws<ArgumentException>(() => new Corrections(detector, excluded: excluded)).Message,
            StringComparison.Ordinal);
        using var source = new CorrectFrames(
            new ArraySource<float>(new float[] { 1, 1, 5, 6, 7, 1, 1 }, new DataShape(new Extent(1), detector)),
            new Corrections(detector, excluded: excluded, allowEmpty: true));
        float[] expected = [1, 1, 1, 6, 1, 1, 1];
        Assert.Equal(expected, (await RunAsync(source, new Sum()))["intensity"].Span<float>().ToArray());
    }

    [Fact]
    public async Task PixelWithoutGoodNeighbour_StaysInFramesWithNoDataElsewhere()
    {
        var detector = new Extent(7);
        var excluded = PixelSet.From(7, static pixel => pixel is 0 or 1 or 2);
        ushort[] values = [5, 6, 7, 8, 9, 10, ushort.MaxValue];
        using var source = new CorrectFrames(
            new ArraySource<ushort>(values, new DataShape(new Extent(1), detector), new Validity { MaximumIsNoData = true }),
            new Corrections(detector, excluded: excluded, allowEmpty: true));
        float[] expected = [5, 6, 8, 8, 9, 10, 10];
        Assert.Equal(expected, (await RunAsync(source, new Sum()))["intensity"].Span<float>().ToArray());
    }

    [Fact]
    public async Task MaskedPixelsWithoutData_AreRepairedOnRequestOnly()
    {
        var detector = new Extent(5);
        var masked = PixelSet.From(5, static pixel => pixel is 1 or 3);
        ushort[] values = [2, ushort.MaxValue, 4, ushort.MaxValue, 6, 20, ushort.MaxValue, ushort.MaxValue, ushort.MaxValue, 60];
        ArraySource<ushort> Open() =>
            new(values, new DataShape(new Extent(2), detector), new Validity { MaximumIsNoData = true, MaskedPixels = masked });
        using var kept = new CorrectFrames(Open(), new Corrections(detector));
        using var repaired = new CorrectFrames(Open(), new Corrections(detector, excluded: masked));
        float[] expectedKept = [22, float.NaN, 4, float.NaN, 66], expectedRepaired = [22, 23, 4, 65, 66];
        Assert.Equal(expectedKept, (await RunAsync(kept, new Sum()))["intensity"].Span<float>().ToArray());
        Assert.Equal(expectedRepaired, (await RunAsync(repaired, new Sum()))["intensity"].Span<float>().ToArray());
        Assert.Null(repaired.Validity.MaskedPixels is { Count: > 0 } left ? left : null);
    }

    [Theory]
    [InlineData("dark")]
    [InlineData("gain")]
    [InlineData("repair")]
    public async Task NoDataWithoutAGoodNeighbour_StaysNoData(string correction)
    {
        // Frame 1 was not measured at all; of frame 2 the left half, from which pixel 0 of each row has no good neighbour.
        const int side = 8, size = side * side;
        var detector = new Extent(side, side);
        var values = new ushort[4 * size];
        Array.Fill(values, (ushort)10);
        values.AsSpan(size, size).Fill(ushort.MaxValue);
        for (var row = 0; row < side; row++)
            values.AsSpan((2 * size) + (row * side), side / 2).Fill(ushort.MaxValue);
        var corrections = correction switch
        {
            "dark" => new Corrections(detector, dark: new float[size]),
            "gain" => new Corrections(detector, gain: [.. Enumerable.Repeat(1f, size)]),
            _ => new Corrections(detector, excluded: PixelSet.Of(size, [0])),
        };
        using var source = new CorrectFrames(
            new ArraySource<ushort>(values, new DataShape(new Extent(2, 2), detector), new Validity { MaximumIsNoData = true }),
            corrections);
        Assert.True(source.Validity.MaximumIsNoData);

        // The three columns without a good neighbour are no data; the fourth is repaired from the fifth.
        var statistics = await RunAsync(source, new FrameStatistics());
        foreach (var name in (string[])["mean", "min", "max"])
        {
            Assert.Equal([10, double.NaN, 10, 10], statistics[name].ToDoubles());
            Assert.Equal([true, false, true, true], Enumerable.Range(0, 4).Select(frame => statistics[name].IsMeasured(frame)));
        }

        Assert.Equal([0, double.NaN, 0, 0], statistics["std"].ToDoubles());
        var sums = (await RunAsync(source, FrameSumAnalysis.Of(DataDescription.Of(source))))["intensity"].ToDoubles();
        Assert.Equal([640, double.NaN, 400, 640], sums);
        var pattern = (await RunAsync(source, new Sum()))["intensity"].ToDoubles();
        Assert.Equal(Enumerable.Range(0, size).Select(static pixel => pixel % side < 3 ? 20.0 : 30.0), pattern);
    }

    [Fact]
    public async Task DeadPixelsInAGradient_AreRestored()
    {
        var detector = new Extent(9, 11);
        var values = Enumerable.Range(0, 99).Select(static pixel => (float)((3 * (pixel / 11)) + (2 * (pixel % 11)) + 1)).ToArray();
        var broken = (float[])values.Clone();
        int[] dead = [(2 * 11) + 3, (5 * 11) + 5, (7 * 11) + 9];
        foreach (var pixel in dead)
            broken[pixel] = -1e6f;
        using var source = new CorrectFrames(
            new ArraySource<float>(broken, new DataShape(new Extent(1), detector)),
            new Corrections(detector, excluded: PixelSet.From(99, dead.Contains)));
        var restored = (await RunAsync(source, new Sum()))["intensity"].Span<float>().ToArray();
        for (var pixel = 0; pixel < 99; pixel++)
            Assert.Equal(values[pixel], restored[pixel], 1e-4f);
    }

    [Fact]
    public void MisfittingCorrections_AreRefused()
    {
        var detector = new Extent(3, 4);
        Assert.Throws<ArgumentException>(() => new Corrections(detector, dark: new float[11]));
        Assert.Throws<ArgumentException>(() => new Corrections(detector, gain: [.. Enumerable.Repeat(float.NaN, 12)]));
        Assert.Throws<ArgumentException>(() => new Corrections(detector, excluded: PixelSet.None(5)));
        Assert.Throws<ArgumentException>(() => new CorrectFrames(Ones(new Extent(4, 3)), new Corrections(detector)));
    }

    private static ArraySource<ushort> Ones(Extent detector)
    {
        var values = new ushort[6 * detector.Count];
        Array.Fill(values, (ushort)1);
        return new(values, new DataShape(new Extent(2, 3), detector));
    }

    private static async Task CheckAsync<T>(int seed)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var shape = new DataShape(new Extent(random.Next(1, 9)), new Extent(random.Next(2, 9), random.Next(2, 9)));
        int frames = (int)shape.FrameCount, rows = (int)shape.Detector[0], columns = (int)shape.Detector[1], pixels = rows * columns;
        var noData = seed % 2 == 0 && (T.IsZero(T.MinValue) || typeof(T) == typeof(float) || typeof(T) == typeof(double));
        var noDataOneIn = seed % 8 < 4 ? 12 : 2;
        var values = new T[frames * pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = noData && random.Next(noDataOneIn) == 0 ? T.MaxValue : T.CreateTruncating(random.Next(100));
        var dark = Enumerable.Range(0, pixels).Select(_ => random.NextSingle() * 5).ToArray();
        var gain = Enumerable.Range(0, pixels).Select(_ => 0.5f + random.NextSingle()).ToArray();
        var excluded = PixelSet.From(pixels, _ => random.Next(9) == 0);
        var masked = seed % 4 < 2 ? PixelSet.From(pixels, pixel => random.Next(6) == 0 && !excluded[pixel]) : null;
        bool IsMasked(int pixel) => masked is not null && masked[pixel];
        for (var i = 0; noData && i < values.Length; i++)
        {
            if (IsMasked(i % pixels))
                values[i] = T.MaxValue;
        }

        using var source = new CorrectFrames(
            new ArraySource<T>(values, shape, new Validity { MaximumIsNoData = noData, MaskedPixels = masked }),
            new Corrections(shape.Detector, dark, gain, excluded, allowEmpty: true));
        var sums = (await RunAsync(source, FrameSumAnalysis.Of(DataDescription.Of(source))))["intensity"].ToDoubles();
        var pattern = (await RunAsync(source, new Sum()))["intensity"].ToDoubles();
        var expected = new double[pixels];
        var measured = new bool[pixels];
        for (var frame = 0; frame < frames; frame++)
        {
            bool IsNoData(int pixel) => noData && values[(frame * pixels) + pixel] == T.MaxValue;
            double Plain(int pixel) => (double.CreateTruncating(values[(frame * pixels) + pixel]) - dark[pixel]) * gain[pixel];
            double Mean(int pixel, Func<int, bool> isBad, Func<int, double> value, double otherwise)
            {
                var around = Enumerable.Range(0, pixels)
                    .Where(other => other != pixel && Math.Abs((other / columns) - (pixel / columns)) <= 1
                        && Math.Abs((other % columns) - (pixel % columns)) <= 1 && !isBad(other))
                    .Select(value).ToArray();
                return around.Length == 0 ? otherwise : around.Average();
            }

            // An excluded pixel stays only if none of its neighbours is good in any frame; one without a good neighbour in this frame is
            // "no data" in it.
            bool IsNeverGood(int pixel) => excluded[pixel] || IsMasked(pixel);
            bool IsBad(int pixel) => IsNeverGood(pixel) || IsNoData(pixel);
            bool Stays(int pixel) => excluded[pixel] && !IsNoData(pixel) && double.IsNaN(Mean(pixel, IsNeverGood, Plain, double.NaN));
            double? total = null;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var value = IsMasked(pixel)
                    ? double.NaN
                    : IsBad(pixel)
                    ? Mean(pixel, IsBad, Plain, Stays(pixel) ? Plain(pixel) : double.NaN)
                    : Plain(pixel);
                if (double.IsNaN(value))
                    continue;
                measured[pixel] = true;
                expected[pixel] += value;
                total = (total ?? 0) + value;
            }

            if (total is null)
            {
                Assert.True(double.IsNaN(sums[frame]), $"seed {seed}, {typeof(T).Name}: nothing measured, got {sums[frame]}");
                continue;
            }

            Assert.True(
                Math.Abs(total.Value - sums[frame]) <= 1e-4 * Math.Max(1000, Math.Abs(total.Value)),
                $"seed {seed}, {typeof(T).Name}: {total}, got {sums[frame]}");
        }

        for (var pixel = 0; pixel < pixels; pixel++)
            Assert.True(
                !measured[pixel]
                    ? double.IsNaN(pattern[pixel])
                    : Math.Abs(expected[pixel] - pattern[pixel]) <= 1e-4 * Math.Max(1000, Math.Abs(expected[pixel])),
                $"seed {seed}, {typeof(T).Name}: {expected[pixel]}, got {pattern[pixel]}");
    }

    private static Task<ResultSet> RunAsync(IFrameSource source, Udf udf) => new CpuExecutor(2).RunAsync(RunPlan.Create(source, [udf]));
}
