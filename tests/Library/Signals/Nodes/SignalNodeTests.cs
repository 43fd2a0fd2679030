using System.Globalization;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Nodes;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Signals.Nodes;

public sealed class SignalNodeTests
{
    private const int Rows = 5, Columns = 7, Height = 9, Width = 11;

    public static TheoryData<ResidenceForm> Forms => [ResidenceForm.ScanBlocked, ResidenceForm.Sparse, ResidenceForm.Partial];

    [Theory, MemberData(nameof(Forms))]
    public async Task Deflection_IsTheCentreOfMassAgainstItsMean(ResidenceForm form)
    {
        var values = Random(1, Rows * Columns);
        values.AsSpan(3 * Height * Width, Height * Width).Clear();   // a frame without intensity
        using var scan = await HoldAsync(values, new Extent(Rows, Columns), form);
        foreach (var (region, contains) in new (string?, Func<int, int, bool>)[] { (null, static (_, _) => true), ("disk:4,5,3", static (r, c) => ((r - 4) * (r - 4)) + ((c - 5) * (c - 5)) <= 9) })
        {
            var field = (float[])(await new SignalCache(scan).GetAsync(new DeflectionNode(region), Cancellation)).Values;
            var centers = Enumerable.Range(0, Rows * Columns).Select(frame => Center(values, frame, contains)).ToArray();
            double row = centers.Where(static c => !double.IsNaN(c.Row)).Average(static c => c.Row), column = centers.Where(static c => !double.IsNaN(c.Row)).Average(static c => c.Column);
            for (var frame = 0; frame < centers.Length; frame++)
            {
                Assert.Equal(centers[frame].Row - row, field[frame], 1e-4);
                Assert.Equal(centers[frame].Column - column, field[centers.Length + frame], 1e-4);
            }

            Assert.True(float.IsNaN(field[3]));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task StatisticsAndCombinations_FollowFromTheFrames(ResidenceForm form)
    {
        var values = Random(2, Rows * Columns);
        using var scan = await HoldAsync(values, new Extent(Rows, Columns), form);
        var cache = new SignalCache(scan);
        double[] sum = await DoublesAsync(cache, new FrameStatisticNode(FrameStatistic.Sum)), max = await DoublesAsync(cache, new FrameStatisticNode(FrameStatistic.Max)), std = await DoublesAsync(cache, new FrameStatisticNode(FrameStatistic.Std));
        double[] a = await DoublesAsync(cache, new VirtualImageNode("disk:4,5,2")), b = await DoublesAsync(cache, new VirtualImageNode("rect:0,0,1,1"));
        var parts = new Dictionary<ImageCombination, double[]>();
        foreach (var operation in Enum.GetValues<ImageCombination>())
            parts[operation] = await DoublesAsync(cache, new CombinedNode(operation, new VirtualImageNode("disk:4,5,2"), new VirtualImageNode("rect:0,0,1,1")));
        for (var frame = 0; frame < Rows * Columns; frame++)
        {
            var pixels = values.AsSpan(frame * Height * Width, Height * Width).ToArray().Select(static value => (double)value).ToArray();
            Assert.Equal(pixels.Sum(), sum[frame]);
            Assert.Equal(pixels.Max(), max[frame]);
            Assert.Equal(Math.Sqrt(pixels.Select(value => Math.Pow(value - pixels.Average(), 2)).Average()), std[frame], 1e-3);
            Assert.Equal((a[frame] + b[frame]) / 2, parts[ImageCombination.Mean][frame], 1e-3);
            Assert.Equal(a[frame] - b[frame], parts[ImageCombination.Difference][frame], 1e-3);
            Assert.Equal(b[frame] == 0 ? double.NaN : a[frame] / b[frame], parts[ImageCombination.Ratio][frame], 1e-3);
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Quadrants_AreOppositeAboutTheCentre(ResidenceForm form)
    {
        var values = Random(5, Rows * Columns);
        using var scan = await HoldAsync(values, new Extent(Rows, Columns), form);
        var field = (float[])(await new SignalCache(scan).GetAsync(new SegmentedNode(4, 5, 0.5, 4), Cancellation)).Values;
        for (var frame = 0; frame < Rows * Columns; frame++)
        {
            double total = 0, row = 0, column = 0;
            for (var pixel = 0; pixel < Height * Width; pixel++)
            {
                var (r, c) = ((pixel / Width) - 4, (pixel % Width) - 5);
                if ((r * r) + (c * c) is 0 or > 16)
                    continue;
                double value = values[(frame * Height * Width) + pixel], angle = Math.Atan2(r, c) * 180 / Math.PI;
                total += value;
                column += angle is >= -45 and < 45 ? value : angle is >= 135 or < -135 ? -value : 0;
                row += angle is >= 45 and < 135 ? value : angle is >= -135 and < -45 ? -value : 0;
            }

            Assert.Equal(row / total, field[frame], 1e-5);
            Assert.Equal(column / total, field[(Rows * Columns) + frame], 1e-5);
        }
    }

    [Fact]
    public async Task DirectionsThatAreTurnedByTheGuess_HaveTheLeastCurl()
    {
        const int side = 12;
        var values = new ushort[side * side * Height * Width];
        for (var frame = 0; frame < side * side; frame++)
        {
            // The beam is drawn to the middle of the scan, seen by a detector that is turned by 90° and flipped.
            double towardsRows = -((frame / side) - 5.5) * 0.3, towardsColumns = -((frame % side) - 5.5) * 0.3;
            var (row, column) = (4 + (int)Math.Round(towardsColumns), 5 + (int)Math.Round(towardsRows));
            values[(frame * Height * Width) + (row * Width) + column] = 100;
        }

        using var scan = await HoldAsync(values, new Extent(side, side), ResidenceForm.ScanBlocked);
        var cache = new SignalCache(scan);
        var guess = (double[])(await cache.GetAsync(new RotationNode(null), Cancellation)).Values;
        var field = (float[])(await cache.GetAsync(new TurnedNode(new DeflectionNode(null), guess[0], guess[1] != 0), Cancellation)).Values;
        for (var frame = 0; frame < side * side; frame++)
        {
            Assert.Equal(-((frame / side) - 5.5) * 0.3, field[frame], 0.6);   // of whole pixels
            Assert.Equal(-((frame % side) - 5.5) * 0.3, field[(side * side) + frame], 0.6);
        }

        using var line = await HoldAsync(Random(7, 9), new Extent(9), ResidenceForm.ScanBlocked);
        await Assert.ThrowsAsync<ArgumentException>(() => new SignalCache(line).GetAsync(new RotationNode(null), Cancellation));
    }

    [Fact]
    public async Task Patterns_OfRegionsOfAnyShape_AndOfMembersOfASeries()
    {
        var values = Random(3, 2 * Rows * Columns);
        using var scan = await HoldAsync(values, new Extent(2, Rows, Columns), ResidenceForm.ScanBlocked);
        var cache = new SignalCache(scan);
        foreach (var (region, contains) in new (string, Func<int, int, bool>)[]
        {
            ("rect:1,2,3,4", static (r, c) => r is >= 1 and <= 3 && c is >= 2 and <= 4),
            ("point:2,3", static (r, c) => (r, c) == (2, 3)),
            ("polygon:0,0,0,4,4,0", static (r, c) => r + c <= 4),
            ("line:0,0,4,4", static (r, c) => r == c),
        })
        {
            var frames = Enumerable.Range(0, Rows * Columns).Where(frame => contains(frame / Columns, frame % Columns)).Select(frame => frame + (Rows * Columns)).ToArray();
            double[] mean = await DoublesAsync(cache, new PatternNode(region, PatternReduction.Mean, 1)), sum = await DoublesAsync(cache, new PatternNode(region, PatternReduction.Sum, 1)), max = await DoublesAsync(cache, new PatternNode(region, PatternReduction.Max, 1));
            for (var pixel = 0; pixel < Height * Width; pixel++)
            {
                var stack = frames.Select(frame => (double)values[(frame * Height * Width) + pixel]).ToArray();
                Assert.Equal(stack.Sum(), sum[pixel]);
                Assert.Equal(stack.Max(), max[pixel]);
                Assert.Equal(stack.Average(), mean[pixel], 1e-3);
            }
        }

        await Assert.ThrowsAsync<ArgumentException>(() => cache.GetAsync(new PatternNode("point:0,0", Member: 2), Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => cache.GetAsync(new PatternNode("all"), Cancellation));
    }

    [Fact]
    public async Task ALineOfFrames_IsARow()
    {
        var values = Random(6, 7);
        using var scan = await HoldAsync(values, new Extent(7), ResidenceForm.ScanBlocked);
        var sum = await DoublesAsync(new SignalCache(scan), new PatternNode("rect:0,2,0,4", PatternReduction.Sum));
        for (var pixel = 0; pixel < Height * Width; pixel++)
            Assert.Equal(Enumerable.Range(2, 3).Sum(frame => values[(frame * Height * Width) + pixel]), sum[pixel]);
        Assert.Equal(14, (await new SignalCache(scan).GetAsync(new DeflectionNode(null), Cancellation)).Values.Length);
    }

    [Fact]
    public async Task EqualNodes_AreComputedOnce_AndTheOldestGoFirst()
    {
        var values = Random(4, Rows * Columns);
        var kept = new ResultCache(maxBytes: 3 * Rows * Columns * sizeof(ulong));
        using var scan = await HoldAsync(values, new Extent(Rows, Columns), ResidenceForm.ScanBlocked, new Session { Results = kept });
        var cache = new SignalCache(scan);
        var images = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => cache.GetAsync(new VirtualImageNode("disk:4,4,2"), Cancellation))));
        Assert.Equal(1, kept.Computed);
        Assert.All(images, image => Assert.Same(images[0].Values, image.Values));
        for (var radius = 1; radius <= 5; radius++)
            await cache.GetAsync(new VirtualImageNode($"disk:4,4,{radius.ToString(CultureInfo.InvariantCulture)}.5"), Cancellation);
        Assert.InRange(kept.Bytes, 1, 3 * Rows * Columns * sizeof(ulong));
        long before = kept.Computed;
        await cache.GetAsync(new VirtualImageNode("disk:4,4,2"), Cancellation);
        Assert.Equal(before + 1, kept.Computed);

        // Who waits for what another began and gave up, begins anew.
        using var giveUp = new CancellationTokenSource();
        var first = cache.GetAsync(new FrameStatisticNode(FrameStatistic.Std), giveUp.Token);
        var second = cache.GetAsync(new FrameStatisticNode(FrameStatistic.Std), Cancellation);
        await giveUp.CancelAsync();
        Assert.Equal(Rows * Columns, (await second).Values.Length);
        scan.Dispose();
        Assert.Equal(0, kept.Bytes);
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<double[]> DoublesAsync(SignalCache cache, SignalNode node) =>
        [.. (await cache.GetAsync(node, Cancellation)).Values.Cast<object>().Select(static value => Convert.ToDouble(value, CultureInfo.InvariantCulture))];

    private static Task<ResidentScan> HoldAsync(ushort[] values, Extent scan, ResidenceForm form, Session? session = null) =>
        ResidentScan.LoadAsync(() => new ArraySource<ushort>(values, new DataShape(scan, new Extent(Height, Width))), readPath: null, new() { Form = form }, session is null ? null : (session, null), progress: null, Cancellation);

    private static ushort[] Random(int seed, int frames)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames * Height * Width).Select(_ => (ushort)(random.Next(4) == 0 ? random.Next(300) : 0))];
    }

    private static (double Row, double Column) Center(ushort[] values, int frame, Func<int, int, bool> contains)
    {
        double total = 0, row = 0, column = 0;
        for (var pixel = 0; pixel < Height * Width; pixel++)
        {
            if (!contains(pixel / Width, pixel % Width))
                continue;
            double value = values[(frame * Height * Width) + pixel];
            total += value;
            row += value * (pixel / Width);
            column += value * (pixel % Width);
        }

        return (row / total, column / total);
    }
}
