using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>Parameters in JSON Schema (json-schema.org, 2020-12), with what a form needs beyond it under <c>x-…</c>.</summary>
public static class ParameterSchemaJson
{
    /// <summary>The schema of an object with a member for each parameter.</summary>
    public static JsonObject Of(ParameterSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                schema.Parameters.Select(static parameter => new KeyValuePair<string, JsonNode?>(parameter.Name, Of(parameter)))),
            ["required"] = new JsonArray([.. schema.Parameters.Where(static parameter => parameter.IsRequired)
                .Select(static parameter => (JsonNode)parameter.Name)]),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Of(Parameter parameter)
    {
        var json = parameter.Type.Schema();
        json["description"] = parameter.Help;
        if (parameter.Default is { } value)
            json["default"] = parameter.Type.ToJson(value);
        // Limits of a length hold in its unit; JSON Schema has them for numbers alone.
        if (parameter.Kind is ParameterKind.Integer or ParameterKind.Real or ParameterKind.Angle)
        {
            if (parameter.Minimum is { } least)
                json["minimum"] = least;
            if (parameter.Maximum is { } most)
                json["maximum"] = most;
        }

        json["x-kind"] = Words.Kebab(parameter.Kind.ToString());
        json["x-form"] = parameter.Form;
        if (parameter.Unit is { } unit)
            json["x-unit"] = unit;
        if (parameter.Pick != ParameterPick.None)
            json["x-pick"] = Words.Kebab(parameter.Pick.ToString());
        return json;
    }
}
