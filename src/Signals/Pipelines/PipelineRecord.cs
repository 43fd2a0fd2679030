using System.Globalization;
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
    private const long MostBytes = 32 << 20;

    // File systems keep times of 100 ns to 2 s, and some round them only when a file is read again.
    private static readonly TimeSpan TimeStep = TimeSpan.FromSeconds(2);

    private readonly List<WrittenFile> _written = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The record of a data set.</summary>
    public static string PathFor(string folder, string name) => Path.Combine(folder, name + Suffix);

    /// <summary>
    /// The outputs of an earlier run of the same pipeline on the same data whose files are all as it left them; they stay in the record.
    /// </summary>
    public IReadOnlySet<string> OutputsOfBefore()
    {
        _written.Clear();
        var before = FilesOfBefore();
        _known.UnionWith(before.Select(static file => file.Output));
        _written.AddRange(
            before.GroupBy(static file => file.Output).Where(group => group.All(IsAsItWasLeft)).SelectMany(static group => group));
        return _written.Select(static file => file.Output).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether an earlier run of the same pipeline on the same data recorded an output, which may have changed since.</summary>
    public bool Knows(string output) => _known.Contains(output);

    /// <summary>Whether there is a record, of whatever run.</summary>
    public bool IsThere => Read()?[Files] is JsonArray;

    /// <summary>Refuses a place where something else lies: a pipeline of somebody's own, perhaps.</summary>
    /// <exception cref="IOException">There is a file that is no record.</exception>
    public void RefuseOther()
    {
        if (File.Exists(path) && !IsThere)
            throw new IOException($"{path}: this is no record of a pipeline's files; move it away, or replace it with --force.");
    }

    /// <summary>Says that an output is complete.</summary>
    /// <param name="output">Its file, below the folder.</param>
    /// <param name="files">Paths of its files: a master file has others beside it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(string output, IEnumerable<string> files)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _written.AddRange(files.Select(file => new FileInfo(file))
            .Select(file => new WrittenFile(output, Path.GetRelativePath(folder, file.FullName), file.Length, file.LastWriteTimeUtc)));
        var json = JsonNode.Parse(provenance)!.AsObject();
        json[Files] = new JsonArray([.. _written.Select(static file => file.ToJson())]);
        try
        {
            using var record = new AtomicFile(path, overwrite: true);
            using (var writer = new Utf8JsonWriter(
                record.Stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                json.WriteTo(writer);
            record.Complete();
        }
        catch (IOException e)
        {
            throw AtomicFile.Failed(path, e);
        }
    }

    private List<WrittenFile> FilesOfBefore()
    {
        try
        {
            if (Read() is not { } json || json[Files] is not JsonArray files)
                return [];
            List<WrittenFile> before = [.. files.Select(
                static file => WrittenFile.Read(file as JsonObject ?? throw new FormatException("a file is an object.")))];
            json.Remove(Files);
            return JsonNode.DeepEquals(json, JsonNode.Parse(provenance)) ? before : [];
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            return [];   // not written by a pipeline: everything is done anew
        }
    }

    // Null: there is none, or nothing that can be read.
    private JsonObject? Read()
    {
        if (!File.Exists(path) || RegularFile.Behind(path).Length > MostBytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), new() { AllowDuplicateProperties = false });
            return JsonObject.Create(document.RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool IsAsItWasLeft(WrittenFile file)
    {
        var now = new FileInfo(Path.Combine(Path.GetDirectoryName(path)!, file.Name));
        return now.Exists && now.Length == file.Bytes && (now.LastWriteTimeUtc - file.Modified).Duration() <= TimeStep;
    }

    private sealed record WrittenFile(string Output, string Name, long Bytes, DateTime Modified)
    {
        public JsonObject ToJson() =>
            new()
            {
                ["output"] = Output,
                ["file"] = Name,
                ["bytes"] = Bytes,
                ["modified"] = Modified.ToString("O", CultureInfo.InvariantCulture),
            };

        public static WrittenFile Read(JsonObject json) => new(
            Text(json, "output"), Text(json, "file"), (long?)json["bytes"] ?? throw new FormatException("a file without a length."),
            DateTime.Parse(Text(json, "modified"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).ToUniversalTime());

        private static string Text(JsonObject json, string name) =>
            (string?)json[name] ?? throw new FormatException($"a file without {name}.");
    }
}
