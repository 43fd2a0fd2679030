using System.Globalization;
using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.Steps;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Signals;

/// <summary>What somebody sees who drags is what a run gives, in every form in which data are held.</summary>
public sealed class SignalViewTests
{
    private const int Rows = 5, Columns = 7, Height = 9, Width = 11;

    public static TheoryData<ResidenceForm> Forms => [ResidenceForm.ScanBlocked, ResidenceForm.Sparse, ResidenceForm.Partial];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Forms))]
    public async Task ADraggedDetector_ShowsWhatARunGives(ResidenceForm form)
    {
        using var scan = await HoldAsync(Random(1, Rows * Columns), new Extent(Rows, Columns), form);
        var view = new SignalView();
        for (var step = 0; step < 12; step++)
        {
            var detector = step switch
            {
                5 => "bf=rect:0,0,2,2",
                8 => "segments:4,5,1,4,1,2",
                _ => string.Create(CultureInfo.InvariantCulture, $"disk:{step / 2.0},{step / 3.0},{1 + (step % 4)}.5"),
            };
            var signal = scan.Scan.Analyse(new VirtualImageParameters { Detector = new([detector]) });
            var (shown, _) = await view.ShowAsync(signal, partial: null, Cancellation);
            var expected = await signal.ComputeAsync(cancellationToken: Cancellation);
            Assert.Equal(
                expected.Where(static result => result.Use == BufferUse.Result).Select(static result => (result.Name, result.ElementType)),
                shown.Where(static result => result.Use == BufferUse.Result).Select(static result => (result.Name, result.ElementType)));
            foreach (var result in shown.Where(static result => result.Use == BufferUse.Result))
                Assert.Equal(expected.Single(other => other.Name == result.Name).ToDoubles(), result.ToDoubles());
        }

        await Assert.ThrowsAsync<ArgumentException>(() => view.ShowAsync(
            scan.Scan.Analyse(new VirtualImageParameters { Detector = new(["disk:99,99,1"]) }), partial: null, Cancellation));
        var pair = scan.Scan.Analyse(
            new VirtualImageParameters { Detector = new(["disk:4,5,2", "rect:0,0,1,1"]), Combine = ImageCombination.Difference });
        var difference = (await view.ShowAsync(pair, partial: null, Cancellation)).Results
            .Single(static result => result.Name == "difference");
        Assert.Equal(await pair.ToArrayAsync<double>("difference", Cancellation), difference.ToDoubles());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task CentresOfMassWithinARegion_AreThoseOfItsPixels(ResidenceForm form)
    {
        var values = Random(1, Rows * Columns);
        using var scan = await HoldAsync(values, new Extent(Rows, Columns), form);
        foreach (var (region, contains) in new (string?, Func<int, int, bool>)[]
        {
            (null, static (_, _) => true),
            ("disk:4,5,3", static (r, c) => ((r - 4) * (r - 4)) + ((c - 5) * (c - 5)) <= 9),
            (
                "sector:4,5,0,4,-45,45",
                static (r, c) => (r, c) == (4, 5)
                    || (((r - 4) * (r - 4)) + ((c - 5) * (c - 5)) <= 16 && Math.Atan2(r - 4, c - 5) * 180 / Math.PI is >= -45 and < 45)),
        })
        {
            var signal = scan.Scan.Analyse(
                new CenterOfMassParameters { Within = region is null ? default(DetectorChoice?) : new DetectorChoice(region) });
            var centers = (await new SignalView().ShowAsync(signal, partial: null, Cancellation)).Results
                .Single(static result => result.Name == "raw_com").ToDoubles();
            for (var frame = 0; frame < Rows * Columns; frame++)
            {
                var (row, column) = Center(values, frame, contains);
                Assert.Equal(row, centers[2 * frame], 1e-4);
                Assert.Equal(column, centers[(2 * frame) + 1], 1e-4);
            }
        }

        await Assert.ThrowsAsync<FormatException>(() => scan.Scan.Analyse(new CenterOfMassParameters { Within = "segments:4,5,0,3,1,4" })
            .ComputeAsync(cancellationToken: Cancellation));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Quadrants_AreOppositeAboutTheCentre(ResidenceForm form)
    {
        var values = Random(5, Rows * Columns);
        using var scan = await HoldAsync(values, new Extent(Rows, Columns), form);
        var signal = scan.Scan.Analyse(new SegmentedSignalParameters { Center = new(4, 5), InnerRadius = new(0.5), Radius = new(4) });
        var field = (await new SignalView().ShowAsync(signal, partial: null, Cancellation)).Results
            .Single(static result => result.Name == "field").ToDoubles();
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

            Assert.Equal(row / total, field[2 * frame], 1e-5);
            Assert.Equal(column / total, field[(2 * frame) + 1], 1e-5);
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
        var (rotation, isFlipped) = await scan.GuessRotationAsync(cancellationToken: Cancellation);
        var field = await scan.Scan.Analyse(
            new CenterOfMassParameters { Regression = RegressionChoice.Mean, ScanRotation = rotation, FlipY = isFlipped })
            .ToArrayAsync<double>("field", Cancellation);
        for (var frame = 0; frame < side * side; frame++)
        {
            Assert.Equal(-((frame / side) - 5.5) * 0.3, field[2 * frame], 0.6);   // of whole pixels
            Assert.Equal(-((frame % side) - 5.5) * 0.3, field[(2 * frame) + 1], 0.6);
        }

        using var line = await HoldAsync(Random(7, 9), new Extent(9), ResidenceForm.ScanBlocked);
        await Assert.ThrowsAsync<ArgumentException>(() => line.GuessRotationAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Patterns_OfRegionsOfAnyShape_AndOfMembersOfASeries()
    {
        var values = Random(3, 2 * Rows * Columns);
        using var scan = await HoldAsync(values, new Extent(2, Rows, Columns), ResidenceForm.ScanBlocked);
        var view = new SignalView();
        foreach (var (region, contains) in new (string, Func<int, int, bool>)[]
        {
            ("rect:1,2,3,4", static (r, c) => r is >= 1 and <= 3 && c is >= 2 and <= 4),
            ("point:2,3", static (r, c) => (r, c) == (2, 3)),
            ("polygon:0,0,0,4,4,0", static (r, c) => r + c <= 4),
            ("line:0,0,4,4", static (r, c) => r == c),
        })
        {
            foreach (var members in new[] { "", "@1" })
            {
                var frames = Enumerable.Range(0, 2 * Rows * Columns)
                    .Where(frame => (members.Length == 0 || frame >= Rows * Columns)
                        && contains(frame / Columns % Rows, frame % Columns)).ToArray();
                var positions = ScanRegion.Parse(region + members);
                double[] mean = await PatternAsync("mean", positions),
                    sum = await PatternAsync("sum", positions), max = await PatternAsync("max", positions);
                for (var pixel = 0; pixel < Height * Width; pixel++)
                {
                    var stack = frames.Select(frame => (double)values[(frame * Height * Width) + pixel]).ToArray();
                    Assert.Equal(stack.Sum(), sum[pixel]);
                    Assert.Equal(stack.Max(), max[pixel]);
                    Assert.Equal(stack.Average(), mean[pixel], 1e-3);
                }
            }
        }

        Assert.Contains(
            "2 members",
            (await Assert.ThrowsAnyAsync<FormatException>(() => PatternAsync("sum", ScanRegion.Parse("point:0,0@2")))).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<FormatException>(() => PatternAsync("sum", ScanRegion.Parse("point:0,0@x")));

        async Task<double[]> PatternAsync(string analysis, ScanRegion positions) =>
            (await view.ShowAsync(scan.Scan.Analyse(analysis, positions), partial: null, Cancellation)).Results[0].ToDoubles();
    }

    [Fact]
    public async Task ALineOfFrames_IsARow()
    {
        var values = Random(6, 7);
        using var scan = await HoldAsync(values, new Extent(7), ResidenceForm.ScanBlocked);
        var sum = await scan.Scan.Analyse("sum", ScanRegion.Parse("rect:0,2,0,4")).ToArrayAsync<double>(cancellationToken: Cancellation);
        for (var pixel = 0; pixel < Height * Width; pixel++)
            Assert.Equal(Enumerable.Range(2, 3).Sum(frame => values[(frame * Height * Width) + pixel]), sum[pixel]);
    }

    [Fact]
    public async Task EqualSignals_AreComputedOnce_AndTheOldestGoFirst()
    {
        var kept = new SignalCache(3 * Rows * Columns * sizeof(ulong));
        using var scan = await HoldAsync(
            Random(4, Rows * Columns), new Extent(Rows, Columns), ResidenceForm.ScanBlocked, new Session { Cache = kept });
        var images = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Image("disk:4,4,2").ComputeAsync(cancellationToken: Cancellation))));
        Assert.Equal(1, kept.Computed);
        Assert.All(images, image => Assert.Same(images[0][0].Values, image[0].Values));
        for (var radius = 1; radius <= 5; radius++)
            await Image($"disk:4,4,{radius.ToString(CultureInfo.InvariantCulture)}.5").ComputeAsync(cancellationToken: Cancellation);
        Assert.InRange(kept.Bytes, 1, 3 * Rows * Columns * sizeof(ulong));
        var before = kept.Computed;
        await Image("disk:4,4,2").ComputeAsync(cancellationToken: Cancellation);
        Assert.Equal(before + 1, kept.Computed);

        // Who waits for what another began and gave up, begins anew.
        using var giveUp = new CancellationTokenSource();
        var first = scan.Scan.Analyse("frame-statistics").ComputeAsync(cancellationToken: giveUp.Token);
        var second = scan.Scan.Analyse("frame-statistics").ComputeAsync(cancellationToken: Cancellation);
        await giveUp.CancelAsync();
        Assert.Equal(Rows * Columns, (await second)[0].Values.Length);
        scan.Dispose();
        Assert.Equal(0, kept.Bytes);
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        ResultSignal Image(string detector) => scan.Scan.Analyse(new VirtualImageParameters { Detector = new([detector]) });
    }

    private static Task<ResidentScan> HoldAsync(ushort[] values, Extent scan, ResidenceForm form, Session? session = null) =>
        ResidentScan.LoadAsync(
            () => new ArraySource<ushort>(values, new DataShape(scan, new Extent(Height, Width))),
            readPath: null,
            new() { Form = form },
            session is null ? null : (session, null),
            progress: null,
            Cancellation);

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

        return total == 0 ? ((Height - 1) / 2.0, (Width - 1) / 2.0) : (row / total, column / total);
    }
}
