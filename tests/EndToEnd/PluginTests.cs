using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>The program with the sample of a plug-in.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PluginTests() =>
        File.WriteAllText(_folder.File("scan.txt"), "frames-as-text\n2 3 2 2\n" + string.Join(' ', Enumerable.Range(1, 24)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plugin_IsUsedByEveryCommand()
    {
        var info = Run("info", "scan.txt", "--plugins", BrokenPlugins.Built);
        var help = Run("run", "--help", "--plugins", BrokenPlugins.Built);
        var run = Run(
            "run", "bright-pixels", "scan.txt", "--threshold", "10", "--executor", "background", $"--plugins={BrokenPlugins.Built}");
        File.WriteAllText(_folder.File("dark.txt"), "frames-as-text\n1 1 2 2\n1 1 1 1");
        var dark = Run("run", "bright-pixels", "scan.txt", "--threshold", "10", "--dark", "dark.txt", "--plugins", BrokenPlugins.Built);
        var converted = Run("convert", "scan.txt", "scan.npy", "--plugins", BrokenPlugins.Built);

        Assert.Contains("frames as text", info.Output, StringComparison.Ordinal);
        Assert.Contains("Counts the bright pixels of each frame. [plug-in SamplePlugin]", help.Output, StringComparison.Ordinal);
        Assert.Contains("bright: 2×3 int32, min 0, max 4, mean 2.5", run.Output, StringComparison.Ordinal);
        Assert.Contains("max 4, mean 2.333333", dark.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 0), (info.ExitCode, help.ExitCode, run.ExitCode, converted.ExitCode));
        Assert.Contains("2×3 (6 frames)", Run("info", "scan.npy").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionOfAFormat_IsOneOfEveryCommandThatOpensData()
    {
        File.WriteAllText(_folder.File("commas.txt"), "frames-as-text\n2 3 2 2\n" + string.Join(',', Enumerable.Range(1, 24)));
        var help = Run("info", "--help", "--plugins", BrokenPlugins.Built);
        var run = Run(
            "run", "bright-pixels", "commas.txt", "--threshold", "10", "--separator", "comma", "-o", "bright.npz",
            "--plugins", BrokenPlugins.Built);
        var again = Run("info", "bright.npz", "--plugins", BrokenPlugins.Built);
        var untold = Run("info", "commas.txt", "--plugins", BrokenPlugins.Built);
        Run("convert", "scan.txt", "scan.npy", "--plugins", BrokenPlugins.Built);
        var other = Run("info", "scan.npy", "--separator", "comma", "--plugins", BrokenPlugins.Built);

        Assert.Contains("What stands between the counts of a frame in text (default: space)", help.Output, StringComparison.Ordinal);
        Assert.Contains("bright: 2×3 int32, min 0, max 4, mean 2.5", run.Output, StringComparison.Ordinal);
        Assert.Contains(""" "separator":"comma" """.Trim(), again.Output, StringComparison.Ordinal);
        Assert.Contains("is not a number of counts", untold.Errors, StringComparison.Ordinal);
        Assert.Contains("an option of the format 'frames as text' is given, but", other.Errors, StringComparison.Ordinal);
        Assert.Equal((1, 2), (untold.ExitCode, other.ExitCode));
    }

    [Fact]
    public void FrameOperation_IsAStepOfPipelines()
    {
        File.WriteAllText(_folder.File("limited.json"), """
            {
              "pipeline": 1,
              "signals": [
                {"name": "limited", "operation": "limit-counts", "parameters": {"most": 12}},
                {"name": "bright", "of": "limited", "operation": "bright-pixels", "parameters": {"threshold": 12}}
              ],
              "outputs": [{"signal": "limited", "file": "{name}-limited.npy"}, {"signal": "bright", "file": "{name}-bright.npy"}]
            }
            """);
        var run = Run("run", "limited.json", "scan.txt", "-o", "out", "--plugins", BrokenPlugins.Built);

        Assert.True(run.ExitCode == 0, run.Errors);
        var values = MemoryMarshal.Cast<byte, ushort>(
            File.ReadAllBytes(_folder.File("out/scan-limited.npy")).AsSpan()[^(24 * sizeof(ushort))..]);
        Assert.Equal(Enumerable.Range(1, 24).Select(static count => (ushort)Math.Min(count, 12)), values.ToArray());
        var bright = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(_folder.File("out/scan-bright.npy")).AsSpan()[^(6 * sizeof(int))..]);
        Assert.Equal([0, 0, 1, 4, 4, 4], bright.ToArray());
    }

    [Fact]
    public void Variable_NamesFolders_AndTheOptionTakesItsPlace()
    {
        string[] command = ["/usr/bin/env", $"RONCHI_PLUGINS=:{BrokenPlugins.Built}:"];
        var found = RonchiProgram.RunBelow(command, _folder.Path, "info", "scan.txt");
        Directory.CreateDirectory(_folder.File("none"));
        var none = RonchiProgram.RunBelow(command, _folder.Path, "info", "scan.txt", "--plugins", "none");

        Assert.Contains("frames as text", found.Output, StringComparison.Ordinal);
        Assert.Contains("unsupported file format", none.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void WorkingFolder_IsNotSearched()
    {
        Directory.CreateDirectory(_folder.File("plugins/SamplePlugin"));
        foreach (var place in (string[])["SamplePlugin.dll", "plugins/SamplePlugin/SamplePlugin.dll"])
            File.Copy(Path.Combine(BrokenPlugins.Built, "SamplePlugin", "SamplePlugin.dll"), _folder.File(place));

        Assert.Contains("unsupported file format", Run("info", "scan.txt").Errors, StringComparison.Ordinal);
        Assert.Contains(
            "unsupported file format",
            RonchiProgram.RunBelow(["/usr/bin/env", "RONCHI_PLUGINS="], _folder.Path, "info", "scan.txt").Errors,
            StringComparison.Ordinal);
    }

    private RonchiProgram Run(params string[] arguments) => RonchiProgram.Run(_folder.Path, arguments);
}
