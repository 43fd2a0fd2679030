using System.Diagnostics;
using System.Globalization;

namespace Ronchi.EndToEnd;

/// <summary>The program as users run it: <c>./ronchi</c> at the root of the tree, in a process of its own.</summary>
public sealed class RonchiProgram
{
    // A hang is found by it, not a slow machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private RonchiProgram(int exitCode, string output, string errors)
    {
        ExitCode = exitCode;
        Output = output;
        Errors = errors;
    }

    /// <summary>Root of the tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What is run: <c>./ronchi</c>, or what the variable RONCHI names (a build that is there already).</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("RONCHI") is { Length: > 0 } named
        ? named
        : Path.Combine(Root, "ronchi");

    public int ExitCode { get; }

    /// <summary>What it wrote to stdout.</summary>
    public string Output { get; }

    /// <summary>What it wrote to stderr.</summary>
    public string Errors { get; }

    /// <summary>Runs the program.</summary>
    public static RonchiProgram Run(string folder, params string[] arguments) => Finish(Start(folder, [Executable, .. arguments]));

    /// <summary>Runs it below another command, which gets the program and its arguments as its last arguments.</summary>
    public static RonchiProgram RunBelow(string[] command, string folder, params string[] arguments) =>
        Finish(Start(folder, [.. command, Executable, .. arguments]));

    /// <summary>Runs a copy of it.</summary>
    /// <param name="assembly">The copy's <c>ronchi.dll</c>.</param>
    /// <param name="folder">Where.</param>
    /// <param name="arguments">Its arguments.</param>
    public static RonchiProgram RunCopy(string assembly, string folder, params string[] arguments) =>
        Finish(Start(folder, ["dotnet", assembly, .. arguments]));

    /// <summary>Runs it, and presses Ctrl-C once <paramref name="isUnderWay"/> says so.</summary>
    public static RonchiProgram RunAndInterrupt(string folder, Func<Process, bool> isUnderWay, params string[] arguments) =>
        RunAndSend("INT", folder, isUnderWay, arguments);

    /// <summary>Runs it, and ends it without a chance to clean up.</summary>
    public static RonchiProgram RunAndKill(string folder, Func<Process, bool> isUnderWay, params string[] arguments) =>
        RunAndSend("KILL", folder, isUnderWay, arguments);

    private static RonchiProgram RunAndSend(string signal, string folder, Func<Process, bool> isUnderWay, string[] arguments)
    {
        var process = Start(folder, [Executable, .. arguments]);
        var clock = Stopwatch.StartNew();
        try
        {
            while (!process.HasExited && !isUnderWay(process) && clock.Elapsed < Patience)
                Thread.Sleep(5);
        }
        catch (InvalidOperationException)
        {
            // It ended just before it was asked how far it is.
        }

        if (!process.HasExited)
        {
            using var kill = Process.Start("/bin/kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        return Finish(process);
    }

    private static Process Start(string folder, string[] command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.StandardInput.Close();
        return process;
    }

    private static RonchiProgram Finish(Process process)
    {
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"The program ran longer than {Patience}.");
            }

            // A build that had to come first is not what the program said.
            var said = string.Join(
                '\n', errors.Result.Split('\n').Where(static line => !line.StartsWith("ronchi: building", StringComparison.Ordinal)));
            return new(process.ExitCode, output.Result, said);
        }
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Ronchi.slnx")))
                return folder;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Ronchi.slnx.");
    }
}
