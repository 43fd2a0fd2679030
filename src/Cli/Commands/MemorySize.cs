using System.CommandLine;
using System.Globalization;
using Ronchi.Store;

namespace Ronchi.Cli.Commands;

/// <summary>The option <c>--memory</c>: how much data may take.</summary>
internal static class MemorySize
{
    private static readonly Option<string?> Option = new("--memory")
    {
        HelpName = "SIZE",
        Description = "Memory limit for data, as in 4GB, 800MB or 2GiB (default: 60 % of free memory)",
        Recursive = true,
    };

    // The longer before those that they end with; bare numbers are bytes.
    private static readonly (string Unit, double Factor)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("B", 1), ("", 1),
    ];

    public static Option<string?> ForAll => Option;

    /// <summary>Bytes; null: not said.</summary>
    public static long? Of(ParseResult parsed)
    {
        if (parsed.GetValue(Option) is not { } text)
            return null;
        foreach (var (unit, factor) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                continue;
            if (double.TryParse(
                text.AsSpan()[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                && value * factor is >= 1 and < 1e18)
                return (long)(value * factor);
            break;
        }

        throw new FormatException(
            $"--memory: '{text}' is not a size: expected a number of bytes, or one with KB, MB, GB, TB, KiB, MiB, GiB or TiB, as in 4GB.");
    }

    /// <summary>Refuses a limit where no data are kept.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="command">The command.</param>
    /// <exception cref="ArgumentException">One was given.</exception>
    public static void Refuse(ParseResult parsed, string command)
    {
        if (parsed.GetValue(Option) is not null)
            throw new ArgumentException($"--memory: '{command}' keeps no data in memory; leave it out.");
    }

    /// <summary>Bytes that data may take.</summary>
    public static long Budget(ParseResult parsed) => Of(parsed) ?? MemoryBudget.ForData();
}
