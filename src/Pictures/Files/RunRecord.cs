namespace Ronchi.Pictures;

/// <summary>
/// Where results come from, as their files keep it: what ran, on what, with which parameters, and what was found on the way.
/// </summary>
/// <param name="Analysis">Name of the analysis or of the UDF.</param>
/// <param name="Source">The data: a path, or a name for what is no file.</param>
public sealed record RunRecord(string Analysis, string Source)
{
    /// <summary>Parameters as they were given, by name without dashes; those that were left out are not there.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// What the run had to find for itself, in detector pixels: <c>center_row</c>, <c>center_column</c>, <c>radius</c> of the bright-field
    /// disk as it was used; if one of them was given, it is that one. Empty: nothing had to be found.
    /// </summary>
    public IReadOnlyDictionary<string, double> Found { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// How the results can be computed again: the pipeline, the data that it ran on and the program, as JSON. Null: they cannot.
    /// </summary>
    public string? Graph { get; init; }

    /// <summary>The program that wrote the file, and its version.</summary>
    public static string Program { get; } = $"ronchi {typeof(RunRecord).Assembly.GetName().Version?.ToString(3)}";
}
