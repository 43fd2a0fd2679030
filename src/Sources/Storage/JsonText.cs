using System.Text.Json;

namespace Ronchi.Sources.Storage;

/// <summary>Texts in JSON of files that nobody has checked.</summary>
internal static class JsonText
{
    /// <summary>
    /// Whether all names and texts are Unicode: bytes that are no UTF-8, and halves of pairs, can be parsed but not read.
    /// </summary>
    public static bool IsUnicode(JsonElement json)
    {
        try
        {
            Read(json);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    Read(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    Read(member.Value);
                }

                break;
        }
    }
}
