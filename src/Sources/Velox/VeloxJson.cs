using System.Globalization;
using System.Text.Json;
using Ronchi.Hdf5;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Velox;

/// <summary>JSON as Velox keeps it: texts of one element; numbers are texts, or in newer files numbers.</summary>
internal static class VeloxJson
{
    /// <summary>The object in a dataset; null: there is no such dataset, or no object in it.</summary>
    public static JsonElement? Of(Hdf5File file, string path) =>
        path.StartsWith('/') && file.TryOpen(path) is Hdf5Dataset { ElementCount: 1, Type.IsText: true } dataset
            ? Parse(dataset.ReadValue().ToText()) : null;

    /// <summary>The object that a text is; null: it is none.</summary>
    public static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && JsonText.IsUnicode(document.RootElement)
                ? document.RootElement.Clone()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member by the names that lead to it; null: there is none.</summary>
    public static JsonElement? Member(JsonElement of, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out of))
                return null;
        }

        return of;
    }

    /// <summary>A text by the names that lead to it; null: there is none.</summary>
    public static string? Text(JsonElement of, params ReadOnlySpan<string> names) =>
        Member(of, names) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <summary>A finite number by the names that lead to it; null: there is none.</summary>
    public static double? Number(JsonElement of, params ReadOnlySpan<string> names) => Member(of, names) switch
    {
        { ValueKind: JsonValueKind.Number } found when found.TryGetDouble(out var number) && double.IsFinite(number) => number,
        { ValueKind: JsonValueKind.String } found
            when double.TryParse(found.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => null,
    };
}
