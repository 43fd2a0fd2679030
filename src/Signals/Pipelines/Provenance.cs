using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Pictures;

namespace Ronchi.Signals.Pipelines;

/// <summary>
/// What results were computed from, and how: a <see cref="Pipeline"/> that runs again, with the files of the data and the program.
/// </summary>
public static class Provenance
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text that is kept with results.</summary>
    /// <param name="pipeline">What makes them of the data.</param>
    /// <param name="data">The data.</param>
    /// <param name="program">A file with an analysis of the user's own; null: there is none.</param>
    public static string Of(Pipeline pipeline, SourceInfo data, string? program = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(data);
        var json = pipeline.ToJson();
        json["input"] = InputIdentity.Of(data, program is null ? pipeline.Files : pipeline.Files.Append(program));
        json["program"] = RunRecord.Program;
        return json.ToJsonString(OneLine);
    }

    /// <summary>The pipeline alone, laid out for people.</summary>
    /// <param name="text">What <see cref="Of"/> gave.</param>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static string PipelineOf(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject json || !json.ContainsKey("pipeline"))
                throw new FormatException("the file says no pipeline.");
            foreach (var name in new[] { "input", "program", "files" })
                json.Remove(name);
            // The next data are another file.
            (json["data"] as JsonObject)?.Remove("path");
            if (json["data"] is JsonObject { Count: 0 })
                json.Remove("data");
            return json.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });
        }
        catch (Exception e) when (e is JsonException or ArgumentException)   // of members that are there twice
        {
            throw new FormatException("the file says no pipeline that can be read.", e);
        }
    }
}
