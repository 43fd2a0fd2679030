using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Sources.Series;

/// <summary>What distinguishes the members of a series: a time, a tilt, a focus.</summary>
/// <param name="Name">What it is; <c>member</c> when nothing is known.</param>
/// <param name="Unit">Its unit; <c>px</c> when there is none.</param>
/// <param name="Values">One for each member.</param>
internal sealed record SeriesValues(string Name, string Unit, double[] Values)
{
    private const string DateFact = "data_collection_date";
    private static readonly string[] Telling = ["tilt", "focus", "temperature", "dose", "time"];

    /// <summary>
    /// Reads a table: a value in each line, or a file name and a value; a first line may name them, as in <c>file,tilt (deg)</c>.
    /// </summary>
    /// <param name="path">The table: lines of text with commas, semicolons or tabs.</param>
    /// <param name="files">Members of the series, in order.</param>
    /// <exception cref="SourceException">It cannot be read, or members have no value.</exception>
    public static SeriesValues FromTable(string path, IReadOnlyList<string> files)
    {
        var (name, unit) = ("value", "px");
        var inOrder = new List<double>();
        var byName = new Dictionary<string, double>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in Lines(path))
        {
            number++;
            string[] cells = [.. line.Split(',', ';', '\t').Select(static cell => cell.Trim())];
            if (line.Trim().Length == 0)
                continue;
            if (double.TryParse(cells[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            {
                if (cells.Length > 1)
                    byName[cells[0]] = value;
                else
                    inOrder.Add(value);
            }
            else if (number == 1)
            {
                (name, unit) = Heading(cells[^1]);
            }
            else
            {
                throw new SourceException(path, $"line {number} has no number at its end: '{Short(line)}'; expected VALUE or FILE,VALUE.");
            }
        }

        if (byName.Count == 0)
            return inOrder.Count == files.Count
                ? new(name, unit, [.. inOrder])
                : throw new SourceException(path, $"there are {inOrder.Count} values for {files.Count} members of the series.");
        return new(
            name, unit, [.. files.Select(file => Of(file, byName) ?? throw new SourceException(path, $"there is no value for {file}."))]);
    }

    /// <summary>What the files say: a number that differs from member to member, or when they were recorded. Null: nothing.</summary>
    public static SeriesValues? FromFacts(IReadOnlyList<SourceInfo> members)
    {
        foreach (string telling in Telling)
        {
            foreach (var fact in members[0].Facts.Where(fact => fact.Name.Contains(telling, StringComparison.OrdinalIgnoreCase)))
            {
                double[] values = [.. members.Select(member => double.TryParse(
                    member.Facts.FirstOrDefault(other => other.Name == fact.Name)?.Value,
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out double value)
                    ? value
                    : double.NaN)];
                if (values.All(double.IsFinite) && values.Distinct().Count() == values.Length && values.Length > 1)
                    return new(fact.Name.Replace('_', ' '), fact.Unit ?? "px", values);
            }
        }

        DateTimeOffset?[] dates = [.. members.Select(static member => DateTimeOffset.TryParse(
            member.Facts.FirstOrDefault(static fact => fact.Name == DateFact)?.Value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date)
            ? date
            : (DateTimeOffset?)null)];
        return dates.All(static date => date is not null) && dates.Distinct().Count() == dates.Length && dates.Length > 1
            ? new("time", "s", [.. dates.Select(date => (date!.Value - dates[0]!.Value).TotalSeconds)])
            : null;
    }

    /// <summary>The axis of the series.</summary>
    public Axis Axis => Values.Length == 0 ? new(Name, Unit: Unit) : Axis.Of(Name, Values, Unit) with { Origin = CalibrationOrigin.Typed };

    private static (string Name, string Unit) Heading(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && text.EndsWith(')') ? (text[..open].Trim(), text[(open + 1)..^1].Trim()) : (text, "px");
    }

    private static double? Of(string file, Dictionary<string, double> byName)
    {
        foreach (string key in (ReadOnlySpan<string>)[
            file, Path.GetFileName(file), Path.GetFileName(Path.GetDirectoryName(file)) ?? "", Path.GetFileNameWithoutExtension(file)])
        {
            if (byName.TryGetValue(key, out double value))
                return value;
        }

        return null;
    }

    private static string[] Lines(string path)
    {
        RegularFile.Require(path);
        try
        {
            return RegularFile.Behind(path).Length > 1 << 24
                ? throw new SourceException(path, "more than 16 MB: not a table of values.")
                : File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(path, $"the values of the series cannot be read: {RegularFile.Reason(e)}.", offset: null, e);
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
