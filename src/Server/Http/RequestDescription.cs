using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Ronchi.Server.Http;

/// <summary>
/// What a request asks and how it is answered, kept with its route: descriptions for programs and people are made from it.
/// </summary>
/// <param name="Summary">What it does, a phrase.</param>
/// <param name="Answer">What comes back, a phrase.</param>
internal sealed record RequestDescription(string Summary, string Answer)
{
    /// <summary>Parameters in the address.</summary>
    public IReadOnlyList<RequestParameter> Parameters { get; init; } = [];

    /// <summary>JSON Schema of the body; null: there is none.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Whether the answer is JSON; else it is bytes.</summary>
    public bool IsJson { get; init; } = true;

    /// <summary>The schema of an object whose members are told in words.</summary>
    public static JsonObject Members(params (string Name, string Help)[] members) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(
            static member => new KeyValuePair<string, JsonNode?>(member.Name, new JsonObject { ["description"] = member.Help }))),
    };

    /// <summary>Describes a route.</summary>
    public void Of(IEndpointConventionBuilder route) => route.Add(endpoint =>
    {
        // Only what is handled by a method is listed.
        endpoint.Metadata.Add(endpoint.RequestDelegate!.Method);
        endpoint.Metadata.Add(this);
    });
}
