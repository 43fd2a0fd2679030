using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>
/// Mutated inputs in child processes: one that dies or stands still fails the test, which names the seed and the iteration.
/// </summary>
public sealed class FuzzTests
{
    private const ulong Seed = 20261120;

    // bin/Release/net10.0 of one test project lies beside that of the other.
    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "..",
        "..",
        "Fuzz",
        "bin",
        Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!,
        "net10.0",
        "Ronchi.Fuzz.dll"));

    // Files of each format, opened as a user opens them.
    [Theory]
    [InlineData("arina")]
    [InlineData("blo")]
    [InlineData("dm")]
    [InlineData("emd-berkeley")]
    [InlineData("emd-velox")]
    [InlineData("empad")]
    [InlineData("hspy")]
    [InlineData("image-sequence")]
    [InlineData("mib")]
    [InlineData("mrc")]
    [InlineData("nexus")]
    [InlineData("npy")]
    [InlineData("prz")]
    [InlineData("seq")]
    [InlineData("ser")]
    [InlineData("tiff")]
    [InlineData("tvips")]
    [InlineData("zspy")]
    public Task MutatedFiles_AreReadOrRefusedInWords(string format) => MutatedInputs_NeitherCrashNorHang(format, 5_000);

    [Theory]
    [InlineData("blosc", 3_000_000)]
    [InlineData("codecs", 10_000_000)]
    [InlineData("hdf5", 500_000)]
    public async Task MutatedInputs_NeitherCrashNorHang(string target, int iterations)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guard pages are made with mmap.");
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            Program, target, "--seed", Seed.ToString(CultureInfo.InvariantCulture),
            "--iterations", iterations.ToString(CultureInfo.InvariantCulture)
        })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors + await output);
    }
}
