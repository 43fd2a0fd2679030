using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Ronchi.Server.Http;

/// <summary>
/// What the server answers, as an OpenAPI document: made from its routes, their <see cref="RequestDescription"/>s, and the analyses.
/// </summary>
internal static class ApiDocument
{
    private const string Name = "ronchi";
    private const string Scheme = "token";
    private const string Json = "application/json";

    /// <summary>Has the document made.</summary>
    /// <param name="services">The server's.</param>
    /// <param name="version">Version of the protocol.</param>
    /// <param name="analyses">The operations, as <c>/api/operations</c> gives them.</param>
    public static void AddTo(IServiceCollection services, int version, Func<JsonArray> analyses) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            Describe(
                operation, context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestDescription>().Single(), context.Document!);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Ronchi", Version = version.ToString(CultureInfo.InvariantCulture) };
            document.Servers = [];
            document.Tags = null;
            foreach (var operation in document.Paths.Values.SelectMany(
                static path => path.Operations is { } operations ? operations.Values : Enumerable.Empty<OpenApiOperation>()))
                operation.Tags = null;
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            foreach (var analysis in analyses().Where(static operation => (string)operation!["gives"]! == "results"))
                document.Paths[$"/api/operations/{(string)analysis!["name"]!}"] = new OpenApiPathItem
                {
                    Operations = new() { [HttpMethod.Post] = Run((JsonObject)analysis, document) },
                };
            return Task.CompletedTask;
        });
    });

    /// <summary>The document.</summary>
    public static Task<OpenApiDocument> MakeAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellationToken);

    // Each analysis is a request of its own, with its parameters as the body.
    private static OpenApiOperation Run(JsonObject analysis, OpenApiDocument document)
    {
        var operation = new OpenApiOperation();
        Describe(
            operation,
            new(
                (string)analysis["summary"]!,
                "What ran, what it found, and its results: name, kind, shape, type and unit; /api/signals gives their values")
            {
                Parameters =
                [
                    new("scan", "Id of the scan (default: the active one)"), new("of", "Name of the frames (default: data)"),
                    new("region", "Scan positions to use, as in rect:0,0,31,31 (default: all)"),
                ],
                Body = (JsonObject)analysis["parameters"]!,
            }, document);
        return operation;
    }

    private static void Describe(OpenApiOperation operation, RequestDescription description, OpenApiDocument document)
    {
        operation.Summary = description.Summary;
        operation.Parameters = [.. description.Parameters.Select(static parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = parameter.IsInPath ? ParameterLocation.Path : ParameterLocation.Query,
            Required = parameter.IsRequired,
            Description = parameter.Help,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        })];
        if (description.Body is { } body)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Json] = new OpenApiMediaType { Schema = Schema(body, document) },
                },
            };
        operation.Responses = new()
        {
            ["200"] = new OpenApiResponse
            {
                Description = description.Answer,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [description.IsJson ? Json : "application/octet-stream"] = new OpenApiMediaType(),
                },
            },
            ["400"] = new OpenApiResponse { Description = "The request cannot be carried out; {\"error\"} says why" },
            ["403"] = new OpenApiResponse { Description = "The token is missing or wrong, or the request comes from elsewhere" },
        };
    }

    private static OpenApiSchema Schema(JsonObject json, OpenApiDocument document) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(json.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _, "json") ?? new();
}
