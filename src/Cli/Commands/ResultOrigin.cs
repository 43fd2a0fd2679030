using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Cli.Scripts;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>How results in a file were made, as <c>ronchi info</c> tells it.</summary>
/// <param name="text">See <see cref="Provenance.Of"/>.</param>
/// <param name="rows">The vectors results in the file, a line each.</param>
internal sealed class ResultOrigin(string text, IReadOnlyList<string> rows)
{
    /// <summary>Its name among what is told of a file as JSON.</summary>
    public const string Member = "made_by";

    private const long MostRecordBytes = 32 << 20;

    /// <summary>The pipeline alone.</summary>
    /// <exception cref="FormatException">What the file says cannot be read.</exception>
    public string Pipeline => Provenance.PipelineOf(text);

    /// <summary>What a file says; null: it says nothing.</summary>
    public static ResultOrigin? Find(string path)
    {
        if (!File.Exists(path) || RegularFile.IsLoop(path))
            return null;
        if (path.EndsWith(".pipeline.json", StringComparison.OrdinalIgnoreCase) && RegularFile.Behind(path).Length <= MostRecordBytes)
            return new(File.ReadAllText(path), []);
        return Path.GetExtension(path).ToLowerInvariant() is ".npz" or ".png" or ".tif" or ".tiff" && ResultGraph.Find(path) is { } found
            ? new(found, RowsIn(path))
            : null;
    }

    /// <summary>What a file of frames says; null: it says nothing.</summary>
    public static ResultOrigin? Of(SourceInfo frames) => frames.Provenance is { } found ? new(found, []) : null;

    private static IReadOnlyList<string> RowsIn(string path) =>
        [.. VectorsFile.Names(path).Select(name => $"  {name}: {VectorsFile.Open(path, name)}")];

    /// <summary>Prints it alone: the file holds no frames.</summary>
    /// <param name="path">The file.</param>
    /// <param name="asJson">Whether as JSON.</param>
    /// <exception cref="SourceException">What the file says cannot be read.</exception>
    public void Print(string path, bool asJson)
    {
        if (!asJson)
        {
            Console.Out.WriteLine(path);
            Print(path);
            return;
        }

        using var stdout = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(stdout, CommandJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("file", Path.GetFileName(path));
            if (rows.Count > 0)
            {
                writer.WriteStartArray("vectors");
                foreach (var line in rows)
                    writer.WriteStringValue(line.Trim());
                writer.WriteEndArray();
            }

            writer.WritePropertyName(Member);
            WriteTo(writer, path);
            writer.WriteEndObject();
        }

        stdout.Write("\n"u8);
    }

    /// <summary>Writes it as JSON.</summary>
    /// <exception cref="SourceException">What the file says cannot be read.</exception>
    public void WriteTo(Utf8JsonWriter writer, string path) => Read(path, json =>
    {
        json.WriteTo(writer);
        return true;
    });

    /// <summary>Prints it below what else is known of a file.</summary>
    /// <exception cref="SourceException">What the file says cannot be read.</exception>
    public void Print(string path)
    {
        // The text comes from anywhere: nothing in it may move the cursor of a terminal.
        foreach (var line in rows.Concat(Read(path, static json => (List<string>)[.. Lines(json)])))
            Console.Out.WriteLine(string.Concat(line.Select(static letter => char.IsControl(letter) ? '\uFFFD' : letter)));
    }

    private static IEnumerable<string> Lines(JsonElement json)
    {
        yield return "  made by";
        foreach (var signal in json.GetProperty("signals").EnumerateArray())
            yield return $"    {Line(signal)}";
        foreach (var input in json.GetProperty("input").EnumerateArray())
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  of {input.GetProperty("path").GetString()} ({input.GetProperty("bytes").GetInt64():N0} bytes, "
                + $"{input.GetProperty("modified").GetString()})");
        if (json.TryGetProperty("data", out var data))
            yield return $"  opened as {Compact(data)}";
        yield return $"  with {json.GetProperty("program").GetString()}";
        yield return json.GetProperty("signals").EnumerateArray()
            .Select(static signal => signal.GetProperty("operation").GetString()!)
            .FirstOrDefault(ScriptArguments.IsScript) is { } script
            ? $"  to run it again: ronchi run {script} PATH, with the same parameters"
            : "  to run it again: ronchi info FILE --pipeline > again.json, then ronchi run again.json PATH";
    }

    private T Read<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SourceException(path, "what it says about how it was made cannot be read.", offset: null, e);
        }
    }

    private static string Line(JsonElement signal)
    {
        var parameters = signal.TryGetProperty("parameters", out var given) && given.EnumerateObject().Any() ? $" {Compact(given)}" : "";
        var region = signal.TryGetProperty("region", out var positions) ? $" at {positions.GetString()}" : "";
        var name = signal.GetProperty("name").GetString();
        var operation = signal.GetProperty("operation").GetString();
        return $"{name}: {(name == operation ? "" : $"{operation} ")}of {signal.GetProperty("of").GetString()}{parameters}{region}";
    }

    private static string Compact(JsonElement json) =>
        JsonNode.Parse(json.GetRawText())!
            .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
