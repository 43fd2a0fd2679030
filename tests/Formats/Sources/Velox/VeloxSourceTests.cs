using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Ronchi.Tests.Sources.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Velox;

/// <summary>What is taken of a Velox file, and what is said of it.</summary>
public sealed class VeloxSourceTests(VeloxFiles files) : IClassFixture<VeloxFiles>
{
    [Fact]
    public void Metadata_GiveAxesAndFacts()
    {
        using var source = SourceOpener.Open(files.File("frames.emd"));
        Assert.Equal(["time 0.5 0 s", "detector row 0.3 0 nm", "detector column 0.2 -1 nm"], source.Info.Axes.Select(
            static axis => FormattableString.Invariant($"{axis.Name} {axis.Scale:G6} {axis.Offset:G6} {axis.Unit}")));
        Assert.Equal(200, source.Info.Kilovolts);
        Assert.Contains(new Fact("camera_length", "0.3", "m"), source.Info.Facts);
        Assert.Contains(new Fact("convergence_semi_angle", "20", "mrad"), source.Info.Facts);
    }

    [Fact]
    public void Spectra_HaveAnEnergyAxis()
    {
        using var source = SourceOpener.Open(files.File("spectra.emd"));
        Assert.Equal(new Extent(11), source.Shape.Detector);
        Assert.Equal(new Axis("energy", 0.01, -0.25, "keV"), source.Info.Axes[^1]);
    }

    [Theory]
    [InlineData(null, "/Data/Image/b")]
    [InlineData("bf", "/Data/Image/a")]
    [InlineData("crop(1)", "/Data/Image/c")]
    [InlineData("/Data/Image/c", "/Data/Image/c")]
    [InlineData("Data/Image/a/Data", "/Data/Image/a")]
    public void Signals_AreChosenByTheirTitles_AndUnasked_AsVeloxShowsThem(string? named, string path)
    {
        using var source = Open("several", named);
        Assert.Contains(new Fact("dataset", path), source.Info.Facts);
        Assert.Contains(source.Info.Notes, static note => note.Contains("--dataset chooses another: '", StringComparison.Ordinal));
        Assert.Contains(source.Info.Notes, static note => note.Contains("1 stream of X-ray events", StringComparison.Ordinal));
    }

    [Fact]
    public void Displays_OfNewerFiles_GiveTitlesAndOrder()
    {
        using var first = Open("shown", null);
        Assert.Contains(new Fact("title", "HAADF"), first.Info.Facts);
        using var other = Open("shown", "ca");
        Assert.Contains(new Fact("dataset", "/Data/Image/a"), other.Info.Facts);
    }

    [Theory]
    [InlineData("several", "DF4", "there is no image 'DF4' in this Velox file; there are 'HAADF' (7×11 u16), 'BF'")]
    [InlineData("several", "/Data/Image/d", "'/Data/Image/d' holds complex numbers (compound {r: f32, i: f32})")]
    [InlineData("same", "HAADF", "several images are called 'HAADF': choose one by its path, /Data/Image/b or /Data/Image/a.")]
    [InlineData("complex", null, "this Velox file has no image that can be read; it holds 'image 1' (4×3 compound {realFloatHalfEven")]
    [InlineData("nothing", null, "this Velox file has no image that can be read.")]
    [InlineData("empty", null, "this Velox file has no image that can be read.")]
    public void WhatCannotBeRead_IsRefusedWithTheCure(string file, string? named, string reason) => Assert.Contains(
        reason, Assert.Throws<SourceException>(() => Open(file, named)).Message, StringComparison.Ordinal);

    [Fact]
    public void PartOfAComplexImage_IsChosenByItsName()
    {
        using var source = Open("complex", "image 1/imagFloatHalfEven");
        Assert.Equal((new Extent(4, 3), ElementType.F32), (source.Shape.Detector, source.ElementType));
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(0, 1));
        Assert.True(reader.TryRead(out var tile));
        Assert.Equal(Enumerable.Range(0, 12).Select(static i => (float)i), tile.Pixels<float>()[..12].ToArray());
    }

    [Fact]
    public void MetadataThatCannotBeUnderstood_AreSaid()
    {
        using var source = SourceOpener.Open(files.File("words.emd"));
        Assert.Empty(source.Info.Axes);
        Assert.Contains("the metadata of 'image 1' cannot be understood", Assert.Single(source.Info.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void AsManyFramesAsTheScanHasPositions_AreAScan()
    {
        using var source = SourceOpener.Open(files.File("scan.emd"));
        Assert.Equal(new DataShape(new Extent(7, 11), new Extent(5, 5)), source.Shape);
        using var asked = SourceOpener.Open(files.File("scan.emd"), new() { ScanShape = new Extent(11, 7) });
        Assert.Equal(new Extent(11, 7), asked.Shape.Scan);
    }

    [Fact]
    public void CutFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(files.File("frames.emd"));
        File.WriteAllBytes(folder.File("cut.emd"), bytes[..(bytes.Length * 3 / 4)]);
        var fault = Assert.Throws<SourceException>(() => SourceOpener.Open(folder.File("cut.emd")));
        Assert.Contains("Copy it again.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryImage_OfRecordedFiles_IsWhatOtherProgramsRead()
    {
        var names = ExpectedFile.Names.Where(static name => name.StartsWith("emd-velox/", StringComparison.Ordinal)).ToList();
        Assert.SkipUnless(names.Count > 0, $"There is no folder {ExpectedFile.Folder} (RONCHI_TESTDATA).");
        var count = 0;
        foreach (var file in names.Select(ExpectedFile.Read))
        {
            foreach (var signal in file.Signals.Where(static signal => signal.Title is not ("EDS" or "Half FFT")))
            {
                using var source = SourceOpener.Open(
                    file.Path, new() { OfFormats = [new DatasetOptions { Dataset = signal.Title }] });
                signal.CheckPixels(source, asDoubles: true);
                signal.CheckAxes(source);
                count++;
            }
        }

        Assert.Equal(12, count);
    }

    private IFrameSource Open(string file, string? named) =>
        SourceOpener.Open(files.File(file + ".emd"), new() { OfFormats = [new DatasetOptions { Dataset = named }] });
}
