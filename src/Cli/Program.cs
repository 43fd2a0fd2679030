using System.CommandLine;
using Ronchi.Cli;
using Ronchi.Cli.Commands;

var verbose = new Option<bool>("--verbose") { Description = "Show where an error came from", Recursive = true };
var root = new RootCommand("Ronchi: virtual images and numbers from 4D-STEM scans and image sequences")
{
    InfoCommand.Create(),
    RunCommand.Create(),
    ConvertCommand.Create(),
    SimulateCommand.Create(),
    DemoCommand.Create(),
    verbose,
};

var parsed = root.Parse(args);
return parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction
    ? Failure.ReportUsage(parsed)
    : await Failure.GuardAsync(parsed, parsed.GetValue(verbose));
