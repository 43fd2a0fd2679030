using System.CommandLine;
using Ronchi.Engine.Operations;

namespace Ronchi.Cli.Commands;

/// <summary>The options of a command that are the parameters of something: made from its schema, read into its arguments.</summary>
/// <param name="schema">The parameters.</param>
/// <param name="leftOut">A parameter that is no option; null: none.</param>
internal sealed class ParameterOptions(ParameterSchema schema, string? leftOut = null)
{
    private readonly IReadOnlyList<(Parameter Parameter, Option<string[]> Option)> _options =
        [.. schema.Parameters.Where(parameter => parameter.Name != leftOut).Select(static parameter => (parameter, OptionFor(parameter)))];

    public int Count => _options.Count;

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="rest">Texts of the parameter that is no option.</param>
    /// <exception cref="ParameterException">A text does not follow the form of its parameter.</exception>
    public Arguments Of(ParseResult parsed, params IReadOnlyList<string> rest) =>
        Arguments.Parse(
            schema,
            parameter => _options.FirstOrDefault(pair => pair.Parameter == parameter).Option is { } option
                ? Texts(parsed, parameter, option)
                : rest);

    private static IReadOnlyList<string> Texts(ParseResult parsed, Parameter parameter, Option<string[]> option) =>
        parsed.GetResult(option) switch
        {
            null or { Implicit: true } => [],
            _ when parameter.IsSwitch => [parameter.Default is true ? "false" : ""],
            _ => parsed.GetValue(option) ?? [],
        };

    private static Option<string[]> OptionFor(Parameter parameter) => new($"--{parameter.OptionName}")
    {
        HelpName = parameter.IsSwitch ? null : parameter.Form,
        Description = parameter.Help + (parameter.IsRepeatable ? "; may be given several times" : ""),
        Required = parameter.IsRequired,
        AllowMultipleArgumentsPerToken = false,
        Arity = parameter.IsSwitch ? ArgumentArity.Zero : ArgumentArity.OneOrMore,
    };
}
