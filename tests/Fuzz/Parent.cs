using System.Diagnostics;
using System.Globalization;

namespace Ronchi.Fuzz;

/// <summary>Runs children and watches them: one that dies or stands still is a fault, named by what reproduces it.</summary>
internal static class Parent
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs all iterations, a share in each of as many children as there are cores.</summary>
    public static int Run(FuzzOptions options)
    {
        var children = (int)Math.Clamp(Math.Min(Environment.ProcessorCount, options.Iterations), 1, 16);
        var share = (options.Iterations + children - 1) / children;
        var clock = Stopwatch.StartNew();
        var faults = new string?[children];
        Parallel.For(0, children, new ParallelOptions { MaxDegreeOfParallelism = children }, child =>
        {
            var first = options.First + (child * share);
            var iterations = Math.Min(share, options.First + options.Iterations - first);
            faults[child] = iterations > 0 ? Watch(options with { First = first, Iterations = iterations }) : null;
        });
        foreach (var fault in faults.OfType<string>())
            Console.Error.WriteLine(fault);
        if (Array.Exists(faults, static fault => fault is not null))
            return 1;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Target}: {options.Iterations} iterations from {options.First} with seed {options.Seed} in "
            + $"{clock.Elapsed.TotalSeconds:0.0} s, no fault"));
        return 0;
    }

    private static string? Watch(FuzzOptions options)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var progress = new Progress(path);
            using var process = Start(options with { ProgressPath = path });
            var errors = process.StandardError.ReadToEndAsync();
            var last = long.MinValue;
            var since = Stopwatch.StartNew();
            while (!process.WaitForExit(s_look))
            {
                if (progress.Iteration != last)
                {
                    last = progress.Iteration;
                    since.Restart();
                }
                else if (since.Elapsed > s_patience)
                {
                    process.Kill();
                    process.WaitForExit();
                    return Fault(options, last, string.Create(CultureInfo.InvariantCulture, $"took more than {s_patience.TotalSeconds} s"));
                }
            }

            return process.ExitCode == 0
                ? null
                : Fault(
                    options, progress.Iteration, $"ended the process with {process.ExitCode}: {errors.GetAwaiter().GetResult().Trim()}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Process Start(FuzzOptions options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardError = true };
        // No crash dumps: hundreds of megabytes for a fault that its seed reproduces.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        // Whoever wants more memory than this for a small file was talked into it.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x20000000";
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(Parent).Assembly.Location);
        foreach (var argument in options.ChildArguments())
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string Fault(FuzzOptions options, long iteration, string what) => iteration < 0
        ? $"{options.Target}: input {-1 - iteration} of the corpus {what}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Target}: seed {options.Seed}, iteration {iteration} {what}\nreproduce: dotnet "
            + $"tests/Fuzz/bin/Release/net10.0/Ronchi.Fuzz.dll {options.Target} --seed {options.Seed} --first "
            + $"{iteration} --iterations 1 --save input.bin");
}
