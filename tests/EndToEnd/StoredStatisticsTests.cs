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

    private static readonly string[] Families = ["arina", "hdf5"];

    public static TheoryData<string> Files
    {
        get
        {
            var files = new TheoryData<string>();
            foreach (var family in Families.Where(static family => Directory.Exists(Folder(family))))
            {
                foreach (var path in Directory.EnumerateFiles(Folder(family), "*.expect.json").Order(StringComparer.Ordinal))
                    files.Add(Path.GetRelativePath(Folder(""), path));
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
        var probes = expected.RootElement.GetProperty("probes").EnumerateArray()
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
        foreach (var key in (string[])["file", "shape", "dtype", "sum", "min", "max", "nan_count", "sha256_c_order_le"])
        {
            if (expected.RootElement.TryGetProperty(key, out var value))
                Same(value, found.RootElement.GetProperty(key), key);
        }

        var shown = found.RootElement.GetProperty("probes").EnumerateArray()
            .ToDictionary(Index, static probe => probe[probe.GetArrayLength() - 1], StringComparer.Ordinal);
        foreach (var probe in expected.RootElement.GetProperty("probes").EnumerateArray())
            Same(probe[probe.GetArrayLength() - 1], shown[Index(probe)], $"probe {Index(probe)}");
    }

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
