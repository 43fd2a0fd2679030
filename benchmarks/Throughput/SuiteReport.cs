using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ronchi.Throughput;

/// <summary>The outcome of a suite, and its JSON form.</summary>
internal sealed record SuiteReport(string Suite, SuiteSize Size, Machine Machine, IReadOnlyList<Metric> Metrics)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes the report to <paramref name="path"/>, making its folder.</summary>
    public void Save(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
    }

    /// <exception cref="InvalidDataException">The file is not a report.</exception>
    public static SuiteReport Load(string path) =>
        JsonSerializer.Deserialize<SuiteReport>(File.ReadAllText(path), Json)
        ?? throw new InvalidDataException($"{path} is empty, not a benchmark report.");
}
