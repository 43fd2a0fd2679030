using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Engine.Operations;
using Ronchi.Server.Http;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>What is to be opened, as browsers and programs say it: the parameters of a <see cref="ScanRequest"/>.</summary>
/// <param name="repertoire">The formats that data may have.</param>
internal sealed class OpenRequests(Repertoire repertoire)
{
    /// <summary>Says that a scan is opened beside those that are open.</summary>
    private const string Beside = "beside";

    /// <summary>The parameters.</summary>
    public ParameterSchema Schema { get; } = repertoire.Opening;

    /// <summary>The parameters as they stand in an address.</summary>
    public IReadOnlyList<RequestParameter> Query => [.. Schema.Parameters.Select(
        static parameter => new RequestParameter(parameter.Name, parameter.Help, parameter.IsRequired))];

    /// <summary>Reads a request from an address.</summary>
    /// <param name="text">Gives its parameters as texts; null: not there.</param>
    /// <exception cref="FormatException">A parameter is missing, or makes no sense.</exception>
    public ScanRequest Parse(Func<string, string?> text) =>
        Made(Arguments.Parse(Schema, parameter => text(parameter.Name) is { } given ? [given] : []));

    /// <summary>Reads a request from an object.</summary>
    /// <param name="body">Its members are parameters; <c>type</c>, <c>view</c>, <c>seq</c> and <c>beside</c> are the message's own.</param>
    /// <exception cref="FormatException">A parameter is missing, or makes no sense.</exception>
    public ScanRequest Parse(JsonElement body)
    {
        var parameters = JsonObject.Create(body) ?? throw new FormatException("a request is a JSON object.");
        foreach (string own in new[] { "type", "view", "seq", Beside })
            parameters.Remove(own);
        using var document = JsonDocument.Parse(parameters.ToJsonString());
        return Made(Arguments.Read(Schema, document.RootElement));
    }

    /// <summary>Whether a scan is opened beside those that are open, not in place of the one that is looked at.</summary>
    /// <exception cref="FormatException">It is neither true nor false.</exception>
    public static bool IsBeside(ViewCommand command) => command.Switch(Beside);

    /// <summary>The request with its parameters, as <see cref="Parse(JsonElement)"/> reads them: what opens the same again.</summary>
    public static JsonObject ToJson(ScanRequest request) => request.Arguments.ToJson();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">A parameter makes no sense here: a format of a plug-in may be missing.</exception>
    public ScanRequest Read(JsonObject json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return Parse(document.RootElement);
    }

    private ScanRequest Made(Arguments arguments) => arguments["path"] is null
        ? throw new FormatException("\"path\" is missing: it says what to open.")
        : repertoire.RequestOf(arguments);
}
