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
    [InlineData("a.npy", SourceOptions.Map | SourceOptions.LeaveOut, "NumPy (.npy)")]
    [InlineData("a.npz", SourceOptions.Map | SourceOptions.Dataset, "NumPy archive (.npz)")]
    [InlineData("a.bin", SourceOptions.Map, "raw")]
    [InlineData("plain.h5", SourceOptions.Dataset | SourceOptions.LeaveOut | SourceOptions.DataFolder, "HDF5")]
    [InlineData("scan_master.h5", SourceOptions.Dataset | SourceOptions.LeaveOut | SourceOptions.DataFolder, "DECTRIS HDF5")]
    [InlineData("synth.toml", SourceOptions.None, "raw CSR")]
    public void OptionThatTheFormatDoesNotUse_IsRefusedByName(string file, SourceOptions used, string format)
    {
        Assert.SkipUnless(File.Exists(_folder.File(file)), "The test data folder is missing (RONCHI_TESTDATA).");
        var raw = file == "a.bin" ? new RawLayout(new Extent(5, 6), ElementType.U16) : null;
        var name = file == "scan_master.h5" ? "/entry/instrument/detector/detectorSpecific/flatfield" : "frames";
        foreach (var (option, text, options) in (IEnumerable<(SourceOptions, string, OpenOptions)>)[
            (SourceOptions.Dataset, "--dataset", new() { Dataset = name }),
            (SourceOptions.Map, "--map", new() { Map = true }),
            (SourceOptions.SeriesValues, "--series-values", new() { SeriesValues = "values.csv" }),
            (SourceOptions.LeaveOut, "--leave-out", new() { LeavesOutMisfits = true }),
            (SourceOptions.DataFolder, "--data-folder", new() { DataFolder = _folder.Path })])
        {
            Assert.Equal(option, options.Given);
            if (used.HasFlag(option))
            {
                using var source = SourceOpener.Open(_folder.File(file), options with { Raw = raw });
                continue;
            }

            var refused = Assert.Throws<ArgumentException>(() => SourceOpener.Open(_folder.File(file), options with { Raw = raw })).Message;
            Assert.StartsWith(text, refused, StringComparison.Ordinal);
            Assert.Contains($"a single {format} file,", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DatasetOfADectrisFile_IsTheOneThatIsRead_AndSaid()
    {
        using var source = SourceOpener.Open(
            _folder.File("scan_master.h5"), new OpenOptions { Dataset = "/entry/instrument/detector/detectorSpecific/flatfield" });
        Assert.Equal(new Extent(5, 6), source.Shape.Full);
        Assert.Equal(ElementType.F32, source.ElementType);
        Assert.Contains("read as plain HDF5", Assert.Single(source.Info.Notes), StringComparison.Ordinal);
        Assert.False(source.Validity.MaximumIsNoData);
        Assert.Contains(
            "no dataset '/nonsense'",
            Assert.Throws<SourceException>(
                () => SourceOpener.Open(_folder.File("scan_master.h5"), new OpenOptions { Dataset = "/nonsense" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsThatExcludeEachOther_AreRefused()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => SourceOpener.Open(_folder.File("scan_master.h5"), new OpenOptions { Dataset = "/x", Map = true }));
        Assert.StartsWith("--map", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileWithAHeaderReadAsRaw_SaysSo()
    {
        using var source = SourceOpener.Open(_folder.File("a.npy"), new OpenOptions { Raw = new(new Extent(2, 4), ElementType.U8) });
        Assert.Contains(
            source.Info.Notes,
            static note => note.Contains("NumPy", StringComparison.Ordinal) && note.Contains("header included", StringComparison.Ordinal));
        using var plain = SourceOpener.Open(_folder.File("a.bin"), new OpenOptions { Raw = new(new Extent(5, 6), ElementType.U16) });
        Assert.Empty(plain.Info.Notes);
    }

    [Fact]
    public void FolderOfDataFilesThatIsNone_IsRefused() =>
        Assert.Contains(
            "there is no folder",
            Assert.Throws<ArgumentException>(
                () => SourceOpener.Open(_folder.File("plain.h5"), new OpenOptions { DataFolder = _folder.File("nowhere") })).Message,
            StringComparison.Ordinal);
}
