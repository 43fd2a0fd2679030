using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Storage;
using Ronchi.Tests.Hdf5.Oracles;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

/// <summary>Axes that HyperSpy, py4DSTEM and NCEM's programs write, from their files.</summary>
public sealed class StoredAxesTests
{
    [Theory]
    [InlineData("hspy/layout/ref.hspy", "scan row 2 0 nm; scan column 3 0 nm; detector row 0.05 0 1/nm; detector column 0.05 0 1/nm")]
    [InlineData("hspy/stem_abf_data_imagestack.hspy", "z 1 0 px; detector row 0.00920239836 0 nm; detector column 0.00920239836 0 nm")]
    [InlineData(
        "emd-berkeley/real_py4dstem.h5",
        "scan row 2.5 0 Å; scan column 2.5 0 Å; detector row 0.0125 -0.39375 1/Å; detector column 0.0125 -0.403125 1/Å")]
    public void RecordedFiles_HaveTheirCalibration(string file, string axes)
    {
        var path = Path.Combine(Folders.TestData, "formats", file);
        Assert.SkipUnless(File.Exists(path), $"the test data file {path} is missing (RONCHI_TESTDATA)");
        using var source = SourceOpener.Open(path);
        Assert.Equal(
            axes,
            string.Join(
                "; ",
                source.Info.Axes.Select(
                    static axis => FormattableString.Invariant($"{axis.Name} {axis.Scale:G9} {axis.Offset:G9} {axis.Unit}"))));
    }

    [Fact]
    public void HyperSpysVoltage_IsAFact()
    {
        var path = Path.Combine(Folders.TestData, "formats", "hspy", "layout", "ref.hspy");
        Assert.SkipUnless(File.Exists(path), $"the test data file {path} is missing (RONCHI_TESTDATA)");
        using var source = SourceOpener.Open(path);
        Assert.Equal(200, source.Info.Kilovolts);
    }

    [Fact]
    public void SpectraAndUnevenAxes_AreNotTakenForWhatTheyAreNot()
    {
        DebianPython.Require("h5py", "numpy");
        using var folder = new TemporaryFolder();
        DebianPython.Run("""
            import h5py, numpy as np, os, sys
            os.chdir(sys.argv[1])
            def hspy(name, shape, navigate, units):
                with h5py.File(name, 'w') as f:
                    g = f.create_group('Experiments/x'); g['data'] = np.ones(shape, 'u2')
                    for i, n in enumerate(shape):
                        a = g.create_group(f'axis-{i}'); a.attrs.update(name=f'n{i}', scale=0.5 + i, offset=1.0, size=n, units=units[i], navigate=navigate[i])
            hspy('spectra.hspy', (20, 20, 100), (True, True, False), ('nm', 'nm', 'eV'))
            hspy('scan.hspy', (3, 4, 5, 6), (True, True, False, False), ('Å', 'Å', 'nm^-1', '<undefined>'))
            with h5py.File('uneven.emd', 'w') as f:
                g = f.create_group('d'); g['data'] = np.ones((3, 4, 5, 6), 'u2')
                for i, n in enumerate((3, 4, 5, 6)):
                    d = g.create_dataset(f'dim{i+1}', data=np.arange(n) ** 2.0 if i == 0 else np.arange(n) * 0.1 - 1); d.attrs['name'] = 'x'; d.attrs['units'] = '[n_m]' if i < 2 else '[n_m^-1]'
            """, folder.Path);
        using var spectra = SourceOpener.Open(folder.File("spectra.hspy"));
        Assert.Equal(new Extent(100), spectra.Shape.Detector);
        Assert.Equal("eV", spectra.Info.Axes[2].Unit);
        using var images = SourceOpener.Open(folder.File("spectra.hspy"), new OpenOptions { DetectorAxes = 2 });
        Assert.Equal(new Extent(20, 100), images.Shape.Detector);
        using var scan = SourceOpener.Open(folder.File("scan.hspy"));
        Assert.Equal(["Å", "Å"], scan.Info.Axes.Take(2).Select(static axis => axis.Unit));
        Assert.Equal("px", scan.Info.Axes[3].Unit);
        using var uneven = SourceOpener.Open(folder.File("uneven.emd"));
        Assert.Equal(["nm", "nm", "1/nm", "1/nm"], uneven.Info.Axes.Select(static axis => axis.Unit));
        Assert.Equal([0, 1, 4.0], uneven.Info.Axes[0].Values!);
        Assert.Equal((0.1, -1), (Math.Round(uneven.Info.Axes[3].Scale, 9), uneven.Info.Axes[3].Offset));
        using var reshaped = SourceOpener.Open(folder.File("scan.hspy"), new OpenOptions { ScanShape = new Extent(4, 3) });
        Assert.Equal("px", reshaped.Info.Axes[0].Unit);
    }

    [Theory]
    [InlineData("[n_m]", "nm")]
    [InlineData("[n_m^-1]", "1/nm")]
    [InlineData("A^-1", "1/Å")]
    [InlineData("1/A", "1/Å")]
    [InlineData("$nm^{-1}$", "1/nm")]
    [InlineData("nm⁻¹", "1/nm")]
    [InlineData("um", "µm")]
    [InlineData("mrad", "mrad")]
    [InlineData("[]", null)]
    [InlineData("pixels", null)]
    [InlineData("<undefined>", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void UnitsOfOtherPrograms_AreWrittenOneWay(string? written, string? unit) => Assert.Equal(unit, LengthUnit.Normal(written));
}
