namespace Ronchi.Throughput;

/// <summary>What was asked: <c>SUITE [--size small|full] [--json FILE] [--only TEXT]</c>, <c>list</c> or <c>report</c>.</summary>
internal sealed record CommandLine(string Verb)
{
    public const string Usage =
        """
        Throughput SUITE [--size small|full] [--json FILE] [--only TEXT]   measure one suite; --only keeps metrics whose name contains TEXT
        Throughput report [--from FOLDER] [--results FILE]                 write the figures of FOLDER/*.json (benchmarks/results) into FILE (benchmarks/RESULTS.md)
        Throughput list                                                    name the suites
        """;

    public SuiteSize Size { get; private init; } = SuiteSize.Small;

    public string? Json { get; private init; }

    public string? Only { get; private init; }

    public string ResultsFolder { get; private init; } = Path.Combine("benchmarks", "results");

    public string ResultsPage { get; private init; } = Path.Combine("benchmarks", "RESULTS.md");

    /// <summary>Why the arguments make no sense, or null.</summary>
    public string? Error { get; private init; }

    public static CommandLine Parse(string[] args)
    {
        if (args.Length == 0)
            return new CommandLine("") { Error = "Name a suite." };
        var command = new CommandLine(args[0]);
        if (command.Verb is not ("list" or "report") && !KnownSuites.All.ContainsKey(command.Verb))
            return command with { Error = $"'{command.Verb}' is not a suite; there are: {string.Join(", ", KnownSuites.All.Keys)}." };
        for (int i = 1; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
                return command with { Error = $"{args[i]} wants a value." };
            string value = args[i + 1];
            switch (args[i])
            {
                case "--json": command = command with { Json = value }; break;
                case "--only": command = command with { Only = value }; break;
                case "--from": command = command with { ResultsFolder = value }; break;
                case "--results": command = command with { ResultsPage = value }; break;
                case "--size" when value is "small" or "full":
                    command = command with { Size = value == "full" ? SuiteSize.Full : SuiteSize.Small };
                    break;
                default: return command with { Error = $"'{args[i]} {value}' is not understood." };
            }
        }
        return command;
    }
}
