using System.Text.Json.Nodes;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <content>What a browser must know to show the session.</content>
public sealed partial class ViewerSession
{
    private const int MostMarks = 2000;   // more would be a picture of their own

    /// <summary>Everything that a browser must know to show the session.</summary>
    public JsonObject State()
    {
        lock (_gate)
        {
            var state = new JsonObject
            {
                ["type"] = "state",
                ["version"] = _version,
                ["document"] = _document.DeepClone(),
                ["roots"] = new JsonArray([.. _roots.Folders.Select(static folder => (JsonNode)folder)]),
                ["recent"] = new JsonArray([.. _recent.Select(OpenRequest.ToJson)]),
            };
            state["results"] = Results.Describe();
            if (_open is { } open)
                state["scan"] = Describe(open);
            return state;
        }
    }

    private static JsonObject Describe(Opening open)
    {
        var (scan, info) = (open.Scan, open.Scan.Scan.Info);
        var axes = open.Calibration?.Of(info, scan.Scan.Shape, open.Request.DetectorBinning.Factor) ?? info.Axes;
        return new JsonObject
        {
            ["path"] = open.Request.Path,
            ["request"] = OpenRequest.ToJson(open.Request),
            ["options"] = new JsonArray([.. open.Request.Arguments.ToOptions(leftOut: "path").Select(static option => (JsonNode)option)]),
            ["program"] = open.Request.Arguments.ToInitializer(),
            ["format"] = info.Format,
            ["scanShape"] = Lengths(scan.Scan.Shape.Scan),
            ["detectorShape"] = Lengths(scan.Scan.Shape.Detector),
            ["dtype"] = scan.Scan.ElementType.Name(),
            ["heldAs"] = scan.FormName,
            ["heldBecause"] = scan.Reason,
            ["bytes"] = scan.BytesUsed,
            ["binning"] = open.Request.DetectorBinning.Factor,
            ["isComplete"] = scan.IsComplete,
            ["axes"] = new JsonArray([.. axes.Select(static axis => (JsonNode)new JsonObject { ["name"] = axis.Name, ["scale"] = axis.Scale, ["offset"] = axis.Offset, ["unit"] = axis.Unit })]),
            ["disk"] = scan.DiskNumbers is [var row, var column, var radius] ? new JsonObject { ["row"] = row, ["column"] = column, ["radius"] = radius } : null,
            ["hotPixels"] = Places(scan.HotPixels, scan),
            ["maskedPixels"] = scan.Scan.Source.Validity.MaskedPixels?.Count ?? 0,
            ["masked"] = Places(scan.Scan.Source.Validity.MaskedPixels, scan),
            ["kilovolts"] = info.Kilovolts,
            ["calibration"] = open.Calibration is { } calibration ? JsonNode.Parse(calibration.ToJson()) : null,
            ["notes"] = new JsonArray([.. info.Notes.Select(static note => (JsonNode)note)]),
            ["scanShapes"] = info.UnknownScanShape is null ? null : new JsonArray([.. new ScanOutline(info, scan.Scan.Shape, scan.Scan.ElementType).ScanShapes().Select(static shape => (JsonNode)new JsonArray(shape.Rows, shape.Columns))]),
        };
    }

    // Row and column of each pixel of a set; none when there are too many to mark.
    private static JsonArray Places(PixelSet? set, ResidentScan scan)
    {
        var list = new JsonArray();
        if (set is not { Count: > 0 and <= MostMarks } || scan.Scan.Shape.Detector.Rank != 2)
            return list;
        int columns = (int)scan.Scan.Shape.Detector[1];
        for (int pixel = 0; pixel < set.Pixels; pixel++)
        {
            if (set[pixel])
                list.Add(new JsonArray(pixel / columns, pixel % columns));
        }

        return list;
    }

    private static JsonArray Lengths(Extent extent) => new([.. extent.Lengths.Select(static length => (JsonNode)length)]);
}
