using System.Text.Json;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>What <c>ronchi convert</c> says, and what h5py finds in its files.</summary>
public sealed class ConvertTests : IDisposable
{
    private static readonly string Master = Path.Combine(
        Environment.GetEnvironmentVariable("RONCHI_TESTDATA") ?? Path.Combine(RonchiProgram.Root, "..", "shared", "data"),
        "dectris", "arina_h5", "test_00_master.h5");

    // Everything below two groups, as text.
    private const string Compare =
        """
        import sys, h5py, numpy as np
        def tree(path, root, skip):
            found = {}
            def walk(group, base):
                for name in group:
                    at, link = base + '/' + name, group.get(name, getlink=True)
                    if at.startswith(skip): continue
                    if not isinstance(link, h5py.HardLink):
                        found[at] = (type(link).__name__, link.path); continue
                    item = group[name]
                    attributes = {k: (str(np.asarray(v).dtype.kind), np.asarray(v).tolist()) for k, v in item.attrs.items()}
                    found[at] = (attributes,) if isinstance(item, h5py.Group) else (attributes, item.shape, str(item.dtype), np.asarray(item[()]).tobytes())
                    if isinstance(item, h5py.Group): walk(item, at)
            with h5py.File(path) as f: walk(f[root], '')
            return found
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MasterOfADetector_KeepsEveryObject()
    {
        Assert.SkipUnless(File.Exists(Master), $"There is no {Master} (RONCHI_TESTDATA).");
        DebianPython.Require("h5py", "numpy");
        var program = RonchiProgram.Run(_folder.Path, "convert", Master, "x_master.h5");
        Assert.Equal(0, program.ExitCode);
        Assert.DoesNotContain("dropped", program.Errors, StringComparison.Ordinal);

        var said = DebianPython.Run(
            Compare + """

            a, b = tree(sys.argv[1], '/', '/entry/data/data'), tree(sys.argv[2], '/', ('/entry/ronchi', '/entry/data/data'))
            assert a == b, [k for k in set(a) | set(b) if a.get(k) != b.get(k)]
            c, d = tree(sys.argv[1].replace('_master', ''), '/', '\0'), tree(sys.argv[2].replace('_master', ''), '/', '\0')
            assert c == d, (c, d)
            with h5py.File(sys.argv[2]) as f: print(len(a), f['entry/instrument/detector/count_time'][()], f['entry/instrument/detector/frame_time'][()])
            """,
            Master, _folder.File("x_master.h5"));
        Assert.Equal("69 9.950000094249845e-05 9.960000094249845e-05", said.Trim());
    }

    [Fact]
    public void GenericFile_CarriesTheObjectsOfTheMaster_AlsoAfterASecondConversion()
    {
        Assert.SkipUnless(File.Exists(Master), $"There is no {Master} (RONCHI_TESTDATA).");
        DebianPython.Require("h5py", "numpy");
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "convert", Master, "x.h5").ExitCode);
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "convert", "x.h5", "y.h5").ExitCode);
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "convert", "y.h5", "z_master.h5").ExitCode);

        var said = DebianPython.Run(
            Compare + """

