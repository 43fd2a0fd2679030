using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Storage;

public sealed class UnevenAxesTests : IDisposable
{
    private const string Script = """
        import h5py, numpy, sys
        tilts = numpy.array([-60, -30, 0])
        with h5py.File(sys.argv[1] + '/a.emd', 'w') as f:
            g = f.create_group('d')
            g['data'] = numpy.ones((3, 4, 5, 6), 'u2')
            for i, values in enumerate((tilts ** 2 * 0.01 + tilts, numpy.arange(4) * 2.0, numpy.arange(5) * 0.1, numpy.arange(6) * 0.1)):
                d = g.create_dataset(f'dim{i+1}', data=values)
                d.attrs.update(name='tilt' if i == 0 else 'x', units=('deg', '[n_m]', '[n_m^-1]', '[n_m^-1]')[i])
        with h5py.File(sys.argv[1] + '/a.hspy', 'w') as f:
            g = f.create_group('Experiments/x')
            g['data'] = numpy.zeros((3, 4, 5), 'u2')
            for i, n in enumerate((3, 4, 5)):
                a = g.create_group(f'axis-{i}')
                a.attrs.update(name='time' if i == 0 else 'n', size=n, units='s' if i == 0 else 'nm', navigate=i < 2)
                if i == 0:
                    a['axis'] = [0.0, 1.5, 9.0]
                else:
                    a.attrs.update(scale=0.5, offset=1.0)
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SeriesWithATableOfTimes_HasThem_AlsoOfFilesWithoutAxes()
    {
        for (var member = 0; member < 3; member++)
        {
            var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 3), }".PadRight(117) + "\n";
            File.WriteAllBytes(
                _folder.File($"m_{member}.npy"),
                [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[6]]);
        }

        File.WriteAllText(_folder.File("times.csv"), "time (s)\n0\n1.5\n9\n");
        using var series = SourceOpener.Open(
            _folder.File("m_*.npy"), new() { OfFormats = [new SeriesOptions { SeriesValues = _folder.File("times.csv") }] });
        Assert.Equal([0, 1.5, 9], series.Info.Axes[0].Values!);
        Assert.Equal(["time", "scan", "detector row", "detector column"], series.Info.Axes.Select(static axis => axis.Name));
    }

    [Fact]
    public void FilesWithCoordinatesWithoutEqualSteps_KeepThem()
    {
        DebianPython.Require("h5py");
        DebianPython.Run(Script, _folder.Path);
        using var emd = SourceOpener.Open(_folder.File("a.emd"));
        Assert.Equal(new AxisValues(-24, -21, 0), emd.Info.Axes[0].Values);
        Assert.Null(emd.Info.Axes[1].Values);
        using var spectra = SourceOpener.Open(_folder.File("a.hspy"));
        Assert.Equal([0, 1.5, 9.0], spectra.Info.Axes[0].Values!);
        Assert.Equal("s", spectra.Info.Axes[0].Unit);
    }
}
