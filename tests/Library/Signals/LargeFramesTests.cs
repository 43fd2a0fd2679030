using Ronchi.Analyses.Deflection;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources.Memory;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class LargeFramesTests
{
    private const int Side = 2048;
    private const int Pixels = Side * Side;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FramesOf2048Squared_ThirtyTwoBits_AreHeldAsFrames()
    {
        var shape = new DataShape(new Extent(1, 3), new Extent(Side, Side));
        var values = new uint[3 * Pixels];
        for (var i = 0; i < values.Length; i++)
            values[i] = (uint)i * 2654435761;
        using var scan = await ResidentScan.LoadAsync(() => new ArraySource<uint>(values, shape), cancellationToken: Cancellation);
        Assert.Equal((ResidenceForm.Frames, "frames"), (scan.Form, scan.FormName));
        Assert.Equal(3L * Pixels * sizeof(uint), scan.Memory.Used);
        Assert.Equal(3L, Assert.IsType<FrameScan>(scan.Data).LoadedFrames);

        var disk = VirtualDetector.Disk(1000, 900, 120).On(shape.Detector);
        var image = (await scan.VirtualImagesAsync([disk], cancellationToken: Cancellation))[0].Span<ulong>();
        for (var frame = 0; frame < 3; frame++)
        {
            ulong expected = 0;
            for (var pixel = 0; pixel < Pixels; pixel++)
                expected += disk.Pixels[pixel] ? values[(frame * Pixels) + pixel] : 0UL;
            Assert.Equal(expected, image[frame]);
        }

        Assert.Equal(values.AsSpan(2 * Pixels, Pixels), scan.Frame(2).Span<uint>());
    }

    [Fact]
    public async Task SumsBeyond64Bits_AreWidened_WhileADetectorMoves()
    {
        var shape = new DataShape(new Extent(3, 4), new Extent(5, 6));
        var values = Enumerable.Range(0, (int)shape.Full.Count).Select(static i => ulong.MaxValue - (ulong)i).ToArray();
        using var scan = await ResidentScan.LoadAsync(() => new ArraySource<ulong>(values, shape), cancellationToken: Cancellation);
        await using var detectors = new LiveDetectors(scan);
        var image = await detectors.Add().MoveAsync(VirtualDetector.Rectangle(0, 0, 4, 5), cancellationToken: Cancellation);
        Assert.Equal(
            Enumerable.Range(0, 12).Select(frame => values[(frame * 30)..((frame + 1) * 30)].Sum(static value => (double)value)),
            image.Span<double>().ToArray(),
            static (a, b) => Math.Abs(a - b) <= 1e-12 * a);
        var field = await scan.Scan.Analyse(new CenterOfMassParameters { Regression = RegressionChoice.Mean })
            .ToArrayAsync<double>("field", Cancellation);
        Assert.All(field, static shift => Assert.Equal(0, shift, 1e-9));
    }
}
