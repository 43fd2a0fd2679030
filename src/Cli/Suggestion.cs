using System.CommandLine;
using Ronchi.Cli.Commands;

namespace Ronchi.Cli;

/// <summary>What somebody probably meant who mistyped a command, an analysis or an option.</summary>
internal static class Suggestion
{
    /// <summary>A sentence; null: the parser's own words are clear.</summary>
    public static string? For(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var name, ..] && !name.StartsWith('-'))
        {
            var names = command.Subcommands.Select(static sub => sub.Name).ToList();
            var what = command is RootCommand ? "command" : command.Name == "run" ? "analysis" : $"'{command.Name}' command";
            var list = $"{string.Join(", ", names)}{(command.Name == "run" ? ", or your own UDF: my-udf.cs" : "")}.";
            return Nearest(name, names) is { } nearest
                ? $"there is no {what} '{name}'. Did you mean '{nearest}'? Available: {list}"
                : $"there is no {what} '{name}'. Available: {list}";
        }

        if (SwallowedPath(parsed) is { } path)
            return $"--resident takes the name of a form, and '{path}' stands there: write the file in front of it, as in 'ronchi {string.Join(' ', Failure.CommandNames(parsed))} {path} --resident'.";

        if (parsed.UnmatchedTokens.FirstOrDefault(static token => token.StartsWith("--", StringComparison.Ordinal)) is { } option)
        {
            var text = option.Split('=')[0];
            var options = Options(parsed).ToList();
            var full = $"ronchi {string.Join(' ', Failure.CommandNames(parsed))}".TrimEnd();
            return Nearest(text, options) is { } nearest ? $"'{full}' has no option {text}. Did you mean {nearest}?" : $"'{full}' has no option {text}; see '{full} --help'.";
        }

        return null;
    }

    /// <summary>The name that takes the fewest changes, if they are few for its length: letters put in, left out, changed or swapped.</summary>
    internal static string? Nearest(string text, IEnumerable<string> names)
    {
        var best = names.Select(name => (Name: name, Distance: Distance(text.ToLowerInvariant(), name))).Append((Name: "", Distance: int.MaxValue)).MinBy(static pair => pair.Distance);
        return best.Distance <= Math.Max(1, Math.Min(text.Length, best.Name.Length) / 3) || (text.Length >= 3 && best.Name.Contains(text, StringComparison.OrdinalIgnoreCase)) ? best.Name
            : text.Length >= 3 ? names.FirstOrDefault(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase)) : null;
    }

    // The only option whose text may be missing: what follows it is its own, and the file is missing then.
    private static string? SwallowedPath(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.Any(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 })
        && parsed.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>().FirstOrDefault(static result => result.Option.Name == ResidenceArguments.Name) is { Tokens: [{ Value: var text }] }
        && !ResidenceArguments.IsForm(text) ? text : null;

    private static IEnumerable<string> Options(ParseResult parsed)
    {
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            foreach (var option in result.Command.Options)
            {
                if (result == parsed.CommandResult || option.Recursive)
                    yield return option.Name;
            }
        }
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
