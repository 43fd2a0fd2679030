using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ronchi.Engine.Operations;

/// <summary>An operation with values for its parameters, as it is stored and sent. Equal by content.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Arguments">The values.</param>
/// <typeparam name="TOperation">What kind of operation it is.</typeparam>
public sealed record OperationCall<TOperation>(TOperation Operation, Arguments Arguments)
    where TOperation : Operation
{
    /// <summary>
    /// Reads what <see cref="ToJson"/> wrote: <c>{"operation": NAME, "version": N, "parameters": {…}}</c>; without a version it is that of
    /// the operation, without parameters they are the defaults.
    /// </summary>
    /// <param name="json">The object.</param>
    /// <param name="known">The operations that there are.</param>
    /// <exception cref="FormatException">It is no call, names no known operation, or is of a version that cannot be read.</exception>
    public static OperationCall<TOperation> Read(JsonElement json, IReadOnlyList<TOperation> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("operation", out var name)
            || name.ValueKind != JsonValueKind.String)
            throw new FormatException("an operation is written as {\"operation\": NAME, \"parameters\": {…}}.");
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name is not ("operation" or "version" or "parameters"))
                throw new FormatException($"'{member.Name}' does not belong to an operation: expected operation, version and parameters.");
        }

        var operation = Find(name.GetString()!, known);
        var version = !json.TryGetProperty("version", out var stored)
            ? operation.Version
            : stored.ValueKind == JsonValueKind.Number && stored.TryGetInt32(out var number)
            ? number
            : throw new FormatException($"the version of '{operation.Name}' is {stored.GetRawText()}: expected a whole number.");
        if (version > operation.Version || version < 1)
            throw new FormatException(
                $"'{operation.Name}' was stored as version {version}, and this program reads versions up to {operation.Version}: use the "
                + "program that wrote it, or a newer one.");
        if (!json.TryGetProperty("parameters", out var parameters))
            return new(operation, Arguments.None(operation.Schema));
        if (version == operation.Version)
            return new(operation, Arguments.Read(operation.Schema, parameters));
        using var upgraded = JsonDocument.Parse(operation.Upgrade(
            JsonObject.Create(parameters) ?? throw new FormatException("parameters are an object."), version).ToJsonString());
        return new(operation, Arguments.Read(operation.Schema, upgraded.RootElement));
    }

    /// <summary>The operation that a parameter record belongs to, with its values.</summary>
    /// <param name="parameters">The record.</param>
    /// <param name="known">The operations that there are.</param>
    /// <exception cref="ArgumentException">It belongs to none of them, or to several.</exception>
    public static OperationCall<TOperation> Of(object parameters, IReadOnlyList<TOperation> known)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(known);
        return known.Where(operation => operation.Schema.Record == parameters.GetType()).Take(2).ToList() switch
        {
            [var only] => new(only, Arguments.Of(only.Schema, parameters)),
            [] =>
                throw new ArgumentException(
                    $"{parameters.GetType().Name} holds the parameters of no operation that is known here.", nameof(parameters)),
            _ =>
                throw new ArgumentException(
                    $"Several operations take {parameters.GetType().Name}: name the one that is meant.", nameof(parameters)),
        };
    }

    /// <summary>The operation of a name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static TOperation Find(string name, IReadOnlyList<TOperation> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.FirstOrDefault(operation => operation.Name == name)
            ?? throw new FormatException(
                NearName.Of(name, known.Select(static operation => operation.Name)) is { } near
                    ? $"there is no operation '{name}'. Did you mean '{near}'?"
                    : $"there is no operation '{name}'.");
    }

    /// <summary>The call as JSON.</summary>
    public JsonObject ToJson() =>
        new() { ["operation"] = Operation.Name, ["version"] = Operation.Version, ["parameters"] = Arguments.ToJson() };
}
