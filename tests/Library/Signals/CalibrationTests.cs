using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using System.Collections.Immutable;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class CalibrationTests
{
    private const CalibrationOrigin Beside = CalibrationOrigin.BesideData;
    private static readonly DataShape Shape = new(new Extent(2, 3, 4), new Extent(64, 64));

    [Fact]
    public void Axes_KeepTheirPlaces_AndBinnedPixelsAreLarger()
    {
        ImmutableArray<Axis> axes = [new("t", 2, 1, "s"), new("y"), new("x"), new("ky", 0.5, -16, "1/nm"), new("kx", 0.5, -16, "1/nm")];
        var calibrated = new Calibration { ScanStep = 0.2, ScanUnit = "nm", DetectorStep = 1.5, DetectorUnit = "mrad" }
            .Of(new SourceInfo("computed", "computed") { Axes = axes }, Shape, binning: 2);
        Assert.Equal(axes[0], calibrated[0]);
        Assert.Equal(new Axis("y", 0.2, 0, "nm") { Origin = Beside }, calibrated[1]);
        Assert.Equal(new Axis("kx", 3, -96, "mrad") { Origin = Beside }, calibrated[4]);   // pixel 32 is in the middle before and after
        Assert.Equal(axes, new Calibration { Voltage = 300 }.Of(new SourceInfo("computed", "computed") { Axes = axes }, Shape));
    }

    [Fact]
    public void DataThatKnowNoAxes_GetThem()
    {
        var calibrated = new Calibration { ScanStep = 0.2, ScanUnit = "nm" }.Of(new SourceInfo("computed", "computed"), Shape);
        Assert.Equal(["member", "scan row", "scan column", "detector row", "detector column"], calibrated.Select(static axis => axis.Name));
        Assert.Equal(new Axis("scan column", 0.2, 0, "nm") { Origin = Beside }, calibrated[2]);
        Assert.Equal(new Axis("detector column"), calibrated[4]);
    }

    [Fact]
    public void AxesOfSpectra_AreOneOfTheDetectorAndThoseOfTheScan()
    {
        var spectra = new DataShape(new Extent(3, 4), new Extent(100));
        var calibrated = new Calibration { ScanStep = 0.2, ScanUnit = "nm", DetectorStep = 0.5, DetectorUnit = "eV" }
            .Of(new SourceInfo("computed", "computed"), spectra);
        Assert.Equal(
            [
                new("scan row", 0.2, 0, "nm") { Origin = Beside },
                new("scan column", 0.2, 0, "nm") { Origin = Beside },
                new Axis("channel", 0.5, 0, "eV") { Origin = Beside },
            ],
            calibrated);
    }

    [Fact]
    public async Task CalibrationThatMayNotBeRead_IsNotRead()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.raw"), new byte[4 * 6]);
        File.WriteAllText(folder.File("a.raw.ronchi.json"), "{\"scanStep\":2,\"scanUnit\":\"nm\"}");
        var raw = new OpenOptions { OfFormats = [new RawOptions(new Extent(2, 3), ElementType.U8)] };
        await using var open = new Session { MayRead = static _ => true };
        Assert.Equal(2, (await open.OpenAsync(folder.File("a.raw"), raw)).Info.Axes[0].Scale);
        await using var closed = new Session { MayRead = static path => !path.EndsWith(".json", StringComparison.Ordinal) };
        Assert.Contains(
            "a.raw.ronchi.json",
            (await Assert.ThrowsAsync<SourceException>(() => closed.OpenAsync(folder.File("a.raw"), raw))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task PipeAsCalibration_IsRefused()
    {
        using var folder = new TemporaryFolder();
        DebianPython.Run("import os, sys; os.mkfifo(sys.argv[1])", folder.File("a.npy.ronchi.json"));
        var reading = Task.Run(() => Assert.Throws<SourceException>(() => Calibration.Beside(folder.File("a.npy"))).Message);
        Assert.Same(reading, await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(60))));
        Assert.Contains("this is a pipe", await reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"scanStep\":", "cannot be understood")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("", "cannot be understood")]
    [InlineData("{\"scanStp\":1}", "'scanStp'")]
    [InlineData("{\"scanStep\":\"wide\"}", "'scanStep'")]
    [InlineData("{\"scanStep\":-1}", "not valid: ")]
    [InlineData("{\"scanUnit\":\"mile\"}", "not valid: ")]
    public void BrokenCalibrationBesideTheData_IsNamed(string json, string reason)
    {
        using var folder = new Oracles.TemporaryFolder();
        File.WriteAllText(folder.File("a.npy.ronchi.json"), json);
        var refused = Assert.Throws<SourceException>(() => Calibration.Beside(folder.File("a.npy"))).Message;
        Assert.StartsWith(folder.File("a.npy.ronchi.json"), refused, StringComparison.Ordinal);
        Assert.Contains(reason, refused, StringComparison.Ordinal);
        Assert.Contains("correct it or remove it", refused, StringComparison.Ordinal);
        Assert.Null(Calibration.Beside(folder.File("b.npy")));
    }

    [Fact]
    public async Task WhatIsKeptBesideTheData_HoldsForEveryFace_AndForBinnedFrames()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("scan.npy");
        using (var file = File.Create(path))
            NpyWriter.Write<ushort>(file, new ushort[3 * 4 * 6 * 8], 3, 4, 6, 8);
        new Calibration { ScanStep = 0.2, ScanUnit = "nm", DetectorStep = 1.5, DetectorUnit = "mrad" }.Keep(path);
        await using var session = new Session();
        var scan = await session.OpenAsync(
            path,
            readPath: KnownFrameOperations.Path(
                new BinDetectorParameters { DetectorBinning = 2 }, new BinScanParameters { ScanBinning = 3 }),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            (0.6, "nm", 3.0, "mrad"),
            (scan.Info.Axes[1].Scale, scan.Info.Axes[1].Unit, scan.Info.Axes[3].Scale, scan.Info.Axes[3].Unit),
            (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item3 - b.Item3) < 1e-12
                && (a.Item2, a.Item4) == (b.Item2, b.Item4));
        Assert.Contains(scan.Info.Notes, static note => note.Contains("scan.npy.ronchi.json", StringComparison.Ordinal));
        using var held = await session.HoldAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("mrad", held.Scan.Info.Axes[2].Unit);
    }

    [Theory]
    [InlineData("""{"scanStep":0}""")]
    [InlineData("""{"detectorUnit":"ell"}""")]
    [InlineData("""{"voltage":-1}""")]
    [InlineData("null")]
    public void Nonsense_IsNone(string json) => Assert.Null(Calibration.Read(json));
}
