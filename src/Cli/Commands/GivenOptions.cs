using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ronchi.Cli.Commands;

/// <summary>The options of a command as they were written: what repeats a run.</summary>
internal static class GivenOptions
{
    // They say what becomes of the results, not what they are.
    private static readonly string[] NotAboutResults = ["--force", "--json", "--show", "--plain-picture", "--result"];

    /// <summary>Name without dashes and texts of each option that was given; a switch has the text <c>true</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(ParseResult parsed, Option output)
    {
        var given = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            if (!option.Implicit && option.Option != output && !NotAboutResults.Contains(option.Option.Name, StringComparer.Ordinal))
                given[option.Option.Name.TrimStart('-')] = option.Tokens.Count == 0
                    ? ["true"]
                    : [.. option.Tokens.Select(static token => token.Value)];
        }

        return given;
    }
}
