using System.Net;
using Microsoft.OpenApi;

namespace Ronchi.Server.Http;

/// <summary>The description of the requests as a page for people.</summary>
internal static class ApiPage
{
    /// <summary>Writes the page.</summary>
    public static string Of(OpenApiDocument document)
    {
        var rows = string.Concat(document.Paths.SelectMany(
            static path => (path.Value.Operations ?? []).Select(operation => Row(path.Key, operation.Key, operation.Value))));
        return $$$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Ronchi: requests to this server</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #ddd}
            @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th{border-color:#333}}</style></head>
            <body><h1>What this server answers</h1><p>Every request carries the token of the link, as <code>?token=…</code>, as cookie, or as <code>Authorization: Bearer …</code>. The same for programs: <a href="/api/openapi.json">openapi.json</a>.</p>
            <table><thead><tr><th></th><th>path</th><th>what</th><th>answer</th></tr></thead><tbody>{{{rows}}}</tbody></table></body></html>
            """;
    }

    private static string Row(string path, HttpMethod method, OpenApiOperation operation)
    {
        var query = (operation.Parameters ?? [])
            .Select(static parameter => $"<br><code>{Escape(parameter.Name)}</code> {Escape(parameter.Description)}");
        var body = (operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema?.Properties
            ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
            .Select(static member => $"<br>body: <code>{Escape(member.Key)}</code> {Escape(member.Value.Description)}");
        var answer = operation.Responses?.GetValueOrDefault("200")?.Description;
        return $"<tr><td>{method.Method}</td><td><code>{Escape(path)}</code></td>"
            + $"<td>{Escape(operation.Summary)}{string.Concat(query)}{string.Concat(body)}</td><td>{Escape(answer)}</td></tr>";
    }

    private static string Escape(string? text) => WebUtility.HtmlEncode(text) ?? "";
}
