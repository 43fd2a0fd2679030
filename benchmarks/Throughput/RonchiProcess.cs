using System.Diagnostics;
using System.Globalization;

namespace Ronchi.Throughput;

/// <summary>Runs the program as users do, whole: start, open, run, write, end.</summary>
internal static class RonchiProcess
{
    private static readonly string s_executable = Find();

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.WaitForExit();
        Check(process, arguments);
    }

    /// <summary>Runs a command and watches its anonymous memory.</summary>
    /// <returns>The most that was seen, in MB of 10⁶ bytes.</returns>
    public static double PeakAnonymousMegabytes(params string[] arguments)
    {
        using var process = Start(arguments);
        long peak = 0;
        while (!process.WaitForExit(2))
        {
            try
            {
                string? line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
                if (line is not null)
                    peak = Math.Max(peak, long.Parse(line.AsSpan(8).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It ended between the two looks.
            }
        }
        Check(process, arguments);
        return peak * 1024 / 1e6;
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo(s_executable, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static void Check(Process process, string[] arguments)
    {
        string error = process.StandardError.ReadToEnd();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ronchi {string.Join(' ', arguments)}: exit code {process.ExitCode}: {error}");
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Ronchi.slnx")))
                continue;
            string published = Path.Combine(folder.FullName, "artifacts", "cli", "ronchi");
            return File.Exists(published) ? published : throw new InvalidOperationException("Run ./ronchi once first: it builds the program that this suite measures.");
        }

        throw new InvalidOperationException("This suite runs inside the repository.");
    }
}
