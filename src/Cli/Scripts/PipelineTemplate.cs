using Ronchi.Engine.Operations;

namespace Ronchi.Cli.Scripts;

/// <summary>The text of <c>ronchi new pipeline</c>: a pipeline that runs as it is on any scan.</summary>
internal static class PipelineTemplate
{
    /// <param name="file">Name of the file.</param>
    /// <param name="known">The frame operations that there are.</param>
    public static string Text(string file, IReadOnlyList<FrameOperation> known) => $"""
        // To run it on each data set: ronchi run "{file}" PATH… -o FOLDER
        // Frames are made from frames by:
        {string.Join("\n", known.Select(static operation => $"//   {operation.Name,-18} {operation.Summary}{Parameters(operation)}"))}
        // Results are made from frames by the analyses that 'ronchi run --help' lists; their options are their parameters.
        {Json}

        """;

    private const string Json = """
        {
          "pipeline": 1,
          "signals": [
            {"name": "binned", "operation": "bin-detector", "parameters": {"det-bin": 2}},
            {"name": "bright-field", "of": "binned", "operation": "virtual-image", "parameters": {"detector": "bf"}},
            {"name": "com", "of": "binned", "operation": "com"},
            {"name": "centred", "of": "binned", "operation": "shift-frames", "parameters": {"by": "com/field", "back": true}},
            {"name": "mean", "of": "centred", "operation": "stddev"}
          ],
          "outputs": [
            {"signal": "bright-field", "file": "{name}-bf.png"},
            {"signal": "mean", "result": "mean", "file": "{name}-mean.npy"}
          ]
        }
        """;

    private static string Parameters(FrameOperation operation) =>
        operation.Schema.Parameters.Count == 0
            ? ""
            : ": " + string.Join(
                ", ",
                operation.Schema.Parameters.Select(
                    static parameter => parameter.IsSwitch ? parameter.Name : $"{parameter.Name} {parameter.Form}"));
}
