using System.CommandLine;
using Ronchi.Cli.Commands;
using Ronchi.Engine.Operations;

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
            return NearName.Of(name, names) is { } nearest
                ? $"there is no {what} '{name}'. Did you mean '{nearest}'? Available: {list}"
                : $"there is no {what} '{name}'. Available: {list}";
        }

        if (SwallowedPath(parsed) is { } path)
            return $"--resident takes the name of a form, and '{path}' stands there: write the file in front of it, as in 'ronchi "
                + $"{string.Join(' ', Failure.CommandNames(parsed))} {path} --resident'.";

        if (parsed.UnmatchedTokens.FirstOrDefault(static token => token.StartsWith("--", StringComparison.Ordinal)) is { } option)
        {
            var text = option.Split('=')[0];
            var options = Options(parsed).ToList();
            var full = $"ronchi {string.Join(' ', Failure.CommandNames(parsed))}".TrimEnd();
            return NearName.Of(text, options) is { } nearest
                ? $"'{full}' has no option {text}. Did you mean {nearest}?"
                : $"'{full}' has no option {text}; see '{full} --help'.";
        }

        return null;
    }

    // The only option whose text may be missing: what follows it is its own, and the file is missing then.
    private static string? SwallowedPath(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.Any(
            argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 })
        && parsed.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>()
            .FirstOrDefault(static result => result.Option.Name == ResidenceArguments.Name) is { Tokens: [{ Value: var text }] }
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
}
