using System.Globalization;

namespace Ronchi.Store;

/// <summary>How much memory data may take.</summary>
public static class MemoryBudget
{
    /// <summary>The part of the free memory that data take at most; the rest is for results, for the file cache and for others.</summary>
    public const double Share = 0.6;

    /// <summary>
    /// Bytes that are free for this process now: what the machine has available, or less where a control group limits it.
    /// </summary>
    public static long Free() => Free("/proc/meminfo", "/sys/fs/cgroup") ?? FreeOfRuntime();

    /// <summary>Bytes that data may take now.</summary>
    public static long ForData() => (long)(Share * Free());

    /// <summary>What Linux says.</summary>
    /// <param name="meminfo">The kernel's memory report (proc(5)); null is returned when it cannot be read.</param>
    /// <param name="cgroup">Folder of the control group: memory.max and memory.current (version 2), or memory/memory.limit_in_bytes and
    /// memory/memory.usage_in_bytes (version 1).</param>
    internal static long? Free(string meminfo, string cgroup)
    {
        if (Field(meminfo, "MemAvailable:") is not { } available)
            return null;
        available *= 1024;
        // File pages that nobody used lately are given back when memory is asked for.
        var (limit, usage, cached) = Number(Path.Combine(cgroup, "memory.max")) is { } max
            ? (max, Number(Path.Combine(cgroup, "memory.current")), Field(Path.Combine(cgroup, "memory.stat"), "inactive_file"))
            : (
                Number(Path.Combine(cgroup, "memory", "memory.limit_in_bytes")),
                Number(Path.Combine(cgroup, "memory", "memory.usage_in_bytes")),
                Field(Path.Combine(cgroup, "memory", "memory.stat"), "total_inactive_file"));
        if (limit is { } most && usage is { } used)
            available = Math.Min(available, most - used + (cached ?? 0));
        return Math.Max(available, 0);
    }

    private static long FreeOfRuntime()
    {
        var memory = GC.GetGCMemoryInfo();
        return Math.Max(memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes, 0);
    }

    private static long? Number(string path) =>
        Lines(path) is [var first, ..] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;

    private static long? Field(string path, string name)
    {
        foreach (string line in Lines(path))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[0] == name
                && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                return value;
        }

        return null;
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
