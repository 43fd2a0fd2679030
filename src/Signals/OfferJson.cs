using System.Text.Json.Nodes;
using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine.Operations;

namespace Ronchi.Signals;

/// <summary>
/// What a session offers, as JSON: operations with the schema of their parameters, looks, and customary detectors. Pages make forms,
/// buttons and commands of it.
/// </summary>
public static class OfferJson
{
    /// <summary>The description.</summary>
    /// <param name="operations">The operations that are offered.</param>
    public static JsonObject Of(IReadOnlyList<Operation> operations) => new()
    {
        ["operations"] = new JsonArray([.. operations.Select(static operation => (JsonNode)new JsonObject
        {
            ["name"] = operation.Name,
            ["summary"] = operation.Summary,
            ["version"] = operation.Version,
            ["gives"] = operation is Analysis ? "results" : "frames",
            ["parameters"] = ParameterSchemaJson.Of(operation.Schema),
        })]),
        ["looks"] = new JsonArray([.. operations.OfType<Analysis>()
            .SelectMany(static analysis => analysis.Looks.Select(look => (JsonNode)Look(analysis, look)))]),
        ["detectors"] = new JsonArray([.. CustomaryDetector.All.Select(static detector => (JsonNode)new JsonObject
        {
            ["name"] = detector.Name.ToUpperInvariant(),
            ["help"] = detector.Help,
            ["words"] = detector.Words,
            ["inner"] = detector.Inner,
            ["outer"] = detector.Outer,
        })]),
    };

    private static JsonObject Look(Analysis analysis, Look look) => new()
    {
        ["id"] = look.Id,
        ["name"] = look.Name,
        ["help"] = look.Help,
        ["words"] = look.Words,
        ["over"] = Word(look.Over),
        ["operation"] = analysis.Name,
        ["parameters"] = Texts(look.Parameters),
        ["inputs"] = new JsonObject(
            look.Inputs.Select(static input => new KeyValuePair<string, JsonNode?>(input.Parameter, Word(input.Input)))),
        ["detectors"] = new JsonArray(look.LeastDetectors, look.MostDetectors),
        ["axes"] = look.Axes,
        ["parts"] = new JsonArray([.. look.Parts.Select(static part => (JsonNode)new JsonObject
        {
            ["name"] = part.Name,
            ["help"] = part.Help,
            ["result"] = part.Result,
            ["show"] = Word(part.Show),
            ["unit"] = part.Unit,
            ["parameters"] = Texts(part.Parameters),
        })]),
    };

    private static JsonObject Texts(IEnumerable<(string Parameter, string Text)> parameters) =>
        new(parameters.Select(static parameter => new KeyValuePair<string, JsonNode?>(parameter.Parameter, parameter.Text)));

    private static string Word<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
}
