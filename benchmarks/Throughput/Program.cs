using Ronchi.Throughput;

return CommandLine.Parse(args) switch
{
    { Error: { } error } => Refuse(error),
    { Verb: "list" } => List(),
    { Verb: "report" } command => ResultsPage.Rewrite(command.ResultsFolder, command.ResultsPage),
    var command => Run(command),
};

static int Refuse(string error)
{
    Console.Error.WriteLine(error);
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

static int List()
{
    foreach (string name in KnownSuites.All.Keys)
        Console.WriteLine(name);
    return 0;
}

static int Run(CommandLine command)
{
    var suite = new SuiteRun(command.Verb, command.Size, command.Only);
    KnownSuites.All[command.Verb](suite);
    SuiteReport report = suite.Report();
    ResultsTable.Print(report, Console.Out);
    if (command.Json is { } path)
        report.Save(path);
    return 0;
}
