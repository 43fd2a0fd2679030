using System.Text.Json;
using Ronchi.Engine.Operations;

namespace Ronchi.Server.Http;

/// <summary>Reads the JSON of requests, over HTTP and WebSockets alike.</summary>
internal static class RequestBody
{
    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is no JSON, or a member is there twice.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Checked(document);
        }
        catch (JsonException e)
        {
            throw NoJson(e);
        }
    }

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="FormatException">It is no JSON, or a member is there twice.</exception>
    public static async Task<JsonElement> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
            return Checked(document);
        }
        catch (JsonException e)
        {
            throw NoJson(e);
        }
    }

    private static JsonElement Checked(JsonDocument document)
    {
        RepeatedMembers.Refuse(document.RootElement);
        return document.RootElement.Clone();
    }

    private static FormatException NoJson(JsonException e) => new($"a request is a JSON object: {e.Message}", e);
}
