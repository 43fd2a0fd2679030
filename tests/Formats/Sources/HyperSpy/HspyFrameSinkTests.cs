using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.HyperSpy;

/// <summary>What h5py finds in a file for HyperSpy, and what HyperSpy itself wrote.</summary>
public sealed class HspyFrameSinkTests : IDisposable
{
    // Every object but the values, and the types of the attributes as h5py gives them.
    private const string Tree = """
        import sys, h5py
        def attributes(name, item):
            for key, value in sorted(item.attrs.items()):
                print(name, key, type(value).__name__, value)
        with h5py.File(sys.argv[1]) as file:
            attributes('/', file)
            scan = file['Experiments'][list(file['Experiments'])[0]]
            for i in range(4):
                attributes(f'axis-{i}', scan[f'axis-{i}'])
            print(sorted(name for name in scan if name in ('data', 'metadata', 'original_metadata')))
        """;

    private static readonly DataShape s_shape = new(new Extent(2, 3), new Extent(4, 5));
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void AxesAndVersion_AreThoseThatHyperSpyWrites()
    {
        DebianPython.Require("h5py");
        var theirs = Path.Combine(Folders.TestData, "formats", "hspy", "layout", "ref.hspy");
        Assert.SkipUnless(File.Exists(theirs), $"There is no {theirs} (RONCHI_TESTDATA).");
        Write(
            new("scan row", 0.5, 1, "nm"), new("scan column", 0.25, 2, "nm"),
            new("detector row", 0.01, -0.02, "1/Å"), new("detector column", 0.02, -0.05, "1/Å"));
        string[] ours = DebianPython.Run(Tree, _folder.File("a.hspy")).Split('\n'), expected = DebianPython.Run(Tree, theirs).Split('\n');

        // The same keys with values of the same Python types, whatever the numbers.
        Assert.Equal(expected.Select(Kind), ours.Select(Kind));
        Assert.Contains("axis-0 name str y", ours);
        Assert.Contains("axis-1 scale float64 0.25", ours);
        Assert.Contains("axis-2 units str 1/Å", ours);
        Assert.Contains("axis-3 offset float64 -0.05", ours);
        Assert.Contains("axis-1 navigate bool_ True", ours);
        Assert.Contains("axis-2 navigate bool_ False", ours);

        static string Kind(string line) => string.Join(' ', line.Split(' ').Take(3));
    }

    [Fact]
    public void Pixels_AreReadWithoutAPlugIn()
    {
        DebianPython.Require("h5py");
        var values = Write();
        var read = DebianPython.Run(
            """
            import sys, h5py
            with h5py.File(sys.argv[1]) as file:
                data = file['/Experiments/scan/data']
                print(data.shape, data.dtype, data.chunks, data.compression, data.shuffle, data[()].ravel().tolist())
            """,
            _folder.File("a.hspy"));
        Assert.Equal($"(2, 3, 4, 5) uint16 (1, 1, 4, 5) gzip True [{string.Join(", ", values)}]", read.Trim());
    }

    [Fact]
    public void Microscope_IsInTheUnitsOfHyperSpy()
    {
        DebianPython.Require("h5py");
        Write(info => info with { Facts = [new("high_tension", "300000", "V"), new("camera_length", "0.115", "m")] });
        var read = DebianPython.Run(
            """
            import sys, h5py
            with h5py.File(sys.argv[1]) as file:
                print(sorted(file['/Experiments/scan/metadata/Acquisition_instrument/TEM'].attrs.items()))
            """,
            _folder.File("a.hspy"));
        Assert.Equal("[('beam_energy', 300.0), ('camera_length', 115.0)]", read.Trim().Replace("np.float64(", "", StringComparison.Ordinal)
            .Replace("))", ")", StringComparison.Ordinal));
    }

    [Fact]
    public void UnevenAxis_KeepsItsCoordinates()
    {
        Write(
            Axis.Of("tilt", [0, 1], "deg"), Axis.Of("time", [0, 1, 5], "s"), new("detector row"), new("detector column"));
        using var source = SourceOpener.Open(_folder.File("a.hspy"));
        Assert.Equal([0.0, 1, 5], source.Info.Axes[1].Values!);
        Assert.Equal("s", source.Info.Axes[1].Unit);
    }

    public void Dispose() => _folder.Dispose();

    private ushort[] Write(params Axis[] axes) => Write(info => info with { Axes = [.. axes] });

    private ushort[] Write(Func<SourceInfo, SourceInfo> known)
    {
        ushort[] values = [.. Enumerable.Range(0, (int)s_shape.Full.Count).Select(static i => (ushort)(i * 517))];
        var info = known(new SourceInfo("memory", "scan 7"));
        using var sink = KnownSinks.Create(_folder.File("a.hspy"), new SinkDescription(s_shape, ElementType.U16, info));
        for (var frame = 0; frame < s_shape.FrameCount; frame++)
            sink.Write(frame, MemoryMarshal.AsBytes(values.AsSpan(frame * 20, 20)));
        sink.Complete();
        return values;
    }
}
