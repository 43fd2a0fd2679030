using System.Globalization;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>What is to be opened, as browsers and programs say it.</summary>
internal static class OpenRequest
{
    /// <summary>Reads a request.</summary>
    /// <param name="text">Gives its parameters as texts; null: not there.</param>
    /// <exception cref="FormatException">A parameter is missing, or makes no sense.</exception>
    public static ScanRequest Parse(Func<string, string?> text) => new(text("path") ?? throw new FormatException("\"path\" is missing: it says what to open."))
    {
        ScanShape = Shape(text, "scanShape"),
        FrameShape = Shape(text, "frameShape"),
        DataType = text("dtype"),
        Offset = Bytes(text, "offset"),
        Gap = Bytes(text, "gap"),
        Dataset = text("dataset"),
        DetectorBinning = text("detectorBinning") is { } binning ? Binning(binning) : 1,
        FixesHotPixels = text("fixHotPixels") is "true",
    };

    /// <summary>The request with its parameters, as <see cref="Parse"/> reads them: what opens the same again.</summary>
    public static JsonObject ToJson(ScanRequest request)
    {
        var json = new JsonObject { ["path"] = request.Path };
        Add("scanShape", Lengths(request.ScanShape), request.ScanShape is not null);
        Add("frameShape", Lengths(request.FrameShape), request.FrameShape is not null);
        Add("dtype", request.DataType, request.DataType is not null);
        Add("offset", request.Offset, request.Offset != 0);
        Add("gap", request.Gap, request.Gap != 0);
        Add("dataset", request.Dataset, request.Dataset is not null);
        Add("detectorBinning", request.DetectorBinning, request.DetectorBinning != 1);
        Add("fixHotPixels", request.FixesHotPixels, request.FixesHotPixels);
        return json;

        void Add(string name, JsonNode? value, bool isSaid)
        {
            if (isSaid)
                json[name] = value;
        }
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <returns>Null: it makes no sense.</returns>
    public static ScanRequest? Read(JsonNode? json)
    {
        try
        {
            if (json is not JsonObject)
                return null;
            using var document = System.Text.Json.JsonDocument.Parse(json.ToJsonString());
            return Parse(new ViewCommand("", 0, 0, document.RootElement.Clone()).Parameter);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonArray? Lengths(Extent? shape) => shape is null ? null : new JsonArray([.. shape.Value.Lengths.Select(static length => (JsonNode)length)]);

    private static Extent? Shape(Func<string, string?> text, string name) =>
        text(name) is not { } given ? null : Extent.TryParse(given.Replace(',', 'x'), out var shape) ? shape : throw new FormatException($"\"{name}\" is rows and columns, as in 256,256; '{given}' is not.");

    private static long Bytes(Func<string, string?> text, string name) =>
        text(name) is not { } given ? 0 : long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : throw new FormatException($"\"{name}\" is a number of bytes from 0; '{given}' is not.");

    private static int Binning(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int factor) && factor is >= 1 and <= 1024 ? factor : throw new FormatException($"\"detectorBinning\" is a whole number from 1; '{text}' is not.");
}
