using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>JSON as programs write it into stores: with bare NaN and Infinity, as Python does.</summary>
internal static class ZarrJson
{
    private static readonly byte[][] NoJson = [[.. "-Infinity"u8], [.. "Infinity"u8], [.. "NaN"u8]];

    /// <summary>Reads an object.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The file.</param>
    /// <returns>Null: there is no such file.</returns>
    /// <exception cref="SourceException">It holds something else.</exception>
    public static JsonElement? Read(ZarrStore store, string key)
    {
        if (store.Document(key) is not { } bytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(Quoted(bytes));
            if (!JsonText.IsUnicode(document.RootElement))
                throw new SourceException($"{store.Path}/{key}", "this description holds text that is no Unicode; it is damaged.");
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new SourceException($"{store.Path}/{key}", "this description is no JSON object; it is damaged.");
        }
        catch (JsonException e)
        {
            throw new SourceException($"{store.Path}/{key}", "this description is no JSON; it is damaged.", e.BytePositionInLine, e);
        }
    }

    /// <summary>A member; null when there is none, or it is null.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
            ? found
            : null;

    /// <summary>A text; null when it is none.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A finite number, or a truth value as 0 or 1; null when it is none.</summary>
    public static double? Number(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && double.IsFinite(value) => value,
        { ValueKind: JsonValueKind.True } => 1,
        { ValueKind: JsonValueKind.False } => 0,
        _ => null,
    };

    /// <summary>Members of an array; none when it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>Whole numbers.</summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public static ImmutableArray<long> Lengths(this JsonElement json, string name)
    {
        if (json.Member(name) is not { ValueKind: JsonValueKind.Array } array)
            throw new InvalidDataException($"'{name}' is missing");
        return [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var length)
            ? length
            : throw new InvalidDataException($"'{name}' holds {item}, which is no whole number"))];
    }

    // What is no JSON stands in quotes, as Zarr writes it elsewhere.
    private static byte[] Quoted(byte[] bytes)
    {
        if (!Array.Exists(NoJson, word => bytes.AsSpan().IndexOf(word) >= 0))
            return bytes;
        var quoted = new MemoryStream(bytes.Length + 64);
        var isText = false;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == '"')
                isText = !isText;
            if (isText && bytes[at] == '\\' && at + 1 < bytes.Length)
                quoted.WriteByte(bytes[at++]);
            else if (!isText && Array.Find(NoJson, word => bytes.AsSpan(at).StartsWith(word)) is { } found)
            {
                quoted.Write(Encoding.ASCII.GetBytes($"\"{Encoding.ASCII.GetString(found)}\""));
                at += found.Length - 1;
                continue;
            }

            quoted.WriteByte(bytes[at]);
        }

        return quoted.ToArray();
    }
}
