using System.Globalization;
using System.Text;
using Ronchi.Frames;

namespace Ronchi.Sources.Tables;

/// <summary>A log: times, and values of several things at these times.</summary>
/// <param name="Kind">Whose log it is.</param>
/// <param name="Seconds">The times.</param>
/// <param name="Columns">What was logged.</param>
/// <param name="Usual">What is meant unasked.</param>
internal sealed record TimeLog(string Kind, double[] Seconds, IReadOnlyList<LogColumn> Columns, LogColumn Usual)
{
    private const string Dens = "DENSsolutions log";
    private const string Protochips = "Protochips log";
    private const string Impulse = "DENSsolutions Impulse log";

    /// <summary>What is known of the experiment.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>What is unusual.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whose log a text is, by its beginning; null: it is none.</summary>
    public static string? KindOf(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head).TrimStart('ï', '»', '¿');
        if (text.StartsWith("TimeStamp,Experiment time,", StringComparison.Ordinal))
            return Impulse;
        if (text.StartsWith("Time,", StringComparison.Ordinal) && text.Split('\n')[0].Split(',') is [_, var second, ..]
            && second.Trim() == "Notes")
            return Protochips;
        return text.Contains("\nsample\ttime\t", StringComparison.Ordinal) ? Dens : null;
    }

    /// <summary>Reads a log.</summary>
    /// <exception cref="SourceException">It is damaged, or holds no values.</exception>
    public static TimeLog Read(string path)
    {
        var text = TextTable.Read(path);
        string[] lines = [.. text.Split('\n').Select(static line => line.TrimEnd('\r'))];
        return KindOf(Encoding.Latin1.GetBytes(text[..Math.Min(text.Length, 4096)])) switch
        {
            Impulse => OfImpulse(path, lines),
            Protochips => OfProtochips(path, lines),
            _ => OfDens(path, lines),
        };
    }

    private static TimeLog OfDens(string path, string[] lines)
    {
        var heading = Array.FindIndex(lines, static line => line.StartsWith("sample\ttime\t", StringComparison.Ordinal));
        string[] names = [.. lines[Math.Max(heading, 0)].Split('\t').Select(static name => name.Trim())];
        var rows = Rows(lines[(heading + 1)..], '\t', names.Length);
        var log = Of(Dens, path, [.. rows.Select(row => Clock(path, row[1]))], names, rows, static name =>
            name.IndexOf('[', StringComparison.Ordinal) is > 0 and var open && name.EndsWith(']')
                ? (name[..open].Trim(), name[(open + 1)..^1])
                : (name, null));
        return log with
        {
            Usual = log.Columns.FirstOrDefault(static column => column.Name == "Tmeas") ?? log.Usual,
            Facts = heading > 0 && lines.Take(heading).FirstOrDefault(static line => line.Trim().Length > 0) is { } first
                ? [new("recording", first.Replace('\t', ' ').Trim())]
                : [],
        };
    }

    private static TimeLog OfImpulse(string path, string[] lines)
    {
        string[] names = [.. lines[0].Split(',').Select(static name => name.Trim())];
        var rows = Rows(lines[1..], ',', names.Length);
        return Of(Impulse, path, [.. rows.Select(row => Real(path, row[1]))], names, rows, static name =>
            name.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && name.EndsWith(')')
                ? (name[..open].Trim(), name[(open + 1)..^1])
                : (name, null));
    }

    // Notes before the first row without one say in which units times and values are.
    private static TimeLog OfProtochips(string path, string[] lines)
    {
        string[] names = [.. lines[0].Split(',').Select(static name => name.Trim())];
        var rows = Rows(lines[1..], ',', names.Length);
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var headings = rows.TakeWhile(static row => row[1].Trim().Length > 0).ToList();
        foreach (var row in headings)
        {
            if (row[1].Split('=', 2) is [var key, var value])
                said.TryAdd(key.Trim(), value.Trim());
        }

        rows = rows[headings.Count..];
        var perSecond = said.GetValueOrDefault("Time units") is { } unit && unit.StartsWith("Milli", StringComparison.OrdinalIgnoreCase)
            ? 1000
            : 1;
        var log = Of(Protochips, path, [.. rows.Select(row => Real(path, row[0]) / perSecond)], names, rows, name =>
            (name, said.FirstOrDefault(pair => pair.Key.EndsWith(" units", StringComparison.Ordinal)
                && name.Contains(pair.Key[..^6], StringComparison.OrdinalIgnoreCase)).Value));
        return log with
        {
            Facts = said.GetValueOrDefault("Date (yyyy.mm.dd)") is { Length: 10 } date
                && said.GetValueOrDefault("Time (hh:mm:ss.ms)") is { } time
                ? [new("data_collection_date", $"{date.Replace('.', '-')}T{time}")]
                : [],
        };
    }

    private static List<string[]> Rows(string[] lines, char separator, int columns) =>
        [.. lines.Select(line => line.Split(separator)).Where(cells => cells.Length >= columns - 1 && cells.Length > 2)];

    private static TimeLog Of(
        string kind, string path, double[] seconds, string[] names, List<string[]> rows, Func<string, (string, string?)> nameAndUnit)
    {
        var columns = new List<LogColumn>();
        var words = new List<string>();
        for (var column = 2; column < names.Length; column++)
        {
            var (name, unit) = nameAndUnit(names[column]);
            var values = new double[rows.Count];
            var isNumeric = true;
            for (var row = 0; row < values.Length && isNumeric; row++)
                isNumeric = column < rows[row].Length
                    && double.TryParse(rows[row][column], NumberStyles.Float, CultureInfo.InvariantCulture, out values[row])
                    && double.IsFinite(values[row]);
            if (isNumeric)
                columns.Add(new(name, unit, values));
            else
                words.Add(name);
        }

        if (rows.Count == 0 || columns.Count == 0 || rows.Count > AxisValues.Most)
            throw new SourceException(
                path, $"this {kind} holds {rows.Count} rows and {columns.Count} columns of numbers; nothing can be read.");
        return new(kind, seconds, columns, columns[0])
        {
            Notes = words.Count > 0 ? [$"what is not of numbers is left out: {string.Join(", ", words)}."] : [],
        };
    }

    // Time of day, hh:mm:ss.ff, in seconds.
    private static double Clock(string path, string text) =>
        text.Split(':') is [var hours, var minutes, var seconds]
            ? (((Real(path, hours) * 60) + Real(path, minutes)) * 60) + Real(path, seconds)
            : throw new SourceException(path, $"'{text}' is no time of day: the log is damaged.");

    private static double Real(string path, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new SourceException(path, $"'{(text.Length > 40 ? text[..40] : text)}' is no number: the log is damaged.");
}
