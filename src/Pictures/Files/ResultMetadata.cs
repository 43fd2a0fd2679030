using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ronchi.Frames;

namespace Ronchi.Pictures;

/// <summary>What explains results in their files: units, axes, parameters, origin.</summary>
internal static class ResultMetadata
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The texts that stand beside the arrays in a <c>.npz</c>: <c>NAME.unit</c> of each array that has one, <c>axes</c>, and what is known
    /// of the run.
    /// </summary>
    /// <remarks>An array that has such a name keeps it; the text is then called <c>_axes</c>.</remarks>
    public static IEnumerable<(string Name, string Text)> Entries(IReadOnlyList<NamedArray> arrays, RunRecord? run)
    {
        var taken = arrays
            .SelectMany(static array => array.Vectors is null ? [array.Name] : Both(VectorFiles.ArraysOf(array.Name)))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var array in arrays.Where(static array => array is { Unit: not null, Vectors: null }))
            yield return (Free(array.Name + ".unit"), array.Unit!);
        if (arrays.Any(static array => !array.Axes.IsEmpty))
            yield return (Free("axes"), Axes(arrays));
        var rows = arrays.Where(static array => array.Vectors is not null).Select(static array => (array.Name, array.Vectors!)).ToList();
        if (rows.Count > 0)
            yield return (Free(VectorFiles.ColumnsText), VectorFiles.Columns(rows));
        if (run is null)
            yield break;
        yield return (Free("analysis"), run.Analysis);
        yield return (Free("parameters"), Parameters(run));
        if (run.Found.Count > 0)
            yield return (Free("found"), Found(run));
        yield return (Free("source"), run.Source);
        if (run.Graph is { } graph)
            yield return (Free("graph"), graph);
        yield return (Free("program"), RunRecord.Program);

        string Free(string name)
        {
            while (!taken.Add(name))
                name = "_" + name;
            return name;
        }
    }

    private static string[] Both((string Values, string Offsets) names) => [names.Values, names.Offsets];

    /// <summary>The texts of a picture: name, unit and limits of the values, pixel size, and what is known of the run.</summary>
    public static IReadOnlyDictionary<string, string> Texts(NamedArray array, PictureRange range, RunRecord? run)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Title"] = array.Name,
            ["Software"] = RunRecord.Program,
            ["Limits"] = string.Create(CultureInfo.InvariantCulture, $"{range.Low:R} {range.High:R}"),
        };
        if (array.Unit is { } unit)
            texts["Unit"] = unit;
        if (array.ImageAxes() is var (row, column) && row is { IsCalibrated: true, Unit.Length: > 0, Values: null }
            && column is { IsCalibrated: true, Unit.Length: > 0, Values: null })
            texts["Pixel size"] = string.Create(CultureInfo.InvariantCulture, $"{row.Scale:R} {row.Unit}, {column.Scale:R} {column.Unit}");
        if (run is null)
            return texts;
        texts["Source"] = run.Source;
        texts["Description"] = $"{run.Analysis} {Parameters(run)}";
        if (run.Found.Count > 0)
            texts["Found"] = Found(run);
        if (run.Graph is { } graph)
            texts["Graph"] = graph;
        return texts;
    }

    private static string Axes(IReadOnlyList<NamedArray> arrays) => Text(writer =>
    {
        writer.WriteStartObject();
        foreach (var array in arrays.Where(static array => !array.Axes.IsEmpty))
        {
            writer.WriteStartArray(array.Name);
            for (var axis = 0; axis < array.Axes.Length; axis++)
                Write(writer, array.Axes[axis], array.Shape[axis]);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, Axis axis, long length)
    {
        writer.WriteStartObject();
        writer.WriteString("name", axis.Name);
        writer.WriteNumber("length", length);
        writer.WriteNumber("scale", double.IsFinite(axis.Scale) ? axis.Scale : 1);
        writer.WriteNumber("offset", double.IsFinite(axis.Offset) ? axis.Offset : 0);
        if (axis.Values is { } values)
        {
            writer.WriteStartArray("values");
            foreach (var value in values)
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }

        writer.WriteString("unit", axis.Unit.Length == 0 ? null : axis.Unit);   // null: it is counted
        writer.WriteEndObject();
    }

    private static string Parameters(RunRecord run) => Text(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, texts) in run.Parameters)
        {
            if (texts.Count == 1)
            {
                writer.WriteString(name, texts[0]);
                continue;
            }

            writer.WriteStartArray(name);
            foreach (var text in texts)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    private static string Found(RunRecord run) => Text(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in run.Found)
            writer.WriteNumber(name, value);
        writer.WriteEndObject();
    });

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Json))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
