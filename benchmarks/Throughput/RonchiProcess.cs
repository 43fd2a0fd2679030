using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ronchi.Throughput;

/// <summary>Runs the program as users do, whole: start, open, run, write, end.</summary>
internal static partial class RonchiProcess
{
    private const int Children = -1;

    private static readonly Lazy<string> s_executable = new(Find);

    /// <summary>The program.</summary>
    public static string Executable => s_executable.Value;

    /// <summary>The folder that holds everything.</summary>
    public static string Repository => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Executable)!, "..", ".."));

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Run(params string[] arguments)
    {
        using var process = Start(arguments);
        process.WaitForExit();
        Check(process, arguments);
    }

    /// <summary>Runs an analysis to its end.</summary>
    /// <returns>Seconds of the run itself, without start and compilation, as its summary says.</returns>
    public static double RunSeconds(params string[] arguments)
    {
        using var process = Start([.. arguments, "--json"]);
        using var summary = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Check(process, arguments);
        return summary.RootElement.GetProperty("seconds").GetDouble();
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
                string? line = File.ReadLines($"/proc/{process.Id}/status")
                    .FirstOrDefault(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
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

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Seconds that all its threads spent on processors.</returns>
    public static double ProcessorSeconds(params string[] arguments)
    {
        double before = ChildSeconds();
        Run(arguments);
        return ChildSeconds() - before;
    }

    // User and system time of all children that have ended: struct rusage begins with two timevals.
    private static double ChildSeconds()
    {
        Span<long> usage = stackalloc long[32];
        return GetResourceUsage(Children, usage) == 0
            ? usage[0] + usage[2] + ((usage[1] + usage[3]) * 1e-6)
            : throw new InvalidOperationException("getrusage failed.");
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, Span<long> usage);

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo(Executable, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

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
            return File.Exists(published)
                ? published
                : throw new InvalidOperationException("Run ./ronchi once first: it builds the program that this suite measures.");
        }

        throw new InvalidOperationException("This suite runs inside the repository.");
    }
}
