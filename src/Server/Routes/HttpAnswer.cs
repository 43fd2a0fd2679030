using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Ronchi.Server.Http;

namespace Ronchi.Server;

/// <summary>How requests are read and answered.</summary>
internal static class HttpAnswer
{
    public static Task JsonAsync(HttpContext context, JsonNode json) => TextAsync(context, "application/json", json.ToJsonString());

    public static Task TextAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text);
    }

    public static async Task ValuesAsync(HttpContext context, ValuesMessage values)
    {
        using (values)
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = values.Bytes.Length;
            await context.Response.Body.WriteAsync(values.Bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>The body of a request, as a request of the WebSocket is read.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What its type would be there.</param>
    /// <exception cref="FormatException">It is no object.</exception>
    public static async Task<ViewCommand> BodyAsync(HttpContext context, string type = "")
    {
        var body = await RequestBody.ReadAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        return body.ValueKind == JsonValueKind.Object
            ? new ViewCommand(type, 0, 0, body)
            : throw new FormatException("a request is a JSON object.");
    }

    /// <summary>A parameter in the address; null: it is not there.</summary>
    public static string? Query(HttpContext context, string name) => context.Request.Query[name].FirstOrDefault();
}
