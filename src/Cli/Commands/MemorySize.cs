using System.CommandLine;
using System.Globalization;
using Ronchi.Store;

namespace Ronchi.Cli.Commands;

/// <summary>The option <c>--memory</c>: how much data may take.</summary>
internal static class MemorySize
{
    private static readonly Option<string?> Option = new("--memory") { HelpName = "SIZE", Description = "Memory that data may take, as in 4GB or 800MB; without it 60 % of what is free", Recursive = true };

    public static Option<string?> ForAll => Option;

    /// <summary>Bytes; null: not said.</summary>
    public static long? Of(ParseResult parsed)
    {
        if (parsed.GetValue(Option) is not { } text)
            return null;
        var (number, factor) = text switch
        {
            _ when text.EndsWith("GB", StringComparison.OrdinalIgnoreCase) => (text[..^2], 1e9),
            _ when text.EndsWith("MB", StringComparison.OrdinalIgnoreCase) => (text[..^2], 1e6),
            _ => (text, 1.0),
        };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 && value * factor < 1e18
            ? (long)(value * factor)
            : throw new FormatException($"--memory: '{text}' is no size: expected bytes, or a number with MB or GB, as in 4GB.");
    }

    /// <summary>Bytes that data may take.</summary>
    public static long Budget(ParseResult parsed) => Of(parsed) ?? MemoryBudget.ForData();
}
