using System.Text.Json.Nodes;

namespace Ronchi.Signals.Pipelines;

/// <summary>A file that a pipeline writes of each data set.</summary>
/// <param name="Signal">Name of the signal: results, or frames.</param>
/// <param name="File">Name of the file, below the folder for results; <c>{name}</c> stands for the name of the data.</param>
/// <param name="Result">The result to write; null: all there are.</param>
public sealed record PipelineOutput(string Signal, string File, string? Result = null)
{
    /// <summary>Written in <see cref="File"/> for the name of the data.</summary>
    public const string NameOfData = "{name}";

    /// <summary>The output as JSON.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["signal"] = Signal, ["file"] = File };
        if (Result is not null)
            json["result"] = Result;
        return json;
    }

    /// <summary>The file of a data set.</summary>
    /// <param name="folder">Folder for results.</param>
    /// <param name="name">Name of the data.</param>
    public string PathFor(string folder, string name) => Path.Combine(folder, File.Replace(NameOfData, name, StringComparison.Ordinal));
}
