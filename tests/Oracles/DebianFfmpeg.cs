using System.Diagnostics;
using Xunit;

namespace Ronchi.Tests.Oracles;

/// <summary>Debian's FFmpeg: videos of other programs, and what it reads in them.</summary>
public static class DebianFfmpeg
{
    private const string Program = "/usr/bin/ffmpeg";

    /// <summary>Skips the test where it is not there.</summary>
    public static void Require() =>
        Assert.SkipUnless(File.Exists(Program), $"{Program} is missing (./test installs it through apt, as root or with sudo).");

    /// <summary>Runs it; a failure fails the test with what it wrote.</summary>
    public static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["-nostdin", "-v", "error", "-y", .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ffmpeg failed ({process.ExitCode}):\n{errors}");
    }
}
