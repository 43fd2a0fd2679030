using System.Globalization;
using System.Text.Json;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>Recorded files against the facts that other programs found in them.</summary>
public sealed class StoredStatisticsTests
{
    // What a file does not say itself.
    private static readonly Dictionary<string, string[]> Options = new(StringComparer.Ordinal)
    {
        ["synth_4x5_master.h5"] = ["--scan-shape", "4x5"],
    };

    // Of each folder so many, but of these all: the library reads every one (ExpectedFilesTests), here the program is tried.
    private const int FilesOfAFolder = 2;
    private static readonly string[] Whole = ["arina", "hdf5"];

    // Files that are read otherwise, or not; ExpectedFilesTests says why.
    private static readonly string[] Others =
    [
        "emd-berkeley/Acquisition_18.emd", "emd-berkeley/example_image.emd", "emd-berkeley/braggdisks_cali.h5",
        "emd-velox/", "nexus/debug.eln.nxs", "npy/test_rgba16.npz", "zarr-codecs/", "k2is/", "mrc/",
        "raw/", "seq/", "tiff/JEOL",
    ];

    public static TheoryData<string> Files
    {
        get
        {
            var files = new TheoryData<string>();
            if (!Directory.Exists(Folder("")))
                return [""];
            foreach (var family in Directory.EnumerateDirectories(Folder("")).Order(StringComparer.Ordinal))
            {
                var most = Whole.Contains(Path.GetFileName(family)) ? int.MaxValue : FilesOfAFolder;
                foreach (var path in Directory.EnumerateFiles(family, "*.expect.json", SearchOption.AllDirectories)
                    .Select(static path => Path.GetRelativePath(Folder(""), path))
                    .Where(static path => !Others.Any(other => path.StartsWith(other, StringComparison.Ordinal)))
                    .Order(StringComparer.Ordinal)
                    .Take(most))
                    files.Add(path);
            }

            if (!files.Any())
                files.Add("");
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Statistics_AreTheExpectedOnes(string file)
    {
        Assert.SkipUnless(file.Length > 0, $"There is no folder {Folder("")} (RONCHI_TESTDATA).");
        var path = Path.Combine(Folder(""), file);
        using var expected = JsonDocument.Parse(File.ReadAllText(path));
        var name = expected.RootElement.GetProperty("file").GetString()!;
        // A type of several colours is written as a list; a scan of one position may be part of the shape or not.
        var isOfColors = expected.RootElement.TryGetProperty("stacked_shape", out var stacked);
        var shape = isOfColors ? stacked : expected.RootElement.GetProperty("shape");
        var probes = isOfColors || shape[0].GetInt64() == 1 ? [] : expected.RootElement.GetProperty("probes").EnumerateArray()
            .Select(static probe => probe.EnumerateArray().ToArray()).ToArray();
        string[] asked = [.. probes.SelectMany(static probe => (string[])["--probe", string.Join(',', probe[..^1])])];
        using var folder = new TemporaryFolder();

        var program = RonchiProgram.Run(
            folder.Path,
            [
                "info", "--stats", "--json", Path.Combine(Path.GetDirectoryName(path)!, name),
                .. Options.GetValueOrDefault(name, []), .. asked]);

        Assert.Equal((0, ""), (program.ExitCode, program.Errors));
        using var found = JsonDocument.Parse(program.Output);
        foreach (var key in (string[])["file", "dtype", "sum", "min", "max", "nan_count", "sha256_c_order_le"])
        {
            if (expected.RootElement.TryGetProperty(key, out var value) && !(isOfColors && key == "dtype"))
                Same(value, found.RootElement.GetProperty(key), key);
        }

        Assert.Equal(Essential(shape), Essential(found.RootElement.GetProperty("shape")));
        if (probes.Length == 0)
            return;
        var shown = found.RootElement.GetProperty("probes").EnumerateArray()
            .ToDictionary(Index, static probe => probe[probe.GetArrayLength() - 1], StringComparer.Ordinal);
        foreach (var probe in expected.RootElement.GetProperty("probes").EnumerateArray())
            Same(probe[probe.GetArrayLength() - 1], shown[Index(probe)], $"probe {Index(probe)}");
    }

    private static IEnumerable<long> Essential(JsonElement shape) =>
        shape.EnumerateArray().Select(static length => length.GetInt64()).SkipWhile(static length => length == 1);

    private static string Index(JsonElement probe) => string.Join(',', probe.EnumerateArray().SkipLast(1));

    private static void Same(JsonElement expected, JsonElement found, string what)
    {
        // Integers must agree exactly; a floating-point sum depends on the order of its terms.
        if (expected.ValueKind == JsonValueKind.Number && expected.GetRawText().AsSpan().ContainsAny(".eE"))
        {
            var value = expected.GetDouble();
            Assert.True(
                Math.Abs(found.GetDouble() - value) <= 1e-9 * Math.Max(1, Math.Abs(value)),
                string.Create(CultureInfo.InvariantCulture, $"{what}: {found} instead of {value}"));
        }
        else if (expected.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(
                expected.EnumerateArray().Select(static item => item.GetInt64()),
                found.EnumerateArray().Select(static item => item.GetInt64()));
        }
        else
        {
            Assert.True(expected.ToString() == found.ToString(), $"{what}: {found} instead of {expected}");
        }
    }

    private static string Folder(string family) => Path.Combine(
        Environment.GetEnvironmentVariable("RONCHI_TESTDATA") ?? Path.Combine(RonchiProgram.Root, "..", "shared", "data"),
        "formats",
        family);
}
