using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Ronchi.Tests.Oracles;

/// <summary>Debian's Python with its packages: what other programs make of our files, and we of theirs.</summary>
/// <remarks>The packages belong to <c>/usr/bin/python3</c>; another <c>python3</c> may come first on PATH and lack them.</remarks>
public static class DebianPython
{
    private const string Interpreter = "/usr/bin/python3";
    private static readonly ConcurrentDictionary<string, bool> Present = new(StringComparer.Ordinal);

    /// <summary>Skips the test, naming what is missing, unless all modules can be imported.</summary>
    public static void Require(params string[] modules)
    {
        foreach (var module in modules)
        {
            Assert.SkipUnless(
                Present.GetOrAdd(module, static name => File.Exists(Interpreter) && Start($"import {name}", []).ExitCode == 0),
                $"{Interpreter} has no module '{module}' (./test installs it through apt, as root or with sudo).");
        }
    }

    /// <summary>Runs a script; a failure fails the test with what the script wrote.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string script, params string[] arguments)
    {
        var (exitCode, output, errors) = Start(script, arguments);
        Assert.True(exitCode == 0, $"Python failed ({exitCode}):\n{errors}\n{output}");
        return output;
    }

    private static (int ExitCode, string Output, string Errors) Start(string script, string[] arguments)
    {
        var start = new ProcessStartInfo(Interpreter)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
