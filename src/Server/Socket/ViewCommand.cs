using System.Text.Json;
using Ronchi.Server.Http;

namespace Ronchi.Server;

/// <summary>One request of a browser: a JSON object with a <c>type</c> (docs/protocol.md).</summary>
internal sealed record ViewCommand(string Type, uint View, uint Sequence, JsonElement Body)
{
    /// <summary>Bytes of a request at most.</summary>
    public const int MostBytes = 64 << 10;

    /// <summary>Reads a request.</summary>
    /// <exception cref="FormatException">It is none; the message says what was expected.</exception>
    public static ViewCommand Parse(ReadOnlyMemory<byte> text)
    {
        var body = RequestBody.Read(text);
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw new FormatException("a request is a JSON object with a \"type\".");
        return new(type.GetString()!, Number(body, "view"), Number(body, "seq"), body);
    }

    /// <summary>A text of the request; null: it is not there.</summary>
    /// <exception cref="FormatException">It is no text.</exception>
    public string? Text(string name) =>
        !Body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null
            ? null
            : value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new FormatException($"\"{name}\" is a text.");

    /// <summary>A switch of the request; false: it is not there.</summary>
    /// <exception cref="FormatException">It is neither true nor false.</exception>
    public bool Switch(string name) => Body.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw new FormatException($"\"{name}\" is true or false."),
    };

    /// <summary>
    /// A parameter as it would be written in an address: texts as they are, numbers and lists of numbers with commas; null: it is not
    /// there.
    /// </summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public string? Parameter(string name) => !Body.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False or JsonValueKind.Null => null,
        JsonValueKind.Array when value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Number) =>
            string.Join(',', value.EnumerateArray().Select(static item => item.GetRawText())),
        _ => throw new FormatException($"\"{name}\" is a text, a number or a list of numbers."),
    };

    /// <summary>Whole numbers of the request.</summary>
    /// <exception cref="FormatException">They are not there, or are others.</exception>
    public long[] Integers(string name, int least, int most)
    {
        if (!Body.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() < least || list.GetArrayLength() > most)
            throw new FormatException($"\"{name}\" is a list of {(least == most ? $"{least}" : $"{least} to {most}")} whole numbers.");
        var numbers = new long[list.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Number || !list[i].TryGetInt64(out numbers[i]))
                throw new FormatException($"\"{name}\" is a list of whole numbers.");
        }

        return numbers;
    }

    private static uint Number(JsonElement body, string name) =>
        !body.TryGetProperty(name, out var value)
            ? 0
            : value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out uint number)
            ? number
            : throw new FormatException($"\"{name}\" is a whole number from 0.");
}
