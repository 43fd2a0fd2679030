using System.Text.Json.Nodes;
using Ronchi.Engine.Operations;

namespace Ronchi.Server;

/// <summary>What the server answers, as an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1) and as a page for people.</summary>
internal static class ApiDescription
{
    private static readonly (string Name, string Help, bool IsRequired)[] HowToRead = [.. OpenRequest.Schema.Parameters.Select(static parameter => (parameter.Name, parameter.Help, parameter.IsRequired))];

    private static readonly (string Name, string Help, bool IsRequired)[] Turning =
    [
        ("rotation", "Rotation from detector to scan in degrees, clockwise", false),
        ("flip", "true: the detector rows run against the scan rows", false),
    ];

    private static readonly Operation[] Operations =
    [
        new("get", "/api/state", "The session: the open scan and how it is displayed", [], [], "The state"),
        new("get", "/api/files", "The contents of a folder below the roots", [("path", "The folder; without it the first root", false)], [], "Entries, folders first"),
        new("get", "/api/inspect", "What is in a file, without reading frames", [.. HowToRead], [], "Format, shapes, type and size in memory; or {\"refusal\"}: why it cannot be opened"),
        new("get", "/api/preview", "The frame in the middle of the scan, to check that the file is read correctly", [.. HowToRead], [], "Values: a header of 64 bytes, then one for each pixel"),
        new("post", "/api/open", "Opens a scan in place of the current one", [], [.. HowToRead.Select(static parameter => (parameter.Name, parameter.Help))], "The state") { Schema = ParameterSchemaJson.Of(OpenRequest.Schema) },
        new("post", "/api/patch", "Changes how the scan is displayed", [], [("document", "Members that replace those of the same name; null removes one")], "The state"),
        new("post", "/api/calibrate", "Saves a calibration next to the data and applies it", [], [("calibration", "scanStep, scanUnit, detectorStep, detectorUnit, voltage, rotation, flip")], "The state"),
        new("get", "/api/operations", "The analyses that can run on the open scan", [], [], "For each its name, sentence, version, and the JSON Schema of its parameters"),
        new("get", "/api/results/{name}", "A result of the last analysis, whole: NAME.npy", [], [], "A NumPy array, with the type and the axes of the result"),
        new("get", "/api/jobs", "The jobs that are running", [], [], "Jobs, each with its progress"),
        new("post", "/api/cancel", "Cancels a job", [], [("job", "Its number")], "Whether it was running"),
        new("get", "/api/image", "The image of a virtual detector, or of two together", [("detector", "As in commands: disk:96,96,30, bf, …", true), ("with", "A second detector", false), ("as", "mean, difference or ratio of the two", false), ("member", "Which of a series", false)], [], "Values: a header of 64 bytes, then one for each scan position"),
        new("get", "/api/com", "The centre of mass of each frame, relative to the mean over the scan", [("detector", "The region to use (default: the whole frame)", false), .. Turning, ("member", "Which of a series", false)], [], "Values: a header of 64 bytes, then two images: towards the rows, towards the columns"),
        new("get", "/api/dpc", "The signal of a four-quadrant detector: differences of opposite quadrants divided by the sum", [("ring", "Row, column, inner and outer radius", true), .. Turning, ("member", "Which of a series", false)], [], "Values: a header of 64 bytes, then two images: towards the rows, towards the columns"),
        new("get", "/api/map", "A number for each frame", [("name", "sum, max or std", false), ("member", "Which of a series", false)], [], "Values: a header of 64 bytes, then one for each scan position"),
        new("get", "/api/result", "A result of the running analysis, so far", [("name", "Which; the state lists them", true), ("member", "Which of a series", false)], [], "Values: a header of 64 bytes, then one for each scan position or pixel"),
        new("get", "/api/frame", "One frame", [("position", "Its scan position, as in 12,34", true)], [], "Values: a header of 64 bytes, then one for each pixel"),
        new("get", "/api/pattern", "The pattern of a scan region", [("region", "Its positions, as in rect:0,0,31,31, disk:…, polygon:… or line:…", true), ("reduce", "mean, sum or max", false), ("member", "Which of a series", false)], [], "Values: a header of 64 bytes, then one for each pixel"),
        new("get", "/api/disk", "The bright-field disk near a point, to a fraction of a pixel", [("near", "Its approximate row, column and radius, as in 95,97,30", true)], [], "row, column and radius"),
        new("get", "/api/rotation", "Rotation and flip between detector and scan, estimated from the centres of mass: a field of forces has no curl", [("detector", "The region to use (default: the whole frame)", false)], [], "rotation in degrees, and flip"),
        new("get", "/api/color-maps", "The colour maps", [], [], "For each its name, kind and 256 colours: red, green and blue, base64"),
        new("get", "/api/memory", "Memory in bytes, and times", [], [], "Memory used by the scan, by cached results and by the process, and available for data; core seconds of each stage, and of loading"),
        new("get", "/ws", "The WebSocket of docs/protocol.md", [], [], "Texts and values"),
        new("get", "/api/openapi.json", "This description", [], [], "An OpenAPI document"),
        new("get", "/api", "This description as a page", [], [], "A page"),
    ];

