using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>What people type, mistype and pipe.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommandLineTests(BrokenFiles files) : IClassFixture<BrokenFiles>
{
    private const string Scan = "ronchi-demo/scan_master.h5";

    [Theory]
    [InlineData("run smu x.h5", "there is no analysis 'smu'. Did you mean 'sum'?")]
    [InlineData("run virtual x.h5", "Did you mean 'virtual-image'?")]
    [InlineData("run banana x.h5", "there is no analysis 'banana'. Available: virtual-image,")]
    [InlineData("infos x.h5", "there is no command 'infos'. Did you mean 'info'?")]
    [InlineData("run com x.h5 --radios 3", "'ronchi run com' has no option --radios. Did you mean --radius?")]
    public void MistypedName_GetsASuggestion(string line, string sentence)
    {
        var program = RonchiProgram.Run(files.Folder, line.Split(' '));
        Assert.Equal(2, program.ExitCode);
        Assert.Contains(sentence, program.Errors, StringComparison.Ordinal);
        Assert.Single(program.Errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("run sum other.npy --repair masked", "note: --repair masked changes nothing: no pixel is masked.")]
    [InlineData(
        "convert other.npy kept.npy --masked zero --force",
        "note: --masked zero changes nothing: no pixel is masked, no value means no data, and every position was recorded.")]
    [InlineData(
        "convert float.npy kept.npy --masked fill=2 --force",
        "note: --masked fill=2 changes nothing: no pixel is masked, no value means no data, and every position was recorded; NaN is a "
        + "value like others, and --pixel-mask masks pixels.")]
    public void OptionThatFindsNothingToDo_IsTold(string line, string note)
    {
        var program = RonchiProgram.Run(files.Folder, line.Split(' '));
        Assert.Equal(0, program.ExitCode);
        Assert.Equal(note, program.Errors.Trim());
        // the values stay what they are
        Assert.DoesNotContain("float32", line.StartsWith("run", StringComparison.Ordinal) ? program.Output : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500KB")]
    [InlineData("512 KiB")]
    [InlineData("0.5gib")]
    [InlineData("1e9", false)]
    [InlineData("-1GB", false)]
    [InlineData("0", false)]
    [InlineData("4XB", false)]
    [InlineData("1000000")]
    public void Memory_TakesEveryUsualUnit(string size, bool isGood = true)
    {
        var program = RonchiProgram.Run(files.Folder, "info", Scan, "--det-bin", "auto", "--memory", size);
        Assert.Equal(isGood ? 0 : 2, program.ExitCode);
        if (!isGood)
            Assert.Contains($"--memory: '{size}' is not a size", program.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardOutput_TakesOneResult_AndTheSummaryStaysOutOfTheWay()
    {
        var folder = files.Folder;
        Assert.Equal(0, RonchiProgram.Run(folder, "run", "sum", Scan, "-o", "piped.npy", "--force").ExitCode);
        var (code, bytes, errors) = Shell(folder, $"'{RonchiProgram.Executable}' run sum {Scan} -o -");
        Assert.Equal(0, code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "piped.npy")), bytes);
        Assert.Contains("intensity", errors, StringComparison.Ordinal);

        (code, bytes, errors) = Shell(folder, $"'{RonchiProgram.Executable}' run com {Scan} -o -");
        Assert.Equal((2, 0), (code, bytes.Length));
        Assert.Contains("choose one with --result NAME", errors, StringComparison.Ordinal);
        (code, bytes, errors) = Shell(folder, $"'{RonchiProgram.Executable}' run sum {Scan} -o - --json");
        Assert.Equal((2, 0), (code, bytes.Length));
        Assert.Contains("leave --json out", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ClosedStandardOutput_IsNamed()
    {
        var (code, _, errors) = Shell(files.Folder, $"'{RonchiProgram.Executable}' info {Scan} >&-");
        Assert.Equal(1, code);
        Assert.Contains("cannot write to standard output", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/x.npy")]
    [InlineData("/proc/x.npz")]
    public void FolderThatTakesNoFile_IsNamedWithoutInternalNames(string path)
    {
        var program = RonchiProgram.Run(files.Folder, "run", "sum", Scan, "-o", path);
        Assert.Equal(1, program.ExitCode);
        Assert.Contains(path, program.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", program.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void CentreBesideTheDetector_IsSaid()
    {
        var program = RonchiProgram.Run(files.Folder, "run", "com", Scan, "--center", "1e9,1e9", "--json");
        Assert.Equal(0, program.ExitCode);
        Assert.Contains("--center 1000000000,1000000000 lies outside the detector of ", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ClosedTerminal_CancelsAndLeavesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("ronchi-hangup-").FullName;
        try
        {
            var start = new ProcessStartInfo(RonchiProgram.Executable)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var argument in new[] { "simulate", "strain", "big_master.h5", "--scan-shape", "400x400", "--dose", "500" })
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var clock = Stopwatch.StartNew();
            while (!process.HasExited && !Directory.EnumerateFileSystemEntries(folder).Any() && clock.Elapsed < TimeSpan.FromMinutes(5))
                Thread.Sleep(20);
            using (var kill = Process.Start("/bin/kill", ["-s", "HUP", process.Id.ToString(CultureInfo.InvariantCulture)]))
                kill.WaitForExit();
            var errors = process.StandardError.ReadToEnd();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)));
            Assert.Equal(130, process.ExitCode);
            Assert.Contains("cancelled; nothing was written", errors, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Code, byte[] Output, string Errors) Shell(string folder, string line)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", line])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), errors.Result);
    }
}
