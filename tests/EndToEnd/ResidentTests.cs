using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>Data in memory, from the command line.</summary>
public sealed class ResidentTests(DemoScan demo) : IClassFixture<DemoScan>
{
    [Theory]
    [InlineData()]
    [InlineData("blocks")]
    [InlineData("compressed")]
    [InlineData("sparse")]
    [InlineData("partial")]
    public void Images_AreThoseOfTheFile(params string[] form)
    {
        var name = form.Length == 0 ? "auto" : form[0];
        string[] run = ["run", "virtual-image", "scan_master.h5", "--detector", "bf", "--detector", "dpc=segments:64,62,0,6,1,4"];
        Assert.Equal(0, RonchiProgram.Run(demo.Folder, [.. run, "-o", "file.npz", "--force"]).ExitCode);

        var program = RonchiProgram.Run(
            demo.Folder, [.. run, "--resident", .. form, "--memory", name == "partial" ? "100MB" : "600MB", "--json", "-o", $"{name}.npz"]);

        Assert.Equal(0, program.ExitCode);
        Assert.Equal(Entries(demo.File("file.npz")), Entries(demo.File($"{name}.npz")));
        using var said = JsonDocument.Parse(program.Output);
        var resident = said.RootElement.GetProperty("resident");
        Assert.Equal(form.Length == 0 ? "blocks" : name, resident.GetProperty("form").GetString());
        Assert.InRange(resident.GetProperty("bytes_used").GetInt64(), 1, 600_000_000);
        Assert.Contains($"in memory as {resident.GetProperty("form").GetString()}", program.Errors, StringComparison.Ordinal);
    }

    // All but the options, of which one says where the data were.
    private static List<(string Name, string Bytes)> Entries(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        var entries = new List<(string Name, string Bytes)>();
        foreach (var entry in zip.Entries.Where(static entry => entry.FullName != "parameters.npy"))
        {
            using var bytes = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(bytes);
            entries.Add((entry.FullName, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes.ToArray()))));
        }

        return entries;
    }

    [Fact]
    public void LittleMemory_BinsTheDetector_AndSaysWhy()
    {
        var program = RonchiProgram.Run(
            demo.Folder, "run", "sum", "scan_master.h5", "--det-bin", "auto", "--memory", "100MB", "--resident", "--json");

        Assert.Equal(0, program.ExitCode);
        Assert.Contains("--det-bin auto: 4, ", program.Errors, StringComparison.Ordinal);
        using var said = JsonDocument.Parse(program.Output);
        Assert.Equal(
            "[32,32]",
            said.RootElement.GetProperty("results")[0]
                .GetProperty("shape")
                .GetRawText()
                .Replace(" ", "", StringComparison.Ordinal)
                .Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Info_SaysWhatItWouldTake()
    {
        using var said = JsonDocument.Parse(RonchiProgram.Run(demo.Folder, "info", "scan_master.h5", "--json").Output);
        var shape = said.RootElement.GetProperty("shape").EnumerateArray().Select(static length => length.GetInt64()).ToArray();
        var memory = said.RootElement.GetProperty("memory").EnumerateArray().ToList();
        Assert.Equal(8, memory.Count);
        Assert.Equal(2 * shape.Aggregate(1L, static (a, b) => a * b), memory[0].GetProperty("bytes").GetInt64());
        Assert.Contains("memory limit for data", RonchiProgram.Run(demo.Folder, "info", "scan_master.h5").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ASeries_IsOneScanWithAnAxisMore()
    {
        var folder = Directory.CreateDirectory(demo.File("series")).FullName;
        for (var member = 1; member <= 3; member++)
            Assert.Equal(
                0,
                RonchiProgram.Run(
                    folder, "simulate", "quick", $"scan_{member}_master.h5", "--scan-shape",
                    "6x7", "--frame-shape", "32x32", "--seed", $"{member}").ExitCode);
        File.WriteAllText(demo.File("tilts.csv"), "tilt (deg)\n-5\n0\n5\n");

        using var said = JsonDocument.Parse(
            RonchiProgram.Run(demo.Folder, "info", "series", "--series-values", "tilts.csv", "--json").Output);
        Assert.Equal([3, 6, 7], said.RootElement.GetProperty("scan_shape").EnumerateArray().Select(static length => length.GetInt32()));
        var program = RonchiProgram.Run(demo.Folder, "run", "sum", "series/scan_*_master.h5", "--resident", "--json");
        Assert.Equal(0, program.ExitCode);
        using var sum = JsonDocument.Parse(program.Output);
        Assert.Equal(3 * 6 * 7, sum.RootElement.GetProperty("frames").GetInt32());
    }

    [Fact]
    public void Bench_MeasuresAScan()
    {
        var program = RonchiProgram.Run(demo.Folder, "bench", "--shape", "16x16x32x32");
        Assert.Equal((0, ""), (program.ExitCode, program.Errors));
        foreach (var line in new[] { "held as", "frame ", "pattern of 16×16 positions", "bright field, ", "annulus, ", "moved by a pixel" })
            Assert.Contains(line, program.Output, StringComparison.Ordinal);
    }
}
