using System.Diagnostics;
using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>What the server says beside the session, as JSON.</summary>
internal static class ServerFacts
{
    private static readonly Lazy<string> Maps = new(
        static () => new JsonArray([.. ColorMap.All.Select(static map => (JsonNode)new JsonObject
        {
            ["name"] = map.Name,
            ["kind"] = map.Kind.ToString().ToLowerInvariant(),
            ["table"] = Convert.ToBase64String(map.Table),
            ["notANumber"] = new JsonArray([.. map.NotANumber.ToArray().Select(static value => (JsonNode)value)]),
        })]).ToJsonString());

    /// <summary>The colour maps: 256 colours each, red, green and blue, base64.</summary>
    public static string ColorMaps() => Maps.Value;

    /// <summary>
    /// Memory in bytes: of the scan, of what was computed and kept, of the process, and what is free for data; and how long the scan took
    /// to come.
    /// </summary>
    public static string Memory(ViewerSession session, StageTimes stages)
    {
        using var process = Process.GetCurrentProcess();
        var facts = new JsonObject
        {
            ["used"] = session.Scans.Sum(static open => open.Scan.BytesUsed),
            ["kept"] = session.KeptBytes,
            ["process"] = process.WorkingSet64,
            ["available"] = ScanOutline.Budget,
            ["stages"] = new JsonObject { ["read"] = stages.Read, ["decode"] = stages.Decode },
        };
        if (session.Scan is { IsComplete: true } scan)
            facts["load"] = new JsonObject { ["seconds"] = scan.LoadTime.Total.TotalSeconds, ["frames"] = scan.Scan.Shape.FrameCount };
        return facts.ToJsonString();
    }

    /// <summary>What data hold, and how they could be read; or why they cannot.</summary>
    public static async Task<string> OutlineAsync(ViewerSession session, ScanRequest request, CancellationToken cancellationToken)
    {
        ScanOutline outline;
        try
        {
            outline = await session.OutlineAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SourceException or ArgumentException)
        {
            return new JsonObject { ["refusal"] = ErrorSentence.Of(e) }.ToJsonString();
        }

        long budget = ScanOutline.Budget;
        return new JsonObject
        {
            ["format"] = outline.Info.Format,
            ["scanShape"] = Lengths(outline.Shape.Scan),
            ["detectorShape"] = Lengths(outline.Shape.Detector),
            ["dtype"] = outline.ElementType.Name(),
            ["bytes"] = outline.Bytes,
            ["notes"] = new JsonArray(
                [.. outline.Info.Notes.Append(outline.Info.UnknownScanShape).OfType<string>().Select(static note => (JsonNode)note)]),
            ["forms"] = new JsonArray([.. outline.Binned()
                .Select(form => (JsonNode)new JsonObject
                {
                    ["binning"] = form.Binning,
                    ["bytes"] = form.Bytes,
                    ["fits"] = form.Bytes <= budget,
                })]),
            ["suggestedShapes"] = new JsonArray(
                [.. outline.ScanShapes().Select(static shape => (JsonNode)new JsonArray(shape.Rows, shape.Columns))]),
        }.ToJsonString();
    }

    private static JsonArray Lengths(Extent extent) => new([.. extent.Lengths.Select(static length => (JsonNode)length)]);
}
