using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Ronchi.Tests.Sources.Oracles;

/// <summary>How much a piece of work reads from files, as the system counts it.</summary>
internal static class ThreadReads
{
    private const string Counters = "/proc/thread-self/io";

    /// <summary>Whether it does.</summary>
    public static bool AreCounted => File.Exists(Counters);

    /// <summary>Calls of the system, and bytes, of the second time that the work is done: code is loaded the first time.</summary>
    public static (long Reads, long Bytes) Of(Action work)
    {
        (long Reads, long Bytes) counted = default;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
                var (_, _) = Count();
                var nothing = Count();
                var before = Count();
                work();
                var after = Count();
                counted = (
                    after.Reads - before.Reads - (before.Reads - nothing.Reads),
                    after.Bytes - before.Bytes - (before.Bytes - nothing.Bytes));
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        fault?.Throw();
        return counted;
    }

    private static (long Reads, long Bytes) Count()
    {
        var lines = File.ReadAllLines(Counters);
        return (Number("syscr: "), Number("rchar: "));

        long Number(string name) =>
            long.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
    }
}
