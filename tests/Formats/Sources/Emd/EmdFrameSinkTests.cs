using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Emd;

/// <summary>What h5py finds in a file for py4DSTEM, and what py4DSTEM itself wrote.</summary>
public sealed class EmdFrameSinkTests : IDisposable
{
    private const string Tree = """
        import sys, h5py
        def attributes(name, item):
            for key, value in sorted(item.attrs.items()):
                print(name, key, type(value).__name__, value)
        with h5py.File(sys.argv[1]) as file:
            attributes('/', file)
            root = next(name for name in file if name.endswith('_root'))
            attributes('root', file[root])
            cube = file[root]['datacube']
            attributes('datacube', cube)
            for name in ('data', 'dim0', 'dim1', 'dim2', 'dim3'):
                attributes(name, cube[name])
                print(name, 'shape', cube[name].ndim)
            attributes('metadatabundle', file[root]['metadatabundle'])
            calibration = file[root]['metadatabundle/calibration']
            attributes('calibration', calibration)
            for name in ('Q_pixel_size', 'Q_pixel_units', 'R_pixel_size', 'R_pixel_units'):
                attributes(name, calibration[name])
                value = calibration[name][()]
                print(name, 'value', type(value).__name__, value.decode() if isinstance(value, bytes) else round(float(value), 12))
        """;

    private static readonly DataShape s_shape = new(new Extent(2, 3), new Extent(4, 5));
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Tree_IsThatOfPy4dstem()
    {
        DebianPython.Require("h5py");
        var theirs = Path.Combine(Folders.TestData, "formats", "emd-berkeley", "py4DSTEM_size2x3x4x5.h5");
        Assert.SkipUnless(File.Exists(theirs), $"There is no {theirs} (RONCHI_TESTDATA).");
        Write("1/nm");
        var ours = DebianPython.Run(Tree, _folder.File("a.emd")).Split('\n');
        // A file gets no identifier here: it would differ each time that it is written.
        var expected = DebianPython.Run(Tree, theirs).Split('\n')
            .Where(static line => !line.StartsWith("/ UUID", StringComparison.Ordinal));

        Assert.Equal(expected.Select(Kind), ours.Select(Kind));
        Assert.Contains("dim0 name str Rx", ours);
        Assert.Contains("dim3 units str A^-1", ours);
        Assert.Contains("Q_pixel_size value float64 0.002", ours);
        Assert.Contains("Q_pixel_units value bytes A^-1", ours);
        Assert.Contains("R_pixel_size value float64 0.5", ours);

        static string Kind(string line) => string.Join(' ', line.Split(' ').Take(3));
    }

    [Theory]
    [InlineData("1/nm")]
    [InlineData("mrad")]
    [InlineData("px")]
    public void Axes_ComeBackAsTheyWere(string unit)
    {
        var axes = Write(unit);
        using var source = SourceOpener.Open(_folder.File("a.emd"));
        Assert.Equal(axes, source.Info.Axes);
    }

    [Fact]
    public void SeriesOfImages_IsAnArray()
    {
        DebianPython.Require("h5py");
        var shape = new DataShape(new Extent(3), new Extent(4, 5));
        using (var sink = KnownSinks.Create(_folder.File("a.emd"), new SinkDescription(shape, ElementType.F32, new("memory", "memory"))))
            sink.Complete();
        Assert.Equal(
            "Array (3, 4, 5) float32",
            DebianPython.Run(
                """
                import sys, h5py
                with h5py.File(sys.argv[1]) as file:
                    cube = file['datacube_root/datacube']
                    print(cube.attrs['python_class'], cube['data'].shape, cube['data'].dtype)
                """,
                _folder.File("a.emd")).Trim());
    }

    public void Dispose() => _folder.Dispose();

    private Axis[] Write(string detectorUnit)
    {
        Axis[] axes =
        [
            new("scan row", 0.5, 0, "nm"), new("scan column", 0.5, 0, "nm"),
            new("detector row", detectorUnit == "px" ? 1 : 0.02, 0, detectorUnit),
            new("detector column", detectorUnit == "px" ? 1 : 0.02, 0, detectorUnit),
        ];
        var values = new ushort[s_shape.Full.Count];
        using var sink = KnownSinks.Create(
            _folder.File("a.emd"), new SinkDescription(s_shape, ElementType.U16, new SourceInfo("memory", "memory") { Axes = [.. axes] }));
        for (var frame = 0; frame < s_shape.FrameCount; frame++)
            sink.Write(frame, MemoryMarshal.AsBytes(values.AsSpan(frame * 20, 20)));
        sink.Complete();
        return axes;
    }
}
