using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.NeXus;

/// <summary>What layouts of other programs say of their data: which they are, their axes, facts.</summary>
public sealed class LayoutTests(LayoutTests.Files files) : IClassFixture<LayoutTests.Files>
{
    [Theory]
    [InlineData("default", "/entry/second/data", "/entry/first/data")]
    [InlineData("signal", "/entry/shown/data", "/entry/mask")]
    [InlineData("old", "/entry/plot/counts", "/entry/plot/errors")]
    [InlineData("variance", "/Experiments/run/data", "/Experiments/run/metadata/Signal/Noise_properties/variance/data")]
    [InlineData("marked", "/cube/data", "/more/data")]
    public void OfEquallyLargeDatasets_TheFilesOwnIsRead(string file, string path, string other)
    {
        using var source = SourceOpener.Open(files.File(file));
        Assert.Equal(new Fact("dataset", path), source.Info.Facts[0]);
        Assert.Contains($"'{path}' is read, for the file names it as its data. --dataset PATH chooses another: there are {other} (",
            Assert.Single(source.Info.Notes), StringComparison.Ordinal);
        using var named = Open(file, other);
        Assert.Equal(source.Shape.Full, named.Shape.Full);
    }

    [Fact]
    public void LargestDataset_IsReadWhateverIsPlotted()
    {
        using var source = SourceOpener.Open(files.File("overview"));
        Assert.Equal(new Extent(3, 4, 5, 6), source.Shape.Full);
    }

    [Fact]
    public void AxesOfNXdata_AreThoseThatTheSignalHas_ByWhateverPathItIsReached()
    {
        using var source = SourceOpener.Open(files.File("linked"));
        Assert.Equal("NeXus HDF5", source.Info.Format);
        Assert.Equal(
            ["scan row 2 10 nm", "scan column 0.5 0 nm", "detector row 0.1 -0.2 1/nm", "detector column 1 0 px"],
            Written(source.Info.Axes));
        Assert.Equal(200, source.Info.Kilovolts);
        Assert.Contains(new Fact("title", "gold"), source.Info.Facts);
        Assert.Contains(new Fact("count_time", "0.001", "s"), source.Info.Facts);
    }

    [Fact]
    public void AxesOfOlderNeXus_AreNamedByTheDatasets()
    {
        using var source = SourceOpener.Open(files.File("old"));
        Assert.Equal(
            ["scan row 3 0 nm", "scan column 2 1 nm", "detector row 1 0 px", "detector column 0.5 0 mrad"], Written(source.Info.Axes));
    }

    [Fact]
    public void Interpretation_TellsSpectraFromFrames()
    {
        using var source = SourceOpener.Open(files.File("spectra"));
        Assert.Equal(new DataShape(new Extent(4, 5), new Extent(60)), source.Shape);
    }

    [Fact]
    public void SingleSpectrum_IsOneWithoutAScan()
    {
        using var source = SourceOpener.Open(files.File("line"));
        Assert.Equal(new DataShape(new(), new Extent(21)), source.Shape);
        Assert.Equal("eV", Assert.Single(source.Info.Axes).Unit);
        Assert.Contains("read a spectrum with --dataset PATH: there are /a (21 f64)",
            Assert.Throws<SourceException>(() => SourceOpener.Open(files.File("numbers"))).Message, StringComparison.Ordinal);
        using var named = Open("numbers", "a");
        Assert.Equal(new Extent(21), named.Shape.Full);
    }

