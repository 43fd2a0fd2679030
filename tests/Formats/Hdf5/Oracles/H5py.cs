using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Ronchi.Tests.Hdf5.Oracles;

/// <summary>Runs the scripts beside this file with the distribution's Python, which has h5py.</summary>
internal static class H5py
{
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> MissingReason = new(FindMissing);

    /// <summary>Why h5py cannot be used, or null.</summary>
    public static string? Missing => MissingReason.Value;

    public static IReadOnlyList<JsonElement> Describe(params IEnumerable<string> files) => RunLines("describe.py", files);

    public static IReadOnlyList<JsonElement> RunLines(string script, params IEnumerable<string> arguments) =>
        [.. Run(script, arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public static string Run(string script, params IEnumerable<string> arguments)
    {
        var (code, output, errors) = Start([Path.Combine(Folders.Scripts, script), .. arguments]);
        Assert.True(code == 0, $"{script} ended with {code}: {errors}");
        return output;
    }

    private static string? FindMissing()
    {
        if (!File.Exists(Python))
            return $"{Python} is missing (Debian: apt install python3-h5py)";
        return Start(["-c", "import h5py"]).Code == 0 ? null : "h5py is missing (Debian: apt install python3-h5py)";
    }

    private static (int Code, string Output, string Errors) Start(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1", ["HDF5_USE_FILE_LOCKING"] = "FALSE" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
