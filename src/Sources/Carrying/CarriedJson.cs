using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Sources.Carrying;

/// <summary>A <see cref="CarriedScan"/> as JSON: in a file beside the data, or among the attributes of a file that has such.</summary>
internal static class CarriedJson
{
    private const int MostMaskRuns = 200_000;

    /// <summary>Writes it.</summary>
    /// <param name="json">Where.</param>
    /// <param name="carried">What to keep.</param>
    /// <param name="elementType">Type of the values: it tells whether data of that name are still the same.</param>
    public static void Write(Utf8JsonWriter json, CarriedScan carried, ElementType elementType)
    {
        json.WriteStartObject();
        json.WriteString("dtype", elementType.Name());
        Numbers(json, "scanShape", carried.Scan);
        Numbers(json, "detectorShape", carried.Detector);
        json.WriteStartArray("axes");
        foreach (var axis in carried.Axes)
        {
            json.WriteStartObject();
            json.WriteString("name", axis.Name);
            json.WriteNumber("scale", axis.Scale);
            json.WriteNumber("offset", axis.Offset);
            json.WriteString("unit", axis.Unit);
            if (axis.Values is { } values)
            {
                json.WriteStartArray("values");
                foreach (var value in values)
                    json.WriteNumberValue(value);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (carried.MaskedPixels is { } masked)
            Numbers(json, "maskedPixelRuns", Runs(masked));
        json.WriteBoolean("maximumIsNoData", carried.MaximumIsNoData);
        if (!carried.Recorded.IsDefault)
            Numbers(json, "recorded", [.. carried.Recorded.SelectMany(static range => (long[])[range.Start, range.End])]);
        json.WriteStartArray("facts");
        foreach (var fact in carried.Facts)
        {
            json.WriteStartObject();
            json.WriteString("name", fact.Name);
            json.WriteString("value", fact.Value);
            if (fact.Unit is { } unit)
                json.WriteString("unit", unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Texts(json, "notes", carried.Notes);
        Texts(json, "notKept", carried.Losses);
        if (carried.Provenance is { } provenance)
            json.WriteString("madeBy", provenance);
        json.WriteEndObject();
    }

    /// <summary>Reads it, all but which pixels are masked.</summary>
    /// <exception cref="FormatException">It is damaged, or one of the exceptions of JSON.</exception>
    public static CarriedScan Read(JsonObject json) => new()
    {
        Scan = Numbers(json, "scanShape"),
        Detector = Numbers(json, "detectorShape"),
        Axes = [.. Objects(json, "axes").Select(AxisOf)],
        Facts = [.. Objects(json, "facts")
            .Select(static fact => new Fact(Text(fact, "name"), Text(fact, "value"), (string?)fact["unit"]))],
        Notes = Texts(json, "notes"),
        Losses = Texts(json, "notKept"),
        Provenance = (string?)json["madeBy"],
        Recorded = json["recorded"] is JsonArray ? Pairs(Numbers(json, "recorded")) : default,
        MaximumIsNoData = json["maximumIsNoData"]?.GetValue<bool>() == true,
    };

    /// <summary>Type of the values, by its name; null: it is not said.</summary>
    public static string? TypeOf(JsonObject json) => (string?)json["dtype"];

    /// <summary>The same with the masked pixels.</summary>
    /// <param name="json">What says them.</param>
    /// <param name="carried">What it says besides.</param>
    /// <param name="pixels">Pixels of a frame.</param>
    /// <exception cref="FormatException">They lie outside a frame.</exception>
    public static CarriedScan Masked(JsonObject json, CarriedScan carried, long pixels) => json["maskedPixelRuns"] is JsonArray
        ? carried with { MaskedPixels = Mask(Numbers(json, "maskedPixelRuns"), pixels) }
        : carried;

    /// <summary>Whether a mask has few enough runs to be written down.</summary>
    public static bool Holds(PixelSet masked) => Runs(masked).Length / 2 <= MostMaskRuns;

    private static ImmutableArray<long> Runs(PixelSet masked)
    {
        var runs = ImmutableArray.CreateBuilder<long>();
        for (var pixel = 0; pixel < masked.Pixels; pixel++)
        {
            if (!masked[pixel])
                continue;
            var start = pixel;
            while (pixel < masked.Pixels && masked[pixel])
                pixel++;
            runs.Add(start);
            runs.Add(pixel);
        }

        return runs.ToImmutable();
    }

    private static PixelSet? Mask(ImmutableArray<long> runs, long pixels)
    {
        var members = new bool[pixels];
        foreach (var (start, end) in Pairs(runs))
        {
            if (start < 0 || end < start || end > pixels)
                throw new FormatException($"masked pixels {start} to {end} lie outside a frame of {pixels} pixels");
            members.AsSpan((int)start, (int)(end - start)).Fill(true);
        }

        return PixelSet.From((int)pixels, pixel => members[pixel]);
    }

    private static Axis AxisOf(JsonObject axis)
    {
        var (name, unit) = (Text(axis, "name"), Text(axis, "unit"));
        if (axis["values"] is not JsonArray values)
            return new(name, Number(axis, "scale"), Number(axis, "offset"), unit);
        return values.Count is > 0 and <= AxisValues.Most
            ? Axis.Of(name, [.. values.Select(static value => value!.GetValue<double>())], unit)
            : throw new FormatException($"the axis '{name}' has {values.Count} values");
    }

    private static ImmutableArray<(long Start, long End)> Pairs(ImmutableArray<long> numbers) =>
        [.. Enumerable.Range(0, numbers.Length / 2).Select(i => (numbers[2 * i], numbers[(2 * i) + 1]))];

    private static IEnumerable<JsonObject> Objects(JsonObject json, string name) => (json[name] as JsonArray ?? []).OfType<JsonObject>();

    private static ImmutableArray<long> Numbers(JsonObject json, string name) =>
        [.. (json[name] as JsonArray ?? [])
            .Select(static number => number?.GetValue<long>() ?? throw new FormatException("a number is missing"))];

    private static ImmutableArray<string> Texts(JsonObject json, string name) =>
        [.. (json[name] as JsonArray ?? []).Select(static text => (string?)text ?? "")];

    private static double Number(JsonObject json, string name) =>
        json[name]?.GetValue<double>() ?? throw new FormatException($"'{name}' is missing");

    private static string Text(JsonObject json, string name) => (string?)json[name] ?? throw new FormatException($"'{name}' is missing");

    private static void Numbers(Utf8JsonWriter json, string name, ImmutableArray<long> numbers)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", numbers)}]");
    }

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