            a = tree(sys.argv[1], '/', '/entry/data/data')
            a = {k: ('SoftLink', '/entry/origin' + v[1]) if v[0] == 'SoftLink' else v for k, v in a.items()}
            for path in sys.argv[2:]:
                b = tree(path, '/entry/origin', '\0')
                assert a == b, (path, [k for k in set(a) | set(b) if a.get(k) != b.get(k)])
                print(len(b))
            """,
            Master, _folder.File("x.h5"), _folder.File("y.h5"), _folder.File("z_master.h5"));
        Assert.Equal("69 69 69", said.Trim().ReplaceLineEndings(" "));
        Assert.Equal(Metadata(Master), Metadata("z_master.h5"));
    }

    [Fact]
    public void GenericFile_IsNeXus_WithCoordinatesAndAMask()
    {
        DebianPython.Require("h5py", "numpy");
        Assert.Equal(
            0,
            RonchiProgram.Run(_folder.Path, "simulate", "quick", "a_master.h5", "--scan-shape", "4x5", "--frame-shape", "40x48").ExitCode);
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "convert", "a_master.h5", "a.hdf5").ExitCode);

        var said = DebianPython.Run(
            """
            import sys, h5py
            with h5py.File(sys.argv[1]) as f:
                data = f['entry/data']
                axes = [name.decode() for name in data.attrs['axes']]
                assert all(len(data[name]) == n for name, n in zip(axes, data['data'].shape))
                print(*axes, data['scan_row'].attrs['units'].decode(), round(data['scan_row'][1] - data['scan_row'][0], 6) > 0, data['data'].attrs['missing_value'], int((f['entry/instrument/detector/pixel_mask'][:] != 0).sum() > 0))
            """,
            _folder.File("a.hdf5"));
        Assert.Equal("scan_row scan_column detector_row detector_column nm True 65535 1", said.Trim());
    }

    [Fact]
    public void Summary_SaysWhatIsKeptDroppedAndWritten()
    {
        Assert.Equal(
            0,
            RonchiProgram.Run(_folder.Path, "simulate", "quick", "a_master.h5", "--scan-shape", "4x5", "--frame-shape", "40x48").ExitCode);

        var program = RonchiProgram.Run(_folder.Path, "convert", "a_master.h5", "a.npy", "--json");

        Assert.Equal(0, program.ExitCode);
        Assert.Contains("dropped: ", program.Errors, StringComparison.Ordinal);
        Assert.Contains("written as 0", program.Errors, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(program.Output);
        var root = json.RootElement;
        Assert.Equal(
            ("NumPy", "uint16", "zero", 20),
            (
                root.GetProperty("format").GetString(),
                root.GetProperty("dtype").GetString(),
                root.GetProperty("masked").GetString(),
                root.GetProperty("frames").GetInt32()));
        Assert.Equal("[4, 5, 40, 48]", root.GetProperty("shape").GetRawText());
        Assert.Contains(
            "source_objects", root.GetProperty("dropped").EnumerateArray().Select(static part => part.GetProperty("part").GetString()));
        Assert.Contains(
            "masked_pixels", root.GetProperty("kept").EnumerateArray().Select(static part => part.GetProperty("part").GetString()));
        Assert.Equal(
            ["a.npy", "a.npy.ronchi.json"],
            root.GetProperty("files").EnumerateArray().Select(static file => Path.GetFileName(file.GetProperty("path").GetString())));
        Assert.Equal(new FileInfo(_folder.File("a.npy")).Length, root.GetProperty("files")[0].GetProperty("bytes").GetInt64());

        var text = RonchiProgram.Run(_folder.Path, "convert", "a_master.h5", "b_master.h5");
        Assert.Contains("wrote b_master.h5 (", text.Output, StringComparison.Ordinal);
        Assert.Contains("wrote b_data_000001.h5 (", text.Output, StringComparison.Ordinal);
        Assert.Contains("wrote b.h5 (", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Recording_SaysWhatItWrote()
    {
        Assert.Equal(
            0,
            RonchiProgram.Run(_folder.Path, "simulate", "quick", "a_master.h5", "--scan-shape", "4x5", "--frame-shape", "40x48").ExitCode);

        var program = RonchiProgram.Run(_folder.Path, "run", "record", "a_master.h5", "--file", "r.npy", "--masked", "keep");

        Assert.Equal(0, program.ExitCode);
        Assert.Contains("wrote r.npy", program.Output, StringComparison.Ordinal);
        Assert.Contains("dropped: ", program.Errors, StringComparison.Ordinal);
        Assert.Equal(
            RonchiProgram.Run(_folder.Path, "run", "sum", "a_master.h5").Output.Split('\n')[2],
            RonchiProgram.Run(_folder.Path, "run", "sum", "r.npy").Output.Split('\n')[2]);
    }

    [Fact]
    public void ResultInThePlaceOfAScan_IsNotDescribedByWhatLayBesideIt()
    {
        Assert.Equal(
            0, RonchiProgram.Run(_folder.Path, "simulate", "quick", "data.npy", "--scan-shape", "4x5", "--frame-shape", "40x48").ExitCode);
        File.Copy(_folder.File("data.npy"), _folder.File("scan.npy"));
        File.WriteAllText(_folder.File("scan.npy.ronchi.json"), """{"voltage":200}""");
        var program = RonchiProgram.Run(_folder.Path, "run", "pick", "data.npy", "-o", "scan.npy", "--force");
        Assert.Equal(0, program.ExitCode);
        Assert.Contains("removed scan.npy.ronchi.json", program.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("scan.npy.ronchi.json")));
    }

    [Fact]
    public void FileThatIsThere_IsNotReplaced()
    {
        Assert.Equal(
            0, RonchiProgram.Run(_folder.Path, "simulate", "quick", "a.npy", "--scan-shape", "4x5", "--frame-shape", "40x48").ExitCode);
        File.WriteAllText(_folder.File("b.npy.ronchi.json"), "{}");

        var program = RonchiProgram.Run(_folder.Path, "convert", "a.npy", "b.npy");
        Assert.Equal(1, program.ExitCode);
        Assert.Contains("b.npy.ronchi.json: already exists", program.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("not written", program.Errors, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(_folder.File("b.npy.ronchi.json")));
        Assert.False(File.Exists(_folder.File("b.npy")));
        Assert.Equal(2, RonchiProgram.Run(_folder.Path, "convert", "a.npy", "c.npy", "--masked", "some").ExitCode);
    }

    private string Metadata(string path)
    {
        using var json = JsonDocument.Parse(RonchiProgram.Run(_folder.Path, "info", "--json", path).Output);
        return string.Join(
            '\n',
            json.RootElement.GetProperty("metadata").EnumerateObject()
                .Select(static fact => $"{fact.Name} = {fact.Value}")
                .Order(StringComparer.Ordinal));
    }
}
