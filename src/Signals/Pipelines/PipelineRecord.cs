using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Pictures;
using Ronchi.Sources;

namespace Ronchi.Signals.Pipelines;

/// <summary>The file beside the results of a pipeline that says what they are of: by it a run that was interrupted goes on.</summary>
/// <param name="path">The file.</param>
/// <param name="provenance">See <see cref="Provenance.Of"/>.</param>
internal sealed class PipelineRecord(string path, string provenance)
{
    private const string Suffix = ".pipeline.json";
    private const string Files = "files";
    private static readonly HashSet<string> None = [];
    private const long MostBytes = 32 << 20;

    /// <summary>The record of a data set.</summary>
    public static string PathFor(string folder, string name) => Path.Combine(folder, name + Suffix);

    /// <summary>The files of an earlier run of the same pipeline on the same data that are still as it left them.</summary>
    public IReadOnlySet<string> FilesOfBefore()
    {
        if (!File.Exists(path) || RegularFile.Behind(path).Length > MostBytes)
            return None;
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is not JsonObject json || json[Files] is not JsonArray files)
                return None;
            var done = files.OfType<JsonObject>()
                .Select(static file => (Name: (string?)file["file"], Bytes: (long?)file["bytes"]))
                .Where(file => file.Name is { } name && Full(name) is var full && File.Exists(full) && new FileInfo(full).Length == file.Bytes)
                .Select(static file => file.Name!)
                .ToHashSet(StringComparer.Ordinal);
            json.Remove(Files);
            return JsonNode.DeepEquals(json, JsonNode.Parse(provenance)) ? done : None;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return None;   // not written by a pipeline, or cut off: everything is done anew
        }
    }

    /// <summary>Says which files are there.</summary>
    /// <param name="done">Their names below the folder.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(IEnumerable<string> done)
    {
        var json = JsonNode.Parse(provenance)!.AsObject();
        json[Files] = new JsonArray([.. done.Select(name => new JsonObject { ["file"] = name, ["bytes"] = new FileInfo(Full(name)).Length })]);
        using var file = new AtomicFile(path, overwrite: true);
        using (var writer = new Utf8JsonWriter(file.Stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            json.WriteTo(writer);
        file.Complete();
    }

    private string Full(string name) => Path.Combine(Path.GetDirectoryName(path)!, name);
}
