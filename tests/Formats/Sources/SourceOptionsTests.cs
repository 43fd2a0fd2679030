using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>
/// Every option that only some formats use, on every kind of file: it changes what is opened, or is refused with its name and the format's.
/// </summary>
public sealed class SourceOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourceOptionsTests()
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run("""
            import h5py, numpy as np, os, sys
            os.chdir(sys.argv[1])
            a = np.arange(4 * 5 * 6, dtype='u2').reshape(4, 5, 6)
            np.save('a.npy', a); np.savez('a.npz', frames=a); a.tofile('a.bin')
            h5py.File('plain.h5', 'w')['frames'] = a
            with h5py.File('scan_data_000001.h5', 'w') as f: f.create_dataset('entry/data/data', data=a, chunks=(1, 5, 6))
            with h5py.File('scan_master.h5', 'w') as f:
                f['entry/data/data_000001'] = h5py.ExternalLink('scan_data_000001.h5', '/entry/data/data')
                f['entry/instrument/detector/detectorSpecific/flatfield'] = np.full((5, 6), 2, 'f4')
            """, _folder.Path);
        var sparse = Path.Combine(Hdf5.Oracles.Folders.TestData, "formats", "sparse-csr");
        if (!Directory.Exists(sparse))
            return;
        foreach (var file in Directory.EnumerateFiles(sparse))
            File.Copy(file, _folder.File(Path.GetFileName(file)));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.npy", "--map --leave-out", "NumPy (.npy)")]
    [InlineData("a.npz", "--map --dataset", "NumPy archive (.npz)")]
    [InlineData("a.bin", "--map", "raw")]
    [InlineData("plain.h5", "--dataset --leave-out --data-folder", "HDF5")]
    [InlineData("scan_master.h5", "--dataset --leave-out --data-folder", "DECTRIS HDF5")]
    [InlineData("synth.toml", "", "raw CSR")]
    public void OptionThatTheFormatDoesNotUse_IsRefusedByName(string file, string used, string format)
    {
        Assert.SkipUnless(File.Exists(_folder.File(file)), "The test data folder is missing (RONCHI_TESTDATA).");
        object[] raw = file == "a.bin" ? [new RawOptions(new Extent(5, 6), ElementType.U16)] : [];
        var name = file == "scan_master.h5" ? "/entry/instrument/detector/detectorSpecific/flatfield" : "frames";
        foreach (var (text, options) in (IEnumerable<(string, OpenOptions)>)[
            ("--dataset", new() { OfFormats = [new DatasetOptions { Dataset = name }] }),
            ("--map", new() { OfFormats = [new MapOptions { Map = true }] }),
            ("--series-values", new() { OfFormats = [new SeriesOptions { SeriesValues = "values.csv" }] }),
            ("--leave-out", new() { LeavesOutMisfits = true }),
            ("--data-folder", new() { OfFormats = [new LinkedFilesOptions { DataFolder = _folder.Path }] })])
        {
            var said = options with { OfFormats = [.. options.OfFormats, .. raw] };
            if (used.Split(' ').Contains(text))
            {
                using var source = SourceOpener.Open(_folder.File(file), said);
                continue;
            }

            var refused = Assert.Throws<ArgumentException>(() => SourceOpener.Open(_folder.File(file), said)).Message;
            Assert.StartsWith(text, refused, StringComparison.Ordinal);
            Assert.Contains($"a single {format} file,", refused, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    [InlineData("plain.h5")]
    [InlineData("scan_master.h5")]
    public void RecordThatSaysNothing_IsNoOption(string file)
    {
        using var source = SourceOpener.Open(
            _folder.File(file),
            new()
            {
                OfFormats = [new DatasetOptions(), new MapOptions(), new SeriesOptions(), new LinkedFilesOptions(), new RawOptions()],
            });

        Assert.Equal(2, source.Shape.Detector.Rank);
    }

    [Fact]
    public void HalfALayout_IsRefused() =>
        Assert.Contains(
            "--frame-shape and --dtype",
            Assert.Throws<ArgumentException>(
                () => SourceOpener.Open(_folder.File("a.bin"), new() { OfFormats = [new RawOptions { Dtype = ElementType.U8 }] })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void DatasetOfADectrisFile_IsTheOneThatIsRead_AndSaid()
    {
        using var source = SourceOpener.Open(
            _folder.File("scan_master.h5"),
            new() { OfFormats = [new DatasetOptions { Dataset = "/entry/instrument/detector/detectorSpecific/flatfield" }] });
        Assert.Equal(new Extent(5, 6), source.Shape.Full);
        Assert.Equal(ElementType.F32, source.ElementType);
        Assert.Contains("read as plain HDF5", Assert.Single(source.Info.Notes), StringComparison.Ordinal);
        Assert.False(source.Validity.MaximumIsNoData);
        Assert.Contains(
            "no dataset '/nonsense'",
            Assert.Throws<SourceException>(
                () => SourceOpener.Open(
                    _folder.File("scan_master.h5"), new() { OfFormats = [new DatasetOptions { Dataset = "/nonsense" }] })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void DetectorAxesOfADectrisFile_AreRefused(int axes) =>
        Assert.StartsWith(
            "--detector-axes is for arrays",
            Assert.Throws<ArgumentException>(
                () => SourceOpener.Open(_folder.File("scan_master.h5"), new() { DetectorAxes = axes })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void OptionsThatExcludeEachOther_AreRefused()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => SourceOpener.Open(_folder.File("scan_master.h5"), new OpenOptions
            {
                OfFormats = [new DatasetOptions { Dataset = "/x" }, new MapOptions { Map = true }],
            }));
        Assert.StartsWith("--map", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileWithAHeaderReadAsRaw_SaysSo()
    {
        using var source = SourceOpener.Open(
            _folder.File("a.npy"), new() { OfFormats = [new RawOptions(new Extent(2, 4), ElementType.U8)] });
        Assert.Contains(
            source.Info.Notes,
            static note => note.Contains("NumPy", StringComparison.Ordinal) && note.Contains("header included", StringComparison.Ordinal));
        using var plain = SourceOpener.Open(
            _folder.File("a.bin"), new() { OfFormats = [new RawOptions(new Extent(5, 6), ElementType.U16)] });
        Assert.Empty(plain.Info.Notes);
    }

    [Fact]
    public void FolderOfDataFilesThatIsNone_IsRefused() =>
        Assert.Contains(
            "there is no folder",
            Assert.Throws<ArgumentException>(
                () => SourceOpener.Open(
                    _folder.File("plain.h5"),
                    new() { OfFormats = [new LinkedFilesOptions { DataFolder = _folder.File("nowhere") }] })).Message,
            StringComparison.Ordinal);
}
