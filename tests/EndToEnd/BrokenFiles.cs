using System.Text;
using Ronchi.Hdf5.Writing;
using Ronchi.Tests.Oracles;

namespace Ronchi.EndToEnd;

/// <summary>A demo scan, and beside it everything that can be wrong with files.</summary>
public sealed class BrokenFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BrokenFiles()
    {
        Demo = RonchiProgram.Run(_folder.Path, "demo", "--no-view");
        RonchiProgram.Run(_folder.Path, "run", "com-guess", "ronchi-demo/scan_master.h5", "-o", "result.npz");
        foreach (var name in (string[])["truncated-master", "truncated-data", "missing", "damaged", "folder.npy", "series", "kinds"])
            Directory.CreateDirectory(_folder.File(name));
        Copy("truncated-master", truncated: "scan_master.h5");
        Copy("truncated-data", truncated: "scan_data_000002.h5");
        Copy("missing", left: "scan_data_000002.h5");
        Copy("damaged");
        Damage(_folder.File("damaged/scan_data_000001.h5"));

        File.WriteAllText(_folder.File("text.h5"), "hello\n");
        File.WriteAllBytes(_folder.File("empty.h5"), []);
        File.WriteAllBytes(_folder.File("page.tif"), Tiff(pixelsAt: 8));
        File.WriteAllBytes(_folder.File("cut.tif"), Tiff(pixelsAt: 1000));
        File.WriteAllBytes(_folder.File("cut.png"), [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 5]);
        File.WriteAllText(_folder.File("uneven.txt"), string.Concat(Enumerable.Repeat("1 2 3\n", 1000)) + "1 2\n");
        File.WriteAllText(_folder.File("alone.rpl"), "width\t4\ndata-length\t1\ndata-type\tunsigned\nrecord-by\timage\n");
        File.WriteAllText(_folder.File("other.fits"), "SIMPLE  =                    T");
        File.WriteAllBytes(_folder.File("cut.dm3"), [0, 0, 0, 3, 0, 0, 0, 99, 0, 0, 0, 1, 1, 0, 0, 0, 0, 9]);
        File.WriteAllBytes(_folder.File("none.dm3"), [0, 0, 0, 3, 0, 0, 0, 6, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
        Npy("marked.npy", "<u2", "(2, 2, 4, 4)", 2 * 64);
        File.WriteAllText(_folder.File("marked.npy.ronchi.json"), "{\n  \"scanStp\": 0.2\n}\n");
        File.WriteAllBytes(_folder.File("scan.raw"), new byte[2 * 64]);
        File.WriteAllText(
            _folder.File("scan.raw.ronchi.json"),
            """{"carried": {"scanShape": [2, 2], "detectorShape": [4, 4], "dtype": "uint16", "axes": []}}""");
        Npy("half.npy", "<f2", "(4, 4, 8, 8)", 2 * 1024);
        Npy("no-frames.npy", "<u2", "(0, 4, 8, 8)", 0);
        Npy("cut.npy", "<u2", "(4, 4, 8, 8)", 100);
        Npy("float.npy", "<f4", "(2, 2, 4, 4)", 4 * 64);
        Npy("small.npy", "<f4", "(5, 5)", 100);
        Npy("complex.npy", "<c8", "(128, 128)", 8 * 128 * 128);
        Npy("nan.npy", "<f4", "(128, 128)", 4 * 128 * 128, [0, 0, 0xC0, 0x7F]);
        Npy("nan-shifts.npy", "<f4", "(128, 128, 2)", 8 * 128 * 128, [0, 0, 0xC0, 0x7F]);
        Npy("nowhere.npy", "|b1", "(128, 128)", 128 * 128);
        Npy("exists.npy", "|b1", "(1,)", 1);
        Npy("two-frames.npy", "<f4", "(2, 5, 5)", 200);
        foreach (var member in (string[])["series/a.npy", "series/b.npy", "series/c.npy"])
            Npy(member, "<u2", "(2, 2, 4, 4)", 2 * 64);
        Npy("other.npy", "<u2", "(2, 2, 4, 4)", 2 * 64);
        Npy("wide.npy", "<u8", "(2, 2, 2, 2)", 8 * 16, [.. Enumerable.Repeat((byte)0xFF, 16)]);
        File.WriteAllText(_folder.File("values.csv"), "1\n2\n");
        File.WriteAllText(_folder.File("words.csv"), "1\ntwo\n3\n");
        foreach (var name in (string[])["kinds/notes.txt", "kinds/table.csv"])
            File.WriteAllText(_folder.File(name), "");
        const string Description = "[params]\nfiletype = \"raw_csr\"\nnav_shape = [2, 2]\n";
        File.WriteAllText(_folder.File("no-shape.toml"), Description);
        File.WriteAllText(
            _folder.File("no-file.toml"),
            Description + "sig_shape = [4, 4]\n[raw_csr]\nindptr_file = \"nowhere\"\nindptr_dtype = \"<i8\"\n");
        File.WriteAllText(
            _folder.File("elsewhere.toml"),
            Description + "sig_shape = [4, 4]\n[raw_csr]\nindptr_file = \"../secret\"\nindptr_dtype = \"<i8\"\n");
        Zarr("damaged.zarr", "[1, 2, 4, 4]", "zlib");
        File.WriteAllBytes(_folder.File("damaged.zarr/a/0.0.0.0"), [1, 2, 3]);
        Zarr("described.zarr", "[0]", "zlib");
        Zarr("lzma.zarr", "[1, 2, 4, 4]", "lzma");
        File.WriteAllText(_folder.File("words.json"), "words\n");
        File.WriteAllText(_folder.File("unknown.json"), Pipeline("summ"));
        File.WriteAllText(_folder.File("sum.json"), Pipeline("sum"));
        File.WriteAllText(_folder.File("twice.json"), Pipeline("sum\", \"name\": \"b"));
        File.WriteAllText(
            _folder.File("later.json"), Pipeline("correct\", \"parameters\": {\"dark\": \"b\"}}, {\"name\": \"b\", \"operation\": \"sum"));
        File.WriteAllText(
            _folder.File("crop.json"),
            Pipeline("crop\", \"parameters\": {\"crop\": \"0,0,999,999\"}}, {\"name\": \"b\", \"of\": \"a\", \"operation\": \"sum"));
        File.WriteAllText(_folder.File("none.cs"), "class Nothing;\n");
        File.WriteAllText(_folder.File("two.cs"), Udf("A") + Udf("B"));
        File.WriteAllText(_folder.File("wrong.cs"), "class Wrong\n{\n    int Value() => nothing;\n    int Other() => \"text\";\n}\n");
        File.WriteAllText(_folder.File("date.cs"), Udf("Odd(DateTime when)"));
        File.WriteAllText(_folder.File("constructors.cs"), Udf("Odd", "public Odd() { } public Odd(int count) { }"));
        File.WriteAllText(_folder.File("parameters.cs"), Udf("Counted(int count = 3, Way way = Way.Up)") + "enum Way { Up, DownLeft }\n");
        File.WriteAllText(_folder.File("throws.cs"), Udf("Thrower", process: "throw new InvalidOperationException(\"on purpose\");"));
        File.WriteAllText(
            _folder.File("rows.cs"),
            Udf("Rows")
                .Replace(
                    "new(\"nothing\", ResultKind.Scan, ElementType.F32)",
                    "BufferDeclaration.OfVectors(\"rows\", ElementType.F32, new VectorColumn(\"a\"))",
                    StringComparison.Ordinal));
        File.WriteAllText(_folder.File("shadowed.cs"), Udf("Shadowed(int workers = 3)"));
        File.WriteAllText(
            _folder.File("refuses.cs"),
            Udf("Refuses")
                .Replace(
                    "=> [new",
                    "=> data.Shape.Scan.Rank > 1 ? throw new ArgumentException(\"on purpose\") : [new",
                    StringComparison.Ordinal));
        File.WriteAllText(
            _folder.File("unmade.cs"), Udf("Unmade", "public Unmade(int count = 3) => throw new ArgumentException(\"on purpose\");"));
        File.CreateSymbolicLink(_folder.File("loop.npy"), "pool.npy");
        File.CreateSymbolicLink(_folder.File("pool.npy"), "loop.npy");
        BrokenPlugins.Write(_folder.File);
        BrokenScans.Write(_folder.File);
        Hdf5("none.h5");
        Hdf5("two.h5", ("a", [4, 4, 8, 8]), ("b", [4, 4, 8, 8]));
    }

    /// <summary>The run that made the scan.</summary>
    public RonchiProgram Demo { get; }

    /// <summary>Folder of it all.</summary>
    public string Folder => _folder.Path;

    /// <summary>A UDF that computes nothing.</summary>
    private static string Pipeline(string operation) =>
        $"{{\"pipeline\": 1, \"signals\": [{{\"name\": \"a\", \"operation\": \"{operation}\"}}]}}";

    private static string Udf(string face, string members = "", string process = "") => $$"""
        class {{face}} : Udf, IFrameUdf
        {
            {{members}}
            public override string Name => "{{face.Split('(')[0].ToLowerInvariant()}}";
            public override IReadOnlyList<BufferDeclaration> Declare(DataDescription data) => [new("nothing", ResultKind.Scan, ElementType.F32)];
            public void ProcessFrame(in Tile frame, UdfTask task) { {{process}} }
        }

        """;

    /// <summary>All files with their lengths: to see that a run has left nothing.</summary>
    public string[] Listing() =>
        [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(static path => $"{path} {(File.Exists(path) ? new FileInfo(path).Length : -1)}")];

    public void Dispose() => _folder.Dispose();

    private static void Damage(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = 200_000;
        var bytes = new byte[300];   // inside one frame: which of several is met first would depend on the threads
        Array.Fill(bytes, (byte)0xFF);
        file.Write(bytes);
    }

    private void Copy(string folder, string truncated = "", string left = "")
    {
        foreach (var source in Directory.EnumerateFiles(_folder.File("ronchi-demo"), "*.h5"))
        {
            var name = Path.GetFileName(source);
            var target = Path.Combine(_folder.File(folder), name);
            if (name == left)
                continue;
            File.Copy(source, target);
            if (name == truncated)
            {
                using var file = new FileStream(target, FileMode.Open);
                file.SetLength(file.Length / 3);
            }
        }
    }

    private void Zarr(string name, string chunks, string codec)
    {
        Directory.CreateDirectory(_folder.File($"{name}/a"));
        File.WriteAllText(_folder.File($"{name}/.zgroup"), "{\"zarr_format\": 2}");
        File.WriteAllText(
            _folder.File($"{name}/a/.zarray"),
            $$"""{"shape": [2, 2, 4, 4], "chunks": {{chunks}}, "dtype": "<u2", "compressor": {"id": "{{codec}}"}, "fill_value": 0}""");
    }

    // A page of four pixels; places and lengths are small enough for a byte.
    private static byte[] Tiff(int pixelsAt)
    {
        (byte Tag, int Value)[] tags = [(0, 2), (1, 2), (2, 8), (17, pixelsAt), (22, 2), (23, 4)];   // from 256 on
        return
        [
            .. "II*\0"u8, 12, 0, 0, 0, 1, 2, 3, 4, (byte)tags.Length, 0,
            .. tags.SelectMany(static tag => (byte[])[tag.Tag, 1, 4, 0, 1, 0, 0, 0, (byte)tag.Value, (byte)(tag.Value >> 8), 0, 0]),
            0, 0, 0, 0,
        ];
    }

    private void Npy(string name, string descr, string shape, int bytes, byte[]? pattern = null)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n");
        var values = new byte[bytes];
        for (var i = 0; pattern is not null && i < bytes; i++)
            values[i] = pattern[i % pattern.Length];
        File.WriteAllBytes(_folder.File(name), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. values]);
    }

    private void Hdf5(string name, params (string Name, long[] Shape)[] datasets)
    {
        using var file = new Hdf5Writer(_folder.File(name));
        foreach (var (dataset, shape) in datasets)
            file.Root.Dataset<ushort>(dataset, shape, new ushort[shape.Aggregate(1L, static (product, length) => product * length)]);
        file.Complete();
    }
}
