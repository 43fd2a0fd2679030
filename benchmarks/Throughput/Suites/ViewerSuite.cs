using System.Diagnostics;
using System.Text.Json;
using Ronchi.Sources.Dectris;

namespace Ronchi.Throughput.Suites;

/// <summary>
/// How the page feels: from a pointer's move to the picture, in a headless Chromium with software rendering, server and browser on the same
/// processors (viewer/bench/feel.mjs).
/// </summary>
internal static class ViewerSuite
{
    public static void Run(SuiteRun suite)
    {
        string? chromium = new[] { Environment.GetEnvironmentVariable("RONCHI_CHROMIUM"), "/usr/bin/chromium" }
            .FirstOrDefault(static path => path is not null && File.Exists(path));
        string script = Path.Combine(RonchiProcess.Repository, "viewer", "bench", "feel.mjs");
        if (chromium is null)
        {
            Console.Error.WriteLine("viewer: there is no Chromium here; nothing was measured.");
            return;
        }

        bool isFull = suite.Size == SuiteSize.Full;
        using var scan = new ArinaScan(isFull ? 256 : 64, 60);
        using var large = isFull && suite.Wants("open-1gb") ? new ArinaScan(320, 60) : null;
        string series = scan.Beside("series.h5");
        if (suite.Wants("play-5d"))
            RonchiProcess.Run("simulate", "dpc", series, "--series", isFull ? "20" : "6", "--scan-shape", isFull ? "128x128" : "32x32");
        if (large is not null)
        {
            var bytes = Directory.EnumerateFiles(Path.GetDirectoryName(large.Master)!).Sum(static file => new FileInfo(file).Length);
            Console.Error.WriteLine($"viewer: open-1gb reads {bytes / 1e9:0.00} GB");
        }

        var settings = new Dictionary<string, object?>
        {
            ["ronchi"] = RonchiProcess.Executable,
            ["master"] = scan.Master,
            ["large"] = large?.Master,
            ["series"] = suite.Wants("play-5d") ? series : null,
            ["steps"] = isFull ? 240 : 24,
            ["soak"] = Environment.GetEnvironmentVariable("RONCHI_SOAK_SECONDS") is { } seconds
                ? int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)
                : isFull
                ? 60
                : 6,
            ["only"] = suite.Only,
        };
        using var process = Process.Start(new ProcessStartInfo("node", [script, JsonSerializer.Serialize(settings)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using var metric = JsonDocument.Parse(line);
            var root = metric.RootElement;
            suite.Record(
                root.GetProperty("name").GetString()!,
                root.GetProperty("value").GetDouble(),
                root.GetProperty("unit").GetString()!,
                root.GetProperty("better").GetString() == "lower" ? Better.Lower : Better.Higher,
                isFull && root.GetProperty("target").ValueKind == JsonValueKind.Number ? root.GetProperty("target").GetDouble() : null);
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"viewer/bench/feel.mjs ended with {process.ExitCode}.");
    }
}
