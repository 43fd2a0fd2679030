using System.Globalization;

namespace Ronchi.Throughput;

/// <summary>The figures of a report as a table, for the terminal and for markdown.</summary>
internal static class ResultsTable
{
    private static readonly string[] Head = ["metric", "best", "median", "unit", "target", "", "compared with", "its figure", "ratio"];

    public static void Print(SuiteReport report, TextWriter output)
    {
        output.WriteLine($"{report.Suite} ({Name(report.Size)}): {Describe(report.Machine)}");
        Write(report, output, " | ", "");
    }

    public static void WriteMarkdown(SuiteReport report, TextWriter output)
    {
        output.WriteLine($"Size {Name(report.Size)}; {Describe(report.Machine)}.");
        output.WriteLine();
        Write(report, output, " | ", "|");
    }

    private static void Write(SuiteReport report, TextWriter output, string gap, string edge)
    {
        List<string[]> rows = [Head, .. report.Metrics.Select(Row)];
        int[] widths = [.. Head.Select((_, column) => rows.Max(row => row[column].Length))];
        bool markdown = edge.Length > 0;
        for (int i = 0; i < rows.Count; i++)
        {
            string line = string.Join(gap, rows[i].Select((cell, column) => Pad(cell, widths[column], column)));
            output.WriteLine(markdown ? $"{edge} {line} {edge}" : line.TrimEnd());
            if (i == 0)
                output.WriteLine(
                    edge
                        + string.Join(
                            '|', widths.Select((w, column) => Rule(w + (markdown || column > 0 ? 2 : 1), markdown && IsNumber(column))))
                        + edge);
        }
    }

    private static string[] Row(Metric m) =>
    [
        m.Name,
        Number(m.Value),
        Number(m.Median),
        m.Unit,
        m.Target is { } target ? $"{(m.Better == Better.Lower ? "≤" : "≥")} {Number(target)}" : "",
        m.MeetsTarget switch { true => "✓", false => "✗", null => "" },
        m.Anchor is { } a ? a.Name : "",
        m.Anchor is { } b ? Number(b.Value) : "",
        m.Ratio is { } ratio
            ? $"{ratio.ToString("0.##", CultureInfo.InvariantCulture)} ×{(m.Anchor?.Measured == "published" ? " (published)" : "")}"
            : "",
    ];

    private static string Describe(Machine m) => $"{m.Cores} cores, {m.Isa}, .NET {m.Dotnet}, all cores read {m.ReadGBs} GB/s";

    private static string Name(SuiteSize size) => size == SuiteSize.Full ? "full" : "small";

    private static bool IsNumber(int column) => column is 1 or 2 or 4 or 7 or 8;

    private static string Pad(string cell, int width, int column) => IsNumber(column) ? cell.PadLeft(width) : cell.PadRight(width);

    private static string Rule(int width, bool right) => right ? new string('-', width - 1) + ':' : new string('-', width);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
