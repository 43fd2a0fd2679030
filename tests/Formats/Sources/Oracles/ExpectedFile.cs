using System.Text.Json;
using Ronchi.Tests.Hdf5.Oracles;

namespace Ronchi.Tests.Sources.Oracles;

/// <summary>A recorded file, and what other programs read in it.</summary>
/// <param name="Name">Its path in the folder of all of them.</param>
/// <param name="Json">What lies beside it.</param>
internal sealed record ExpectedFile(string Name, JsonElement Json)
{
    private const string Ending = ".expect.json";

    /// <summary>Where the files are: <c>RONCHI_TESTDATA</c>, or beside the project.</summary>
    public static string Folder { get; } = System.IO.Path.Combine(Folders.TestData, "formats");

    /// <summary>Names of all files.</summary>
    public static IReadOnlyList<string> Names { get; } = Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*" + Ending, SearchOption.AllDirectories)
            .Select(static path => System.IO.Path.GetRelativePath(Folder, path)[..^Ending.Length].Replace('\\', '/'))
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The file itself.</summary>
    public string Path => System.IO.Path.Combine(Folder, Name);

    /// <summary>The data set that is opened unasked.</summary>
    public ExpectedSignal? Signal => Json.TryGetProperty("shape", out _) ? new(Json) : null;

    /// <summary>All data sets.</summary>
    public IEnumerable<ExpectedSignal> Signals => Json.TryGetProperty("signals", out var signals)
        ? signals.EnumerateArray().Select(static signal => new ExpectedSignal(signal))
        : [];

    /// <summary>Reads what is expected of a file.</summary>
    public static ExpectedFile Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, name + Ending)));
        return new(name, document.RootElement.Clone());
    }
}
