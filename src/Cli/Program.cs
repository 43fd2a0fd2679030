using System.CommandLine;
using Ronchi.Cli;
using Ronchi.Cli.Commands;
using Ronchi.Cli.Scripts;
using Ronchi.Signals.Plugins;

return await Failure.GuardAsync(args.Contains("--verbose"), async cancellationToken =>
{
    var repertoire = PluginArguments.Repertoire(args, Environment.GetEnvironmentVariable(PluginFolder.Variable));
    var script = ScriptArguments.Find(args);
    var root = new RootCommand("Ronchi: virtual images and numbers from 4D-STEM scans and image sequences")
    {
        InfoCommand.Create(repertoire),
        PipelineCommand.Is(args)
            ? PipelineCommand.Create(args[1], repertoire)
            : RunCommand.Create(script is null ? null : ScriptAnalysis.Load(script.Path, script.Name, script.Udf), repertoire),
        ConvertCommand.Create(repertoire),
        SimulateCommand.Create(),
        NewCommand.Create(repertoire),
        ViewCommand.Create(repertoire),
        DemoCommand.Create(),
        BenchCommand.Create(repertoire),
        MemorySize.ForAll,
        PluginArguments.ForAll,
        new Option<bool>("--verbose") { Description = "Show where in the program an error occurred", Recursive = true },
    };
    SourceArguments.RefuseShadowed(root, repertoire.Formats);
    var parsed = root.Parse(script?.Arguments ?? (PipelineCommand.Is(args) ? PipelineCommand.Arguments(args) : args));
    return parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction
        ? Failure.ReportUsage(parsed)
        : await Failure.InvokeAsync(parsed, cancellationToken);
});
