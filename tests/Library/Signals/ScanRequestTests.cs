using System.Text.Json;
using CsCheck;
using Ronchi.Analyses;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Signals;

public sealed class ScanRequestTests
{
    private static readonly Gen<ScanRequest> Requests =
        from shape in Gen.Int[0, 9]
        from isHeaderless in Gen.Bool
        from type in Gen.Int[0, 2].Select(static i => new[] { ElementType.U16, ElementType.F64, ElementType.I32 }[i])
        from isBigEndian in Gen.Bool
        from offset in Gen.Long[0, 1L << 40]
        from sync in Gen.Long[-1000, 1000]
        from rule in Gen.Int[0, 2].Select(static i => new HotPixelRule?[] { null, HotPixelRule.Fix, HotPixelRule.Quantem }[i])
        from binning in Gen.Int[0, 8]
        from file in Gen.String[Gen.Char.AlphaNumeric, 1, 8].Select(static name => $"a b/{name}.npy")
        select new ScanRequest($"scan {shape}.h5")
        {
            ScanShape = shape == 0 ? null : new Extent(shape, 2 * shape),
            SyncOffset = sync,
            HotPixels = rule,
            DetectorBinning = binning == 0 ? BinningFactor.Auto : binning,
            Dark = shape % 2 == 0 ? file : (FilePath?)null,
            Repair = shape % 3 == 0 ? "masked" : file,
            Crop = shape > 4 ? new DetectorRectangle(0, 1, 2, 3) : null,
            LeaveOut = isBigEndian,
            OfFormats = isHeaderless ? [new RawOptions(new Extent(16, 8), new(type, isBigEndian)) { Offset = offset }] : [],
        };

    [Fact]
    public void Json_GivesTheSameRequest() => Requests.Sample(static request =>
    {
        using var json = JsonDocument.Parse(request.Arguments.ToJson().ToJsonString());

        var again = (ScanRequest)Arguments.Read(request.Arguments.Schema, json.RootElement).Make();

        Assert.Equal(request.OfFormats, again.OfFormats);
        Assert.Equal(request, again with { OfFormats = request.OfFormats });
    });

    [Fact]
    public void Options_AreThoseOfACommandLine() => Assert.Equal(
        ["--scan-shape", "3x4", "--sync-offset=-2", "--hot-pixels", "fix", "--crop", "1,2,3,4", "--det-bin", "auto"],
        new ScanRequest("a.h5")
        {
            ScanShape = new Extent(3, 4),
            SyncOffset = -2,
            HotPixels = HotPixelRule.Fix,
            Crop = new(1, 2, 3, 4),
            DetectorBinning = BinningFactor.Auto,
        }.Arguments
            .ToOptions(leftOut: "path"));

    [Fact]
    public void Initializer_IsCSharp() => Assert.Equal(
        """
        Path = @"a ""b"".h5", ScanShape = AxisLengths.Parse(@"3x4"), LeaveOut = true, HotPixels = HotPixelRule.Quantem,
        DetectorBinning = BinningFactor.Parse(@"2"),
        OfFormats = [new Ronchi.Sources.RawOptions { Dtype = StoredType.Parse(@">uint16"), Offset = 7 }]
        """.ReplaceLineEndings(" "),
        new ScanRequest("a \"b\".h5")
        {
            ScanShape = new Extent(3, 4),
            LeaveOut = true,
            HotPixels = HotPixelRule.Quantem,
            DetectorBinning = 2,
            OfFormats = [new RawOptions { Dtype = new(ElementType.U16, IsBigEndian: true), Offset = 7 }],
        }.Arguments.ToInitializer());

    [Fact]
    public void FilesOfARequest_AreResolved_OrRefused()
    {
        var request = new ScanRequest("a.h5")
        {
            Dark = "dark.npy",
            Repair = "masked",
            OfFormats = [new LinkedFilesOptions { DataFolder = "data" }],
        };

        var resolved = request.Resolved(static path => $"roots/{path}");

        Assert.Equal(
            ("roots/dark.npy", "masked", (FilePath?)null), (resolved.Dark!.Value.Path, resolved.Repair!.Value.Path, resolved.Gain));
        Assert.Equal([new LinkedFilesOptions { DataFolder = "roots/data" }], resolved.OfFormats);
        Assert.Throws<SourceException>(() => request.Resolved(static _ => null));
    }

    [Fact]
    public async Task AutomaticBinning_IsStoredAsWhatItBecame()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.File("scan.npy")))
            NpyWriter.Write<ushort>(file, new ushort[4 * 4 * 64 * 64], 4, 4, 64, 64);
        await using var session = new Session();
        var asked = new ScanRequest(folder.File("scan.npy")) { DetectorBinning = BinningFactor.Auto, MemoryBytes = 40_000 };
        var scan = await session.OpenAsync(asked, TestContext.Current.CancellationToken);

        Assert.Equal(64 / scan.Shape.Detector[0], scan.Request!.DetectorBinning.Factor);
        Assert.True(scan.Request.DetectorBinning is { IsAuto: false, Factor: > 1 });
        var stored = Pipeline.Of(scan.Analyse("sum")).ToJson();
        Assert.Equal(scan.Request.DetectorBinning.ToString(), (string?)stored["data"]!["det-bin"]);
    }
}
