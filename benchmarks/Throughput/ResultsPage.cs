namespace Ronchi.Throughput;

/// <summary>
/// Keeps <c>RESULTS.md</c> in step with the committed reports: text between a suite's two marks is ours, all other text is kept.
/// </summary>
internal static class ResultsPage
{
    private const string Opening =
        """
        # Results

        Measured with `dotnet run -c Release --project benchmarks/Throughput -- SUITE --json benchmarks/results/SUITE.json`, written into this page by `… -- report`.
        `best` is the best of at least seven rounds. Machines have neighbours, so the figure that counts is the ratio to a peer measured turn by turn in the same run; above 1 Ronchi is ahead.

        """;

    /// <summary>Replaces, or appends, the section of every report in <paramref name="folder"/>.</summary>
    /// <returns>The exit code.</returns>
    public static int Rewrite(string folder, string page)
    {
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"There is no folder {folder}: run from the repository root, or name it with --from.");
            return 1;
        }
        string text = File.Exists(page) ? File.ReadAllText(page) : Opening;
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            text = Replace(text, SuiteReport.Load(path));
        File.WriteAllText(page, text);
        return 0;
    }

    private static string Replace(string text, SuiteReport report)
    {
        string begin = $"<!-- figures of {report.Suite} -->", end = $"<!-- end of {report.Suite} -->";
        using var section = new StringWriter { NewLine = "\n" };
        section.WriteLine(begin);
        ResultsTable.WriteMarkdown(report, section);
        section.Write(end);
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = from < 0 ? -1 : text.IndexOf(end, from, StringComparison.Ordinal);
        return to < 0
            ? $"{text.TrimEnd()}\n\n## {report.Suite}\n\n{section}\n"
            : text[..from] + section + text[(to + end.Length)..];
    }
}
