using System.Diagnostics;
using System.Globalization;

namespace Ronchi.Throughput;

/// <summary>
/// Times something in Debian's Python, where NumPy, PyTorch and h5py live: the best of a few rounds, in the same run as ours.
/// </summary>
internal static class PythonPeer
{
    private const string Interpreter = "/usr/bin/python3";
    private const int Rounds = 7;

    /// <summary>Runs a setup once and a statement some times.</summary>
    /// <param name="setup">Imports and opened files.</param>
    /// <param name="statement">What is timed.</param>
    /// <param name="threads">Threads of its numeric libraries.</param>
    /// <returns>Seconds of the best round; null when the interpreter or a package is missing.</returns>
    public static double? BestSeconds(string setup, string statement, int threads = 1)
    {
        if (!File.Exists(Interpreter))
            return null;
        string program = string.Create(
            CultureInfo.InvariantCulture,
            $"import timeit\nprint(min(timeit.repeat({Quote(statement)}, {Quote(setup)}, number=1, repeat={Rounds})))");
        var start = new ProcessStartInfo(Interpreter)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(program);
        foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? double.Parse(output, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Runs a script.</summary>
    /// <returns>Whether it could: the interpreter or a package may be missing, which it says on the error output.</returns>
    public static bool Run(string script, params string[] arguments)
    {
        if (!File.Exists(Interpreter))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Interpreter, [script, .. arguments]) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string Quote(string text) => "\"\"\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal) + "\"\"\"";
}
