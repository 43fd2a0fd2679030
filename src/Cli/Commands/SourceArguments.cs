using System.CommandLine;
using Ronchi.Engine.Operations;
using Ronchi.Signals;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>The file and the options that every command that opens data has: a <see cref="ScanRequest"/>.</summary>
/// <param name="repertoire">The formats that files may have.</param>
/// <param name="isOptional">Whether the file may be left out.</param>
internal sealed class SourceArguments(Repertoire repertoire, bool isOptional = false)
{
    private const string PathName = "path";
    private readonly Argument<string?> _path = new("PATH")
    {
        Description = repertoire.Opening.Parameters.First(static parameter => parameter.Name == PathName).Help
            + (isOptional ? ". Without it, choose in the page" : ""),
        Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
    };
    private readonly ParameterOptions _options = new(repertoire.Opening, leftOut: PathName);

    /// <summary>Refuses a format of a plug-in whose option a command has already.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void RefuseShadowed(Command root, IReadOnlyList<SourceFormat> formats)
    {
        var own = formats.Except(KnownFormats.All).SelectMany(
            static format => format.Options.SelectMany(static options => ParameterSchema.Of(options.Record).Parameters),
            static (format, parameter) => (format.Name, Option: $"--{parameter.OptionName}")).ToList();
        if (own.Count == 0)
            return;
        var general = root.Options.Where(static option => option.Recursive).ToList();
        foreach (var command in root.Subcommands.SelectMany(static command => command.Subcommands.Prepend(command)))
        {
            var twice = command.Options.Concat(general).SelectMany(static option => option.Aliases.Prepend(option.Name))
                .CountBy(static name => name).Where(static name => name.Value > 1).Select(static name => name.Key).ToHashSet();
            if (own.Find(option => twice.Contains(option.Option)) is { Option: { } shadowed } format)
                throw new ArgumentException(
                    $"The format '{format.Name}' has an option {shadowed}, which 'ronchi {command.Name}' has already: "
                    + "its author has to rename it.");
        }
    }

    public void AddTo(Command command)
    {
        command.Add(_path);
        _options.AddTo(command);
    }

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string Path(ParseResult parsed) =>
        parsed.GetValue(_path) is { Length: > 0 } path ? path : throw new ArgumentException("PATH: the name of the file is empty.");

    /// <summary>Whether a file was named.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(_path) is { Tokens.Count: > 0 };

    /// <summary>What is opened and how.</summary>
    /// <exception cref="ParameterException">A text does not follow the form of its parameter.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public ScanRequest Request(ParseResult parsed) =>
        repertoire.RequestOf(_options.Of(parsed, Path(parsed))) with
        {
            MemoryBytes = MemorySize.Of(parsed),
            Note = Console.Error.WriteLine,
        };
}
