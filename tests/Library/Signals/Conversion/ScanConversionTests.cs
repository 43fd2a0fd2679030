using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Sources;
using Ronchi.Sources.Memory;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals.Conversion;

public sealed class ScanConversionTests : IDisposable
{
    private static readonly DataShape Shape = new(new Extent(6, 6), new Extent(4, 5));

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, long, int> Aborted
    {
        get
        {
            var cases = new TheoryData<string, long, int>();
            foreach (var file in (string[])["x_master.h5", "x.h5", "x.npy", "x.raw"])
            {
                foreach (var offset in (long[])[0, -3, 4, -17])
                    cases.Add(file, offset, 1);
                cases.Add(file, 0, 2);
            }

            return cases;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.h5")]
    [InlineData("x.npy")]
    [InlineData("x.raw")]
    public async Task HowManyAxesAreTheDetectors_IsKept(string file)
    {
        foreach (var detector in (Extent[])[new(11), new(4, 5), new(4, 5, 3), new(3, 2, 7)])
        {
            var shape = new DataShape(new Extent(2, 3), detector);
            byte[] values = [.. Enumerable.Range(0, (int)shape.Full.Count).Select(static i => (byte)i)];
            using var scan = new Scan(new ArraySource<byte>(values, shape));
            await ScanConversion.ConvertAsync(scan, _folder.File(file), new() { Overwrite = true }, cancellationToken: Cancellation);
            using var copy = new Scan(SourceOpener.Open(_folder.File(file)));
            Assert.Equal(shape, copy.Shape);
            Assert.Equal(await ResultOf(scan, new Sum()), await ResultOf(copy, new Sum()));
            Assert.DoesNotContain(copy.Info.Notes, static note => note.Contains("--detector-axes", StringComparison.Ordinal));
            if (!file.EndsWith(".raw", StringComparison.Ordinal))
            {
                // Whoever asks for something else gets it.
                using var other = SourceOpener.Open(_folder.File(file), new OpenOptions { DetectorAxes = 4 - detector.Rank });
                Assert.Equal(4 - detector.Rank, other.Shape.Detector.Rank);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Aborted))]
    public async Task AbortedScan_StaysOne(string file, long offset, int scanBin)
    {
        using var scan = new Scan(
            KnownFrameOperations.Path(new SyncOffsetParameters { SyncOffset = offset }, new BinScanParameters { ScanBinning = scanBin })
                .From(Twenty()));
        await ScanConversion.ConvertAsync(scan, _folder.File(file), cancellationToken: Cancellation);

        using var copy = new Scan(SourceOpener.Open(_folder.File(file)));
        Assert.Equal(scan.Shape, copy.Shape);
        Assert.Equal(
            (scan.Source.Validity.FirstRecorded, scan.Source.Validity.RecordedFrames),
            (copy.Source.Validity.FirstRecorded, copy.Source.Validity.RecordedFrames));
        Assert.Contains(copy.Info.Notes, static note => note.StartsWith("the scan of ", StringComparison.Ordinal));
        foreach (var udf in (Udf[])[new Sum(), new Envelope(isMaximum: false), new StandardDeviation()])
            Assert.Equal(await ResultOf(scan, udf), await ResultOf(copy, udf));
    }

    [Theory]
    [InlineData("x_master.h5", 1)]
    [InlineData("x.h5", 1)]
    [InlineData("x.npy", 1)]
    [InlineData("x.raw", 1)]
    [InlineData("x.h5", 2)]
    public async Task ScanWithHoles_KeepsThem(string file, int scanBin)
    {
        var holes = Validity.Everything.WithRecorded([new(2, 5), new(9, 10), new(20, 13)], Shape.FrameCount);
        var values = Enumerable.Range(0, (int)Shape.Full.Count).Select(static i => (ushort)((i % 251) + 1)).ToArray();
        using var scan = new Scan(
            KnownFrameOperations.Path(new BinScanParameters { ScanBinning = scanBin }).From(new ArraySource<ushort>(values, Shape, holes)));
        await ScanConversion.ConvertAsync(scan, _folder.File(file), cancellationToken: Cancellation);

        using var copy = new Scan(SourceOpener.Open(_folder.File(file)));
        var frames = copy.Shape.FrameCount;
        Assert.Equal(scan.Source.Validity.Recorded(frames), copy.Source.Validity.Recorded(frames));
        Assert.True(scanBin > 1 || copy.Source.Validity.RecordedCount(frames) == 28);
        foreach (var udf in (Udf[])[new Sum(), new Envelope(isMaximum: false)])
            Assert.Equal(await ResultOf(scan, udf), await ResultOf(copy, udf));
    }

    [Theory]
    [InlineData("x_master.h5")]
    [InlineData("x.h5")]
    [InlineData("x.npy")]
    [InlineData("x.raw")]
    public async Task ScanWithMissingRuns_KeepsThem(string file)
    {
        var twenty = Twenty();
        using var scan = new Scan(new Incomplete(twenty, twenty.Validity with { FirstRecorded = 2, Missing = [new(5, 3), new(11, 1)] }));
        var report = await ScanConversion.ConvertAsync(
            scan, _folder.File(file), new() { Masked = MaskedValues.Keep }, cancellationToken: Cancellation);

        Assert.Equal(14, report.RecordedFrames);
        using var copy = new Scan(SourceOpener.Open(_folder.File(file)));
        Assert.Equal(scan.Source.Validity.Recorded(36), copy.Source.Validity.Recorded(36));
        foreach (var udf in (Udf[])[new Sum(), new Envelope(isMaximum: false), new StandardDeviation()])
            Assert.Equal(await ResultOf(scan, udf), await ResultOf(copy, udf));
        // Programs that know nothing of it see no data there.
        using var reader = copy.Source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(6, 1));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(
            Enumerable.Repeat(ushort.MaxValue, 20),
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(tile.Pixels<byte>()).ToArray());
    }

    [Theory]
    [InlineData("x_master.h5")]
    [InlineData("x.h5")]
    [InlineData("x.npy")]
    public async Task PartOfAnAbortedScan_KnowsWhatOfItWasRecorded(string file)
    {
        using var scan = new Scan(Twenty());
        var selection = ScanSelection.Rectangle(Shape.Scan, 2, 1, 4, 3);   // frames 13 14 15, 19, and five that are missing
        await ScanConversion.ConvertAsync(scan, _folder.File(file), new() { Selection = selection }, cancellationToken: Cancellation);

        using var copy = new Scan(SourceOpener.Open(_folder.File(file)));
        Assert.Equal((new Extent(3, 3), 4L), (copy.Shape.Scan, copy.Source.Validity.RecordedFrames));
        var expected = await scan.RunAsync([new Sum()], selection, cancellationToken: Cancellation);
        Assert.Equal((ulong[])expected[Sum.Result].Values, (ulong[])(await copy.RunAsync(new Sum(), Cancellation))[Sum.Result].Values);
    }

    [Fact]
    public async Task PositionsThatWereNotRecorded_AreNothingToWrite()
    {
        using var scan = new Scan(Twenty());
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => ScanConversion.ConvertAsync(
            scan,
            _folder.File("x.npy"),
            new() { Selection = ScanSelection.FromIndices(Shape.Scan, [20, 35]) },
            cancellationToken: Cancellation));
        Assert.Contains("recorded", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task WhitePixel_IsWrittenInAWiderType_WhereItWouldBeNoData()
    {
        using var scan = new Scan(
            new ArraySource<byte>(new byte[] { 255, 1, 2, 3, 4, 5, 6, 255 }, new(new Extent(1, 2), new Extent(2, 2))));
        var report = await ScanConversion.ConvertAsync(scan, _folder.File("x_master.h5"), cancellationToken: Cancellation);
        Assert.Equal(ElementType.U16, report.ElementType);
        Assert.Contains(
            report.Notes,
            static note => note.Contains("255", StringComparison.Ordinal) && note.Contains("uint16", StringComparison.Ordinal));
        using var copy = new Scan(SourceOpener.Open(_folder.File("x_master.h5")));
        Assert.Equal((double[])[259, 6, 8, 258], await ResultOf(copy, new Sum()));

        using var wide = new Scan(new ArraySource<ushort>(new ushort[] { 65535, 1, 2, 3 }, new(new Extent(1, 1), new Extent(2, 2))));
        Assert.Equal(
            ElementType.U32,
            (await ScanConversion.ConvertAsync(wide, _folder.File("y_master.h5"), cancellationToken: Cancellation)).ElementType);
        using var widest = new Scan(new ArraySource<uint>(new uint[] { uint.MaxValue, 1, 2, 3 }, new(new Extent(1, 1), new Extent(2, 2))));
        Assert.Contains(
            "4294967295",
            (await Assert.ThrowsAsync<ArgumentException>(
                () => ScanConversion.ConvertAsync(widest, _folder.File("z_master.h5"), cancellationToken: Cancellation))).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("z_master.h5")) || File.Exists(_folder.File("z.h5")));
    }

    [Fact]
    public async Task WhitePixel_KeepsItsType_WhereItIsMaskedOrMeansNothing()
    {
        var shape = new DataShape(new Extent(1, 2), new Extent(2, 2));
        byte[] values = [255, 1, 2, 3, 4, 5, 6, 7];
        using var masked = new Scan(new ArraySource<byte>(values, shape, new Validity { MaskedPixels = PixelSet.Of(4, [0]) }));
        Assert.Equal(
            ElementType.U8,
            (await ScanConversion.ConvertAsync(masked, _folder.File("x_master.h5"), cancellationToken: Cancellation)).ElementType);
        using var white = new Scan(new ArraySource<byte>(values, shape));
        foreach (var file in (string[])["y.h5", "y.npy"])
        {
            Assert.Equal(
                ElementType.U8,
                (await ScanConversion.ConvertAsync(white, _folder.File(file), cancellationToken: Cancellation)).ElementType);
            using var copy = new Scan(SourceOpener.Open(_folder.File(file)));
            Assert.False(copy.Source.Validity.MaximumIsNoData);
            Assert.Equal((double[])[259, 6, 8, 10], await ResultOf(copy, new Sum()));
        }
    }

    [Fact]
    public async Task PartOfACalibratedScan_BeginsWhereItBegan()
    {
        using var scan = Calibrated();
        await ScanConversion.ConvertAsync(
            scan,
            _folder.File("rect.h5"),
            new() { Selection = ScanSelection.Rectangle(Shape.Scan, 2, 1, 4, 3) },
            cancellationToken: Cancellation);
        using var rectangle = SourceOpener.Open(_folder.File("rect.h5"));
        Assert.Equal([new Axis("scan row", 0.5, 1, "nm"), new Axis("scan column", 0.5, 0.5, "nm")], rectangle.Info.Axes[..2]);

        var report = await ScanConversion.ConvertAsync(
            scan,
            _folder.File("list.h5"),
            new() { Selection = ScanSelection.FromIndices(Shape.Scan, [1, 5, 30]) },
            cancellationToken: Cancellation);
        using var list = SourceOpener.Open(_folder.File("list.h5"));
        Assert.Equal(
            [new Axis("position"), new Axis("detector row", 2, -3, "mrad"), new Axis("detector column", 2, -4, "mrad")], list.Info.Axes);
        Assert.Contains(report.Dropped, static dropped => dropped.Why.Contains("grid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CroppedFrames_KeepTheirAngles()
    {
        using var scan = new Scan(KnownFrameOperations.Path(new CropParameters { Crop = new(1, 2, 3, 4) }).From(Calibrated().Source));
        await ScanConversion.ConvertAsync(scan, _folder.File("x.h5"), cancellationToken: Cancellation);
        using var copy = SourceOpener.Open(_folder.File("x.h5"));
        Assert.Equal([new Axis("detector row", 2, -1, "mrad"), new Axis("detector column", 2, 0, "mrad")], copy.Info.Axes[2..]);
    }

    [Fact]
    public async Task WhatAPersonKeptBesideTheScan_IsKeptBesideTheCopy()
    {
        var path = _folder.File("a.npy");
        using (var first = new Scan(Twenty()))
            await ScanConversion.ConvertAsync(first, path, cancellationToken: Cancellation);
        new Calibration { ScanStep = 0.2, ScanUnit = "nm", Voltage = 200, Rotation = 12.5, Flip = true }.Keep(path);
        await using var session = new Session();
        var scan = await session.OpenAsync(path, cancellationToken: Cancellation);
        Assert.Equal(20, scan.Source.Validity.RecordedFrames);   // what the conversion kept there is still there

        foreach (var file in (string[])["b.h5", "b.npy", "b_master.h5"])
        {
            await ScanConversion.ConvertAsync(scan, _folder.File(file), new() { Overwrite = true }, cancellationToken: Cancellation);
            var kept = Calibration.Beside(_folder.File(file));
            Assert.Equal((200, 12.5, true), (kept!.Voltage, kept.Rotation, kept.Flip));
            var copy = await session.OpenAsync(_folder.File(file), cancellationToken: Cancellation);
            Assert.Equal(new Axis("scan row", 0.2, 0, "nm"), copy.Info.Axes[0]);
            Assert.Equal(scan.Shape, copy.Shape);
        }
    }

    [Fact]
    public async Task OtherDataBesideAMasterFile_StayAndAreNamed()
    {
        var values = Enumerable.Range(0, (int)Shape.Full.Count).Select(static i => (ushort)(i % 999)).ToArray();
        using var scan = new Scan(new ArraySource<ushort>(values, Shape));
        await ScanConversion.ConvertAsync(scan, _folder.File("b.h5"), cancellationToken: Cancellation);
        var before = await File.ReadAllBytesAsync(_folder.File("b.h5"), Cancellation);
        var report = await ScanConversion.ConvertAsync(
            scan, _folder.File("b_master.h5"), new() { Overwrite = true }, cancellationToken: Cancellation);
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.File("b.h5"), Cancellation));
        Assert.Contains(report.Dropped, static dropped => dropped.ToString()!.Contains("b.h5 holds other data", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Files, static file => file.Path.EndsWith("b.h5", StringComparison.Ordinal));
        await using var session = new Session();
        Assert.Equal(Shape, (await session.OpenAsync(_folder.File("b_master.h5"), cancellationToken: Cancellation)).Shape);
    }

    [Fact]
    public async Task Cancelled_LeavesNothing()
    {
        using var scan = new Scan(
            new ArraySource<ushort>(new ushort[Shape.Full.Count], Shape) { TileDelay = TimeSpan.FromMilliseconds(20), MaxTileFrames = 1 });
        foreach (var file in (string[])["x_master.h5", "x.h5", "x.npy", "x.raw"])
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(60));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => ScanConversion.ConvertAsync(scan, _folder.File(file), cancellationToken: soon.Token));
            Assert.Empty(Directory.GetFiles(_folder.Path));
        }
    }

    private sealed class Incomplete(IFrameSource inner, Validity validity) : SourceStage(inner)
    {
        public override Validity Validity => validity;

        public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);
    }

    private static ArraySource<ushort> Twenty()
    {
        var random = new Random(5);
        var values = new ushort[Shape.Full.Count];
        for (var i = 0; i < 20 * Shape.FrameElements; i++)
            values[i] = (ushort)random.Next(3, 90);
        return new(values, Shape, new Validity { MaximumIsNoData = true, RecordedFrames = 20 });
    }

    private static Scan Calibrated() =>
        new(new DescribedSource(new ArraySource<ushort>(new ushort[Shape.Full.Count], Shape), new SourceInfo("memory", "memory")
        {
            Axes = [
                new("scan row", 0.5, 0, "nm"),
                new("scan column", 0.5, 0, "nm"),
                new("detector row", 2, -3, "mrad"),
                new("detector column", 2, -4, "mrad")],
        }));

    private static async Task<double[]> ResultOf(Scan scan, Udf udf) =>
        [.. (await scan.RunAsync(udf, Cancellation))
            .First(static result => result.Use != BufferUse.Report).Values.Cast<object>()
            .Select(static value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture))];
}
