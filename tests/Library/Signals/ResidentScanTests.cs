using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Analyses.Statistics;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Sources.Dectris;
using Ronchi.Store;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class ResidentScanTests : IDisposable
{
    private const int Side = 40;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ResidenceForm.ScanBlocked, 1)]
    [InlineData(ResidenceForm.Compressed, 1)]
    [InlineData(ResidenceForm.Sparse, 1)]
    [InlineData(ResidenceForm.Partial, 1)]
    [InlineData(ResidenceForm.ScanBlocked, 2)]
    [InlineData(ResidenceForm.Compressed, 2)]
    [InlineData(ResidenceForm.Partial, 2)]
    public async Task EveryForm_AnswersAsTheFileDoes(ResidenceForm form, int bin)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var path = Write("x", (9, 11), seed: 1);
        using var stored = SourceOpener.Open(path);
        var bad = new double[stored.Shape.FrameElements];
        bad[7] = bad[100] = 1;
        var readPath = KnownFrameOperations.Path(
            new MaskPixelsParameters { PixelMask = SignalInput.Of(bad, stored.Shape.Detector) },
            new BinDetectorParameters { DetectorBinning = bin });
        using var file = readPath.From(SourceOpener.Open(path));
        await using var session = new Session();
        using var scan = await session.OpenResidentAsync(
            path, readPath: readPath, residence: new() { Form = form, MemoryBytes = 1 << 18 }, cancellationToken: cancellation);
        Assert.Equal(form, scan.Form);
        Assert.Equal("as was asked for", scan.Reason);
        Assert.True(scan.Memory.Used > 0 && scan.Memory.Reserved >= scan.Memory.Used, $"{scan.Memory}");
        Assert.Equal(scan.Memory, Assert.Single(session.MemoryReport()).Memory);
        Assert.InRange(scan.Disk!.Value.Row * bin, 18, 22);
        // The scan as a signal: its frames are those behind the read path, in whatever form it is held.
        using (var read = new Scan(readPath.From(SourceOpener.Open(path))))
        {
            Assert.Equal((await read.FrameAsync([4, 7], cancellation)).Values, (await scan.Scan.FrameAsync([4, 7], cancellation)).Values);
            var cropped = scan.Scan.Derive(new CropParameters { Crop = new(2, 3, 9, 9) });
            Assert.Equal(
                await read.Derive(new CropParameters { Crop = new(2, 3, 9, 9) })
                    .Analyse("sum")
                    .ToArrayAsync<double>(cancellationToken: cancellation),
                await cropped.Analyse("sum").ToArrayAsync<double>(cancellationToken: cancellation));
        }


        var detectors = new LiveDetectors(scan);
        var live = detectors.Add("bright");
        for (var step = 0; step < 5; step++)
        {
            var shape = VirtualDetector.Disk((18 + step) / bin, 20 / bin, 8 / bin);
            var region = ScanSelection.Rectangle(scan.Scan.Shape.Scan, step, step, step + 3, step + 4);
            var expected = await new CpuExecutor(2)
                .RunAsync(
                    RunPlan.Create(file, [new VirtualImage(shape.On(file.Shape.Detector)), new Sum()], region),
                    cancellationToken: cancellation);
            var everywhere = await new CpuExecutor(2)
                .RunAsync(RunPlan.Create(file, [new VirtualImage(shape.On(file.Shape.Detector))]), cancellationToken: cancellation);
            var image = await live.MoveAsync(shape, cancellationToken: cancellation);
            Assert.Equal(everywhere[VirtualDetectorName(shape)].Values, image.Values);
            Assert.Equal(
                everywhere[0].Values,
                (await scan.VirtualImagesAsync([shape.On(scan.Scan.Shape.Detector)], cancellationToken: cancellation))[0].Values);
            Assert.Equal(expected[Sum.Result].Values, (await scan.PatternSumAsync(region, cancellation)).Values);
            var mean = expected[Sum.Result].Span<ulong>().ToArray()
                .Select((value, pixel) => expected[Sum.Result].IsMeasured(pixel) ? (float)(value / (double)region.FrameCount) : float.NaN);
            Assert.Equal(mean, (await scan.MeanPatternAsync(region, cancellation)).ToDoubles().Select(static value => (float)value));
        }

        using var reader = file.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        foreach (var position in new[] { 0, 17, 98 })
        {
            reader.Seek(new(position, 1));
            Assert.True(reader.TryRead(out var tile));
            var pixels = tile.Pixels<byte>().ToArray();
            var frame = scan.Frame(position);
            var masked = file.Validity.MaskedPixels;
            for (var pixel = 0; pixel < frame.Values.Length; pixel++)
                Assert.True(
                    masked?[pixel] == true || Convert.ToUInt64(frame.Values.GetValue(pixel)) == Value(pixels, pixel, file.ElementType),
                    $"position {position}, pixel {pixel}");
        }

        Assert.Throws<ArgumentException>(() => scan.Frame(99));
        Assert.True(session.Free(scan.Scan));
        Assert.False(session.Free(scan.Scan));
        Assert.Equal(0, scan.Memory.Reserved);
        Assert.Empty(session.MemoryReport());

        static string VirtualDetectorName(VirtualDetector shape) => shape.Name;
        static ulong Value(byte[] pixels, int pixel, ElementType type) => type.Size() switch
        {
            1 => pixels[pixel],
            2 => BitConverter.ToUInt16(pixels, 2 * pixel),
            4 => BitConverter.ToUInt32(pixels, 4 * pixel),
            _ => BitConverter.ToUInt64(pixels, 8 * pixel),
        };
    }

    [Fact]
    public async Task Detectors_AreSixteenAtMost_WithTheirOwnNamesAndColours()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var scan = await ResidentScan.LoadAsync(
            () => SourceOpener.Open(Write("d", (5, 6), seed: 2)), cancellationToken: cancellation);
        await using var detectors = new LiveDetectors(scan);
        await detectors.AddSegmentsAsync(VirtualDetector.Segments(20, 20, 0, 12, 2, 6), cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => detectors.AddSegmentsAsync(VirtualDetector.Segments(20, 20, 0, 12, 1, 5), cancellation));
        Assert.Throws<ArgumentException>(() => detectors.Add("segment-1-1"));
        for (var i = 0; i < 4; i++)
            detectors.Add();
        Assert.Throws<InvalidOperationException>(() => detectors.Add());
        Assert.Equal(16, detectors.All.Select(static detector => detector.Color).Distinct().Count());
        Assert.Equal("detector-1", detectors.All[12].Name);
        var whole = await detectors.All[12].MoveAsync(VirtualDetector.Disk(20, 20, 12), cancellationToken: cancellation);
        for (var position = 0; position < 30; position++)
            Assert.Equal(
                whole.Span<ulong>()[position],
                detectors.All.Take(12).Aggregate(0UL, (sum, segment) => sum + segment.Image!.Span<ulong>()[position]));
        Assert.True(await detectors.RemoveAsync(detectors.All[3]));
        Assert.Equal(15, detectors.All.Count);
        detectors.Add();
    }

    [Fact]
    public async Task DragOfManySteps_DoesNotDrift()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var scan = await ResidentScan.LoadAsync(
            () => SourceOpener.Open(Write("r", (20, 20), seed: 3)),
            options: new() { Form = ResidenceForm.ScanBlocked },
            cancellationToken: cancellation);
        await using var detectors = new LiveDetectors(scan);
        var live = detectors.Add();
        var paths = new HashSet<ImagePath>();
        for (var step = 0; step < 300; step++)
        {
            var shape = VirtualDetector.Disk(20 + (8 * Math.Sin(step * 0.1)), 20 + (8 * Math.Cos(step * 0.13)), step % 50 == 49 ? 2 : 9);
            var image = await live.MoveAsync(shape, cancellationToken: cancellation);
            paths.Add(live.Path);
            if (step % 20 == 0)
                Assert.Equal(
                    (await scan.VirtualImagesAsync([shape.On(scan.Scan.Shape.Detector)], cancellationToken: cancellation))[0].Values,
                    image.Values);
        }

        await live.MoveAsync(VirtualDetector.Annulus(scan.Disk!.Value.Row, scan.Disk.Value.Column, 3, 15), cancellationToken: cancellation);
        Assert.Equal(ImagePath.Rings, live.Path);
        Assert.Contains(ImagePath.Difference, paths);
        await ((ScanBlockedCube)scan.Data).CenterRingsAsync((3, 4), cancellation);
        var corner = VirtualDetector.Disk(3, 4, 13);
        await live.MoveAsync(corner, cancellationToken: cancellation);
        Assert.Equal(ImagePath.Rings, live.Path);
        Assert.Equal(
            (await scan.VirtualImagesAsync([corner.On(scan.Scan.Shape.Detector)], cancellationToken: cancellation))[0].Values,
            live.Image!.Values);
    }

    [Fact]
    public async Task Series_HoldsAllMembers_OrThoseThatAreLookedAt()
    {
        var cancellation = TestContext.Current.CancellationToken;
        for (var member = 0; member < 4; member++)
            Write($"m{member}", (6, 7), seed: 10 + member);
        var bytes = 6L * 7 * Side * Side * 2;
        await using var all = await ResidentSeries.LoadAsync(
            _folder.Path, options: new() { MemoryBytes = 5 * bytes }, cancellationToken: cancellation);
        Assert.True(all.HoldsAll);
        Assert.Equal(4, all.Count);
        await using var some = await ResidentSeries.LoadAsync(
            _folder.Path,
            options: new() { MemoryBytes = (2 * bytes) + 100, Form = ResidenceForm.ScanBlocked },
            cancellationToken: cancellation);
        Assert.False(some.HoldsAll);
        Assert.Contains("2 of 4 members", some.Reason);
        Assert.NotNull(some[0]);
        Assert.Null(some[3]);
        for (var round = 0; round < 12; round++)
        {
            var member = round * 3 % 4;
            using var file = SourceOpener.Open(_folder.File($"m{member}_master.h5"));
            var expected = (await new CpuExecutor(1)
                .RunAsync(RunPlan.Create(file, [new Sum()]), cancellationToken: cancellation))[Sum.Result].Values;
            foreach (var series in new[] { all, some })
            {
                var scan = await series.MemberAsync(member, cancellation);
                Assert.Equal(expected, (await scan.PatternSumAsync(ScanSelection.All(new Extent(6, 7)), cancellation)).Values);
            }

            Assert.Same(all[member], await all.MemberAsync(member, cancellation));
            Assert.InRange(Enumerable.Range(0, 4).Count(i => some[i] is not null), 1, 2);
        }

        Assert.NotNull(all.Disk);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => all.MemberAsync(4, cancellation));
        await all.DisposeAsync();
        Assert.Equal(0, all.Memory.Reserved);
        await Assert.ThrowsAsync<SourceException>(
            () => ResidentSeries.LoadAsync(_folder.File("m1_master.h5"), cancellationToken: cancellation));
    }

    private string Write(string name, (int Rows, int Columns) scan, int seed)
    {
        var random = new Random(seed);
        var path = _folder.File($"{name}_master.h5");
        using var writer = new EigerFileWriter(path, new EigerRecording(scan.Rows, scan.Columns, Side, Side));
        var frame = new ushort[Side * Side];
        for (var number = 0; number < scan.Rows * scan.Columns; number++)
        {
            for (var pixel = 0; pixel < frame.Length; pixel++)
            {
                double row = (pixel / Side) - 20, column = (pixel % Side) - 20;
                frame[pixel] = (ushort)((row * row) + (column * column) < 81 ? 200 + random.Next(300) : random.Next(6) == 0 ? 1 : 0);
            }

            writer.Write(number, frame);
        }

        writer.Complete();
        return path;
    }
}
