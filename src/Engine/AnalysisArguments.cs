using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>What a face was given for the parameters of an analysis.</summary>
/// <param name="values">Texts by parameter name; a parameter that was not given is absent.</param>
/// <param name="readWeights">Reads an array file as f32 with its shape, for parameters that name one.</param>
public sealed class AnalysisArguments(
    IReadOnlyDictionary<string, IReadOnlyList<string>> values,
    Func<string, (float[] Values, Extent Shape)> readWeights)
{
    /// <summary>All texts given for a parameter, in order.</summary>
    public IReadOnlyList<string> All(string parameter) => values.TryGetValue(parameter, out var texts) ? texts : [];

    /// <summary>Reads an array file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (float[] Values, Extent Shape) ReadWeights(string path) => readWeights(path);
}