    /// <summary>Paths that are described.</summary>
    public static IEnumerable<string> Paths => Operations.Select(static operation => operation.Path);

    /// <summary>The description as an OpenAPI document.</summary>
    /// <param name="analyses">The analyses, as <c>/api/operations</c> gives them.</param>
    public static string Json(JsonArray analyses)
    {
        var paths = new JsonObject();
        foreach (var operation in Operations.Concat(Runs(analyses)))
        {
            var parameters = new JsonArray([.. operation.Parameters.Select(static parameter => (JsonNode)new JsonObject
            {
                ["name"] = parameter.Name, ["in"] = "query", ["required"] = parameter.IsRequired, ["description"] = parameter.Help, ["schema"] = new JsonObject { ["type"] = "string" },
            })]);
            var described = new JsonObject { ["summary"] = operation.Summary, ["parameters"] = parameters };
            if (operation.Schema is { } schema)
            {
                described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema.DeepClone() } } };
            }
            else if (operation.Body.Length > 0)
            {
                described["requestBody"] = new JsonObject
                {
                    ["required"] = true,
                    ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(operation.Body.Select(static member => new KeyValuePair<string, JsonNode?>(member.Name, new JsonObject { ["description"] = member.Help }))) } } },
                };
            }

            described["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = operation.Answer },
                ["400"] = new JsonObject { ["description"] = "The request cannot be carried out; {\"error\"} says why" },
                ["403"] = new JsonObject { ["description"] = "The token is missing or wrong, or the request comes from elsewhere" },
            };
            paths[operation.Path] = new JsonObject { [operation.Method] = described };
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Ronchi", ["version"] = FrameMessage.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["components"] = new JsonObject { ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } } },
            ["paths"] = paths,
        }.ToJsonString(new() { WriteIndented = true });
    }

    /// <summary>The description as a page.</summary>
    /// <param name="analyses">The analyses, as <c>/api/operations</c> gives them.</param>
    public static string Page(JsonArray analyses)
    {
        var rows = string.Concat(Operations.Concat(Runs(analyses)).Select(static operation => $"<tr><td>{operation.Method.ToUpperInvariant()}</td><td><code>{Escape(operation.Path)}</code></td><td>{Escape(operation.Summary)}{(operation.Parameters.Length == 0 ? "" : "<br>" + string.Join("<br>", operation.Parameters.Select(static parameter => $"<code>{Escape(parameter.Name)}</code> {Escape(parameter.Help)}")))}{string.Concat(operation.Body.Select(static member => $"<br>body: <code>{Escape(member.Name)}</code> {Escape(member.Help)}"))}</td><td>{Escape(operation.Answer)}</td></tr>"));
        return $$$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Ronchi: requests to this server</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #ddd}
            @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th{border-color:#333}}</style></head>
            <body><h1>What this server answers</h1><p>Every request carries the token of the link, as <code>?token=…</code>, as cookie, or as <code>Authorization: Bearer …</code>. The same for programs: <a href="/api/openapi.json">openapi.json</a>.</p>
            <table><thead><tr><th></th><th>path</th><th>what</th><th>answer</th></tr></thead><tbody>{{{rows}}}</tbody></table></body></html>
            """;
    }

    // Each analysis is a request of its own, with its parameters as the body.
    private static IEnumerable<Operation> Runs(JsonArray analyses) => analyses.Select(static analysis => new Operation(
        "post",
        $"/api/operations/{(string)analysis!["name"]!}",
        (string)analysis["summary"]!,
        [("region", "Scan positions to use, as in rect:0,0,31,31 (default: all)", false)],
        [.. ((JsonObject)analysis["parameters"]!["properties"]!).Select(static parameter => (parameter.Key, (string)parameter.Value!["description"]!))],
        "What ran, what it found, and its results: name, kind, shape, type and unit; /api/result gives their values")
        { Schema = (JsonObject)analysis["parameters"]! });

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);

    private sealed record Operation(string Method, string Path, string Summary, (string Name, string Help, bool IsRequired)[] Parameters, (string Name, string Help)[] Body, string Answer)
    {
        public JsonObject? Schema { get; init; }
    }
}
