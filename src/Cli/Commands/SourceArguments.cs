using System.CommandLine;
using Ronchi.Engine.Operations;
using Ronchi.Signals;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>The file and the options that every command that opens data has: a <see cref="ScanRequest"/>.</summary>
/// <param name="formats">The formats that files may have.</param>
internal sealed class SourceArguments(IReadOnlyList<SourceFormat> formats)
{
    private const string PathName = "path";
    private static readonly ParameterSchema Schema = ParameterSchema.Of(typeof(ScanRequest));

    private readonly Argument<string> _path = new("PATH")
    {
        Description = Schema.Parameters.First(static parameter => parameter.Name == PathName).Help,
    };
    private readonly ParameterOptions _options = new(Schema, leftOut: PathName);

    public void AddTo(Command command)
    {
        command.Add(_path);
        _options.AddTo(command);
    }

    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string Path(ParseResult parsed) =>
        parsed.GetValue(_path) is { Length: > 0 } path ? path : throw new ArgumentException("PATH: the name of the file is empty.");

    /// <summary>What is opened and how.</summary>
    /// <exception cref="ParameterException">A text does not follow the form of its parameter.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public ScanRequest Request(ParseResult parsed) =>
        ((ScanRequest)_options.Of(parsed, Path(parsed)).Make()) with
        {
            MemoryBytes = MemorySize.Of(parsed),
            Formats = formats,
            Note = Console.Error.WriteLine,
        };
}
