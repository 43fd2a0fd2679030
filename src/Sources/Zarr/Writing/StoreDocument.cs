using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Zarr;

/// <summary>Writes the small JSON files of a store.</summary>
internal static class StoreDocument
{
    /// <summary>Member among attributes that keeps what no standard has a place for.</summary>
    public const string Carried = "ronchi";

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An object.</summary>
    /// <param name="write">Writes its members.</param>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>A list of numbers in a line.</summary>
    public static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", numbers)}]");
    }

    /// <summary>An object within another.</summary>
    public static void Object(this Utf8JsonWriter json, string name, Action<Utf8JsonWriter> write)
    {
        json.WriteStartObject(name);
        write(json);
        json.WriteEndObject();
    }

    /// <summary>What is kept of the scan beside its frames.</summary>
    public static void CarriedScan(this Utf8JsonWriter json, CarriedScan carried, ElementType type)
    {
        json.WritePropertyName(Carried);
        CarriedJson.Write(json, carried, type);
    }
}
