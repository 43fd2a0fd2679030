using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Carrying;

/// <summary>
/// A <see cref="CarriedScan"/> beside a file that has no place for it: the member <c>carried</c> of <c>NAME.ronchi.json</c>, in which
/// people keep lengths too.
/// </summary>
internal static class Sidecar
{
    private const string Member = "carried";
    private const int FrameAxes = 2;   // what is taken for the detector's where nothing else is said
    private const long MostBytes = 16 << 20;
    private const int MostMaskRuns = 200_000;

    /// <summary>The file beside another.</summary>
    public static string FileFor(string path) => Path.TrimEndingDirectorySeparator(path) + SidecarName.Suffix;

    /// <summary>Whether there is nothing that the data file does not say itself.</summary>
    public static bool IsNeeded(CarriedScan carried) =>
        carried.MaskedPixels is not null || carried.MaximumIsNoData || !carried.Recorded.IsDefault
            || !carried.Facts.IsEmpty || !carried.Notes.IsEmpty || !carried.Losses.IsEmpty
            || carried.Provenance is not null || carried.Detector.Length != FrameAxes
            || carried.Axes.Any(static axis => axis.IsCalibrated || axis.Scale != 1 || axis.Offset != 0);

    /// <summary>What the file says.</summary>
    /// <param name="carried">What to keep.</param>
    /// <param name="elementType">Type of the values: it tells whether a file of that name is still the same.</param>
    public static byte[] Bytes(CarriedScan carried, ElementType elementType)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(Member);
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
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads what is kept beside a file.</summary>
    /// <param name="path">The file with the frames.</param>
    /// <param name="shape">What was opened.</param>
    /// <param name="elementType">Type of its values.</param>
    /// <param name="options">Say whether the file beside may be read.</param>
    /// <returns>What is kept, or why it is not used; both null: nothing is there.</returns>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static (CarriedScan? Carried, string? WhyNot) Beside(string path, DataShape shape, ElementType elementType, OpenOptions options)
    {
        var file = new FileInfo(FileFor(path));
        if (!file.Exists || options.MayRead?.Invoke(file.FullName) == false)
            return default;
        return Reading<(CarriedScan?, string?)>(file, json =>
        {
            var carried = new CarriedScan
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
            if (!carried.IsPlausible)
                throw Damaged(file.FullName, "its numbers are inconsistent");
            if ((string?)json["dtype"] != elementType.Name() || !carried.Detector.AsSpan().SequenceEqual(shape.Detector.Lengths.AsSpan())
                || new Extent(carried.Scan.AsSpan()).Count != shape.FrameCount)
                return (
                    null,
                    $"{file.Name} describes other data ({new Extent([.. carried.Scan, .. carried.Detector])} "
                    + $"{(string?)json["dtype"]}) and is not used.");
            return (
                carried with
                {
                    MaskedPixels = json["maskedPixelRuns"] is JsonArray
                        ? Mask(Numbers(json, "maskedPixelRuns"), (int)shape.FrameElements, file.FullName)
                        : null,
                },
                null);
        });
    }

    /// <summary>How many axes of an array are the detector's, as the file beside it says; null: it says nothing of such an array.</summary>
    /// <param name="path">The file with the array.</param>
    /// <param name="shape">All its axes.</param>
    /// <param name="options">Say whether the file beside may be read.</param>
    /// <exception cref="SourceException">The file is damaged.</exception>
    public static int? DetectorAxesOf(string path, ImmutableArray<long> shape, OpenOptions options)
    {
        var file = new FileInfo(FileFor(path));
        if (!file.Exists || options.MayRead?.Invoke(file.FullName) == false)
            return null;
        return Reading<int?>(file, json => new CarriedScan
        {
            Scan = Numbers(json, "scanShape"),
            Detector = Numbers(json, "detectorShape"),
        }.DetectorAxesOf(shape.AsSpan()));
    }

    // What is said of the frames; the default: nothing.
    private static T? Reading<T>(FileInfo file, Func<JsonObject, T> take)
    {
        RegularFile.Require(file.FullName);
        try
        {
            return RegularFile.Behind(file.FullName).Length <= MostBytes
                && JsonNode.Parse(File.ReadAllText(file.FullName)) is JsonObject all && all[Member] is JsonObject json
                ? take(json)
                : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Damaged(file.FullName, e.Message.TrimEnd('.'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(file.FullName, $"the file cannot be read: {RegularFile.Reason(e)}.", innerException: e);
        }
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

    /// <summary>How frames lie in a file without a header, as the file beside it says; null: nothing says it.</summary>
    public static RawLayout? LayoutOf(string path)
    {
        var file = new FileInfo(FileFor(path));
        if (!path.EndsWith(".raw", StringComparison.OrdinalIgnoreCase)
            || file is not { Exists: true, LinkTarget: null, Length: <= MostBytes })
            return null;
        RegularFile.Require(file.FullName);
        try
        {
            return JsonNode.Parse(File.ReadAllText(file.FullName)) is JsonObject all && all[Member] is JsonObject json
                && Numbers(json, "detectorShape") is { IsEmpty: false } detector
                && Array.Find(Enum.GetValues<ElementType>(), type => type.Name() == (string?)json["dtype"]) is var type
                && type.Name() == (string?)json["dtype"]
                ? new RawLayout(new Extent(detector.AsSpan()), type)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException
            or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(file.FullName, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Whether a mask has few enough runs to be written down.</summary>
    public static bool Holds(PixelSet masked) => Runs(masked).Length / 2 <= MostMaskRuns;

    private static SourceException Damaged(string path, string why) =>
        new(path, $"the file is damaged: {why}; repair it, or move it away to read the data without it.");

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

    private static PixelSet? Mask(ImmutableArray<long> runs, int pixels, string file)
    {
        var members = new bool[pixels];
        foreach (var (start, end) in Pairs(runs))
        {
            if (start < 0 || end < start || end > pixels)
                throw Damaged(file, $"masked pixels {start} to {end} lie outside a frame of {pixels} pixels");
            members.AsSpan((int)start, (int)(end - start)).Fill(true);
        }

        return PixelSet.From(pixels, pixel => members[pixel]);
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