    [Fact]
    public void ThicknessesOfPrismatic_AreASeries()
    {
        using var source = SourceOpener.Open(files.File("depths"));
        Assert.Equal(new DataShape(new Extent(3, 2, 4), new Extent(5, 6)), source.Shape);
        Assert.Equal(new Axis("depth", 4, 4, "Å"), source.Info.Axes[0]);
        Assert.Contains(new Fact("high_tension", "80000", "V"), source.Info.Facts);
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 100));
        for (var depth = 0; depth < 3; depth++)
        {
            reader.Seek(new(depth * 8, 1));
            Assert.True(reader.TryRead(out var tile));
            Assert.All(tile.Pixels<float>().ToArray(), value => Assert.Equal(depth, value));
        }
    }

    [Fact]
    public void CalibrationOfPy4DStem_IsAxesAndFacts()
    {
        using var source = SourceOpener.Open(files.File("calibrated"));
        Assert.Equal("EMD HDF5", source.Info.Format);
        Assert.Equal(
            ["scan row 2 0 Å", "scan column 2 0 Å", "detector row 0.01 0 1/Å", "detector column 0.01 0 1/Å"], Written(source.Info.Axes));
        Assert.Equal(
            [
                new("q_pixel_size", "0.01", "1/Å"), new("r_pixel_size", "2", "Å"), new("origin_row", "31.5", "px"),
                new("ellipse_a", "1.02"), new("qr_rotation", "30", "deg"), new("qr_flip", "yes"), new("high_tension", "300000", "V"),
            ],
            source.Info.Facts.Skip(1).OrderBy(static fact => fact.Name is "qr_flip" ? 6 : fact.Name is "high_tension" ? 7 : 0).ToArray());
    }

    [Theory]
    [InlineData("legacy", "high_tension 80000 V")]
    [InlineData("words", "high_tension 300000 V")]
    [InlineData("kilovolts", "high_tension 200000 V")]
    public void Voltages_AreInVolts_HoweverTheyAreWritten(string file, string fact)
    {
        using var source = SourceOpener.Open(files.File(file));
        Assert.Contains(fact, source.Info.Facts.Select(static found => $"{found.Name} {found.Value} {found.Unit}"));
    }

    [Fact]
    public void Peaks_AreNamed_NotTakenForFrames() => Assert.Contains(
        "this file has no frames: '/4DSTEM/peaks/data' (3×4) holds variable-length sequence of compound",
        Assert.Throws<SourceException>(() => SourceOpener.Open(files.File("peaks"))).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Written(IEnumerable<Axis> axes) =>
        axes.Select(static axis => FormattableString.Invariant($"{axis.Name} {axis.Scale:G6} {axis.Offset:G6} {axis.Unit}"));

    private IFrameSource Open(string file, string dataset) =>
        SourceOpener.Open(files.File(file), new() { OfFormats = [new DatasetOptions { Dataset = dataset }] });

    public sealed class Files : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Files()
        {
            DebianPython.Require("h5py", "numpy");
            DebianPython.Run("""
                import h5py, numpy as np, os, sys
                os.chdir(sys.argv[1])
                a = np.arange(3 * 4 * 5 * 6, dtype='u2').reshape(3, 4, 5, 6)
                def file(name): return h5py.File(name + '.h5', 'w')
                def data(f, path, values=a, signal='data', **attributes):
                    g = f.require_group(path); g[signal] = values
                    g.attrs.update(NX_class='NXdata', signal=signal, **attributes); return g
                def axis(g, name, values, units=None):
                    g[name] = values
                    if units: g[name].attrs['units'] = units
                    return g[name]
                with file('default') as f:
                    data(f, 'entry/first'); data(f, 'entry/second')
                    f.attrs['default'] = 'entry'; f['entry'].attrs['default'] = 'second'
                with file('signal') as f: f['entry/mask'] = a; data(f, 'entry/shown')
                with file('overview') as f: data(f, 'entry/plot', a[0, 0]); f['entry/data'] = a; f.attrs['default'] = 'entry'; f['entry'].attrs['default'] = 'plot'
                with file('old') as f:
                    g = f.create_group('entry/plot'); g.attrs['NX_class'] = np.bytes_('NXdata'); f['entry'].attrs['NX_class'] = np.bytes_('NXentry')
                    g['counts'] = a; g['counts'].attrs['signal'] = '1'; g['errors'] = a
                    axis(g, 'y', np.arange(3) * 3.0, 'nm').attrs['axis'] = 1; axis(g, 'x', np.arange(4) * 2.0 + 1, 'nm').attrs['axis'] = 2
                    axis(g, 'angle', np.arange(6) * 0.5, 'mrad').attrs['axis'] = '4'
                with file('linked') as f:
                    f['entry/instrument/detector/data'] = a; f['entry/instrument/detector/count_time'] = 0.001; f['entry/title'] = 'gold'
                    f['entry/instrument/detector'].attrs['NX_class'] = 'NXdetector'
                    s = f.create_group('entry/measurement/em_lab/electron_source'); s.attrs['NX_class'] = 'NXsource'; s['voltage'] = 200.0; s['voltage'].attrs['units'] = 'kV'
                    g = f.create_group('entry/view'); g['counts'] = h5py.SoftLink('/entry/instrument/detector/data')
                    g.attrs.update(NX_class='NXdata', signal='counts', axes=['.', 'x', 'ky', '.'], y_indices=[0], both_indices=[0, 1])
                    g.attrs['axes'] = ['y', 'x', 'ky', 'both']
                    axis(g, 'y', np.arange(3) * 2.0 + 10, 'nm'); axis(g, 'x', np.arange(4) * 0.5, 'nm'); axis(g, 'ky', np.arange(5) * 0.1 - 0.2, '1/nm'); axis(g, 'both', np.zeros((3, 4)), 'nm')
                with file('spectra') as f: data(f, 'entry/d', np.ones((4, 5, 60), 'f4'), interpretation='spectrum')
                def hspy(f, path, values, units):
                    g = f.create_group(path); g['data'] = values
                    for i, n in enumerate(values.shape): g.create_group(f'axis-{i}').attrs.update(name='n', scale=1.0, offset=0.0, size=n, units=units, navigate=i < values.ndim - 2)
                with file('variance') as f: hspy(f, 'Experiments/run', a, 'nm'); hspy(f, 'Experiments/run/metadata/Signal/Noise_properties/variance', a, 'nm')
                with file('line') as f: hspy(f, 'Experiments/eels', np.arange(21.0), 'eV')
                with file('numbers') as f: f['a'] = np.arange(21.0)
                with file('marked') as f: f['cube/data'] = a; f['more/data'] = a; f['cube'].attrs['emd_group_type'] = 1
                with file('depths') as f:
                    f.create_group('4DSTEM_simulation/metadata/metadata_0/original/simulation_parameters').attrs.update(s=2.0, ns=2, zs=0.0, E=80.0)
                    for i in (2, 0, 1):
                        g = f.create_group(f'4DSTEM_simulation/data/datacubes/CBED_array_depth{i:04}'); g['data'] = np.full((2, 4, 5, 6), i, 'f4')
                        for k, n in enumerate((2, 4, 5, 6)): axis(g, f'dim{k + 1}', np.arange(n) * 1.0, '[n_m]')
                with file('calibrated') as f:
                    g = f.create_group('root/cube'); g['data'] = a; g.attrs['emd_group_type'] = 'array'
                    for k in range(4): axis(g, f'dim{k}', [0.0, 1.0], 'pixels')
                    c = f.create_group('root/metadatabundle/calibration')
                    for name, value in dict(Q_pixel_size=0.01, Q_pixel_units='A^-1', R_pixel_size=2.0, R_pixel_units='A', qx0_mean=31.5, a=1.02, QR_rotation=np.pi / 6, QR_flip=True, accelerating_voltage=300e3, note='x').items(): c[name] = value
                def emd(name, group, **microscope):
                    with file(name) as f:
                        g = f.create_group('4DSTEM_experiment/data/datacubes/datacube_0'); g['data'] = a; g.attrs['emd_group_type'] = 1
                        for k, n in enumerate(a.shape): axis(g, f'dim{k + 1}', np.arange(n) * 1.0, '[n_m]')
                        f.create_group(group).attrs.update(**microscope)
                emd('legacy', '4DSTEM_experiment/metadata/metadata_0/microscope', accelerating_voltage=80.0, accelerating_voltage_units='kV')
                emd('words', 'microscope', voltage='300kV')
                emd('kilovolts', 'microscope', **{'high tension': 200000.0})
                with file('peaks') as f:
                    d = f.create_dataset('4DSTEM/peaks/data', (3, 4), dtype=h5py.vlen_dtype(np.dtype([('qx', 'f8'), ('qy', 'f8')])))
                """, _folder.Path);
        }

        public string File(string name) => _folder.File(name + ".h5");

        public void Dispose() => _folder.Dispose();
    }
}
