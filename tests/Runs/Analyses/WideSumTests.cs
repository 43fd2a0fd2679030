using System.Numerics;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Monitoring;
using Ronchi.Analyses.Radial;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Analyses;

/// <summary>Sums of 64-bit integers near and beyond what 64 bits hold: exact, or f64 and told; never wrapped.</summary>
public sealed class WideSumTests
{
    private static readonly DataShape Shape = new(new Extent(3, 4), new Extent(5, 6));

    public static TheoryData<TileForm> Forms { get; } = [TileForm.Pixels, TileForm.Sparse, TileForm.Blocked];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task UnsignedSums_AreExactOrWidened(TileForm form)
    {
        for (var seed = 0; seed < 4; seed++)
            await CheckAsync<ulong>(form, seed, largest: ulong.MaxValue >> (seed * 3));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task SignedSums_AreExactOrWidened(TileForm form)
    {
        for (var seed = 0; seed < 4; seed++)
            await CheckAsync<long>(form, seed, largest: (ulong)long.MaxValue >> (seed * 3));
    }

    [Fact]
    public async Task ASumThatJustFits_StaysAWholeNumber()
    {
        ulong[] values = [ulong.MaxValue - 5, 7, 2, 1, 3, 0];
        using var source = new ArraySource<ulong>(values, new DataShape(new Extent(3), new Extent(1, 2)));
        var results = await RunAsync(source, new Sum());
        Assert.Equal([ulong.MaxValue, 8UL], results[Sum.Result].Span<ulong>().ToArray());
        Assert.Equal(0UL, results[Sum.BeyondResult].Span<ulong>()[0]);
        values[4] = 4;
        results = await RunAsync(source, new Sum());
        Assert.Equal([Math.Pow(2, 64), 8], results[Sum.Result].Span<double>().ToArray());
        Assert.Equal((1UL, BufferUse.Report), (results[Sum.BeyondResult].Span<ulong>()[0], results[Sum.BeyondResult].Use));
    }

    [Fact]
    public async Task NoDataValues_AreLeftOutOfWideSums()
    {
        ulong[] values = [ulong.MaxValue, 1UL << 63, 1UL << 63, ulong.MaxValue, 5, 1UL << 63];
        using var source = new ArraySource<ulong>(
            values, new DataShape(new Extent(3, 1), new Extent(1, 2)), new Validity { MaximumIsNoData = true });
        var results = await RunAsync(
            source, new Sum(), FrameSumAnalysis.Of(DataDescription.Of(source)), new CenterOfMass(new() { Center = (0, 0) }));
        Assert.Equal([Math.Pow(2, 63), Math.Pow(2, 64)], results.Of(0)[0].ToDoubles().Select(static sum => Math.Round(sum / 1024) * 1024));
        Assert.Equal(2UL, results[Sum.NoDataResult].Span<ulong>()[0]);
        Assert.Equal(ElementType.U64, results.Of(1)[0].ElementType);
        Assert.Equal([1UL << 63, 1UL << 63, (1UL << 63) + 5], results.Of(1)[0].Span<ulong>().ToArray());
        Assert.Equal([1.0, 0, (double)(1UL << 63) / ((1UL << 63) + 5)], results["raw_com"].ToDoubles().Where(static (_, i) => i % 2 == 1));
        Assert.Equal(2UL, results[CenterOfMass.NoDataResult].Span<ulong>()[0]);
    }

    [Fact]
    public async Task LargeFramesOf32Bits_HaveTheirCentre()
    {
        // Σ row · value of a full frame passes 2⁶⁴.
        var values = new uint[2048 * 2048];
        Array.Fill(values, uint.MaxValue - 1);
        using var source = new ArraySource<uint>(values, new DataShape(new Extent(1, 1), new Extent(2048, 2048)));
        Assert.Equal(
            [1023.5, 1023.5], (await RunAsync(source, new CenterOfMass()))["raw_com"].ToDoubles(), static (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public async Task ImagesInMemory_AreRefusedOrWidened()
    {
        var values = Enumerable.Range(0, (int)Shape.Full.Count).Select(static i => ulong.MaxValue - (ulong)i).ToArray();
        using var cube = await ScanBlockedCube.LoadAsync(
            new ArraySource<ulong>(values, Shape), cancellationToken: TestContext.Current.CancellationToken);
        var all = PixelSet.All(30);
        Assert.Throws<OverflowException>(() => cube.VirtualImage<ulong>(all, TestContext.Current.CancellationToken));
        Assert.Throws<OverflowException>(() => cube.Moments<ulong>(all, TestContext.Current.CancellationToken));
        Assert.Throws<OverflowException>(
            () => cube.PatternSum<ulong>(ScanSelection.All(Shape.Scan), TestContext.Current.CancellationToken));
        Assert.Throws<OverflowException>(() => new DetectorImage<ulong>(cube).Update(all, TestContext.Current.CancellationToken));
        Assert.Throws<OverflowException>(
            () => new RegionPattern<ulong>(cube).Update(ScanSelection.All(Shape.Scan), TestContext.Current.CancellationToken));
        Assert.Equal(
            values.Where(static (_, i) => i % 30 == 7),
            cube.VirtualImage<ulong>(PixelSet.From(30, static pixel => pixel == 7), TestContext.Current.CancellationToken));
    }

    private static async Task CheckAsync<T>(TileForm form, int seed, ulong largest)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var isSigned = !T.IsZero(T.MinValue);
        T[] values = [.. Enumerable.Range(0, (int)Shape.Full.Count)
            .Select(_ => T.CreateTruncating((Int128)(random.NextDouble() * largest) * (isSigned && random.Next(2) == 0 ? -1 : 1)))];
        if (form == TileForm.Sparse)
            values = Array.ConvertAll(values, value => random.Next(3) == 0 ? T.Zero : value);
        IFrameSource source = new ArraySource<T>(values, Shape) { Forms = form == TileForm.Sparse ? [TileForm.Sparse] : [TileForm.Pixels] };
        if (form == TileForm.Blocked)
            source = await ScanBlockedCube.LoadAsync(source, cancellationToken: TestContext.Current.CancellationToken);
        using (source)
        {
            var half = VirtualDetector.Rectangle(0, 0, 1, 5).Named("half").On(Shape.Detector);
            var one = VirtualDetector.Point(2, 3).Named("one").On(Shape.Detector);
            var rings = new RadialGeometry { Center = (2, 2), Bins = 2 };
            Udf[] onSparse = [
                new Sum(),
                new VirtualImage(ImageCombination.Difference, half, one),
                new CenterOfMass(new() { Center = (0, 0) }),
                new RadialProfile(rings)];
            var results = await RunAsync(
                source, form == TileForm.Sparse ? onSparse : [.. onSparse, new FrameStatistics(), new PartitionMonitor()]);
            var what = $"{typeof(T).Name}, {form}, seed {seed}";
            var frames = Enumerable.Range(0, 12)
                .Select(frame => values[(frame * 30)..((frame + 1) * 30)].Select(Int128.CreateTruncating).ToArray()).ToArray();
            Same(
                [.. Enumerable.Range(0, 30).Select(pixel => Total(frames.Select(frame => frame[pixel])))],
                results.Of(0)[0],
                isSigned,
                what + ", sum");
            Same([.. frames.Select(static frame => Total(frame[..12]))], results["half"], isSigned, what + ", image");
            Same([.. frames.Select(static frame => frame[15])], results["one"], isSigned, what + ", pixel");
            var ringOf = Enumerable.Range(0, 30)
                .Select(pixel => Math.Min((int)(rings.Radius(pixel / 6, pixel % 6) / (rings.Edges(Shape.Detector)[1] - 0)), 1)).ToArray();
            Same(
                [.. frames.SelectMany(
                    frame => Enumerable.Range(0, 2).Select(ring => Total(frame.Where((_, pixel) => ringOf[pixel] == ring))))],
                results.Of(3).First(static result => result.Name == "sum"),
                isSigned,
                what + ", ring");
            for (var i = 0; i < 12; i++)
            {
                var frame = Array.ConvertAll(frames[i], static value => (double)value);
                Near((double)(Total(frames[i][..12]) - frames[i][15]), results["difference"].ToDoubles()[i], what + ", difference");
                double total = (double)Total(frames[i]), moment = frame.Select(static (value, pixel) => value * (pixel % 6)).Sum();
                if (!isSigned)
                    Near(moment / total, results["raw_com"].ToDoubles()[(2 * i) + 1], what + ", centre");
                if (form == TileForm.Sparse)
                    continue;
                Near(
                    total / 30,
                    results.Of(4).First(static result => result.Name == "mean").ToDoubles()[i],
                    what + ", mean",
                    (double)largest);
                Near(
                    Math.Sqrt(frame.Select(value => Math.Pow(value - frame.Average(), 2)).Average()),
                    results.Of(4).First(static result => result.Name == "std").ToDoubles()[i],
                    what + ", std");
            }
        }
    }

    private static Int128 Total(IEnumerable<Int128> values) => values.Aggregate(Int128.Zero, static (sum, value) => sum + value);

    private static void Same(Int128[] expected, ResultArray found, bool isSigned, string what)
    {
        var fits = expected.All(sum => isSigned ? sum >= long.MinValue && sum <= long.MaxValue : sum <= ulong.MaxValue);
        Assert.True(
            found.ElementType == (fits ? isSigned ? ElementType.I64 : ElementType.U64 : ElementType.F64), $"{what}: {found.ElementType}");
        for (var i = 0; i < expected.Length; i++)
        {
            if (fits)
                Assert.True(expected[i] == (isSigned ? found.Span<long>()[i] : (Int128)found.Span<ulong>()[i]), what);
            else
                Assert.True(
                    (double)expected[i] == found.Span<double>()[i]
                        || Math.Abs((double)expected[i] - found.Span<double>()[i]) <= 1e-15 * Math.Abs((double)expected[i]),
                    what);
        }
    }

    private static void Near(double expected, double found, string what, double scale = 0) =>
        Assert.True(Math.Abs(expected - found) <= 1e-9 * Math.Max(Math.Abs(expected), scale), $"{what}: {found:R} instead of {expected:R}");

    private static Task<ResultSet> RunAsync(IFrameSource source, params Udf[] udfs) =>
        new CpuExecutor(2).RunAsync(RunPlan.Create(source, udfs));
}
