using System.CommandLine;
using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>The file and the options that every command that opens data has.</summary>
internal sealed class SourceArguments
{
    private readonly Argument<string> _path = new("PATH") { Description = "The data: for DECTRIS scans the master file" };
    private readonly Option<string?> _scanShape = new("--scan-shape") { HelpName = "RxC", Description = "Rows and columns of the scan, when the data do not say" };
    private readonly Option<string?> _dataset = new("--dataset") { HelpName = "PATH", Description = "The dataset inside an HDF5 file, when there are several" };

    public void AddTo(Command command)
    {
        command.Add(_path);
        command.Add(_scanShape);
        command.Add(_dataset);
    }

    public string Path(ParseResult parsed) => parsed.GetValue(_path)!;

    public OpenOptions Options(ParseResult parsed) => new()
    {
        ScanShape = ScanShape(parsed.GetValue(_scanShape)),
        Dataset = parsed.GetValue(_dataset),
    };

    private static Extent? ScanShape(string? text) => text switch
    {
        null => null,
        _ when Extent.TryParse(text, out var extent) => extent,
        _ => throw new FormatException($"--scan-shape: '{text}' is no shape: expected RxC with whole numbers from 1, as in 256x256."),
    };
}
