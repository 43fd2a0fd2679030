using System.Text.Json.Nodes;
using Ronchi.Engine;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Pipelines;

namespace Ronchi.Server;

/// <content>What a browser must know to show the session.</content>
public sealed partial class ViewerSession
{
    private const int MostMarks = 2000;   // more would be a picture of their own
    private const int MostValues = 16;    // more are a picture, or a file
    private const int MostCoordinates = 4096;

    /// <summary>Everything that a browser must know to show the session.</summary>
    public JsonObject State()
    {
        lock (_gate)
        {
            return new JsonObject
            {
                ["type"] = "state",
                ["version"] = _version,
                ["active"] = _active?.Id,
                ["scans"] = new JsonArray([.. _scans.Select(open => (JsonNode)Told(open, NameOf(open)))]),
                ["layout"] = _layout.DeepClone(),
                ["roots"] = new JsonArray([.. _roots.Folders.Select(static folder => (JsonNode)folder)]),
                ["missing"] = new JsonArray([
                    .. _kept.Where(static kept => kept.Error is not null).Select(static kept => (JsonNode)Told(kept))]),
                ["setAside"] = _setAside,
                ["recent"] = new JsonArray([.. _recent.Select(static request => request.DeepClone())]),
            };
        }
    }

    /// <summary>The operations that are offered, the looks that they give, and the customary detectors.</summary>
    public JsonObject Operations() => OfferJson.Of(_operations);

    private static JsonObject Told(KeptScan missing) => new()
    {
        ["id"] = missing.Id,
        ["path"] = missing.Path,
        ["request"] = missing.Opening.DeepClone(),
        ["error"] = missing.Error,
    };

    // Of several scans of one file name, all but the first have a number.
    private string NameOf(OpenScan open)
    {
        static string Name(OpenScan of) => Path.GetFileName(Path.TrimEndingDirectorySeparator(of.Request.Path));
        var number = _scans.TakeWhile(other => other != open).Count(other => Name(other) == Name(open)) + 1;
        return number == 1 ? Name(open) : $"{Name(open)} ({number})";
    }

    private static JsonObject Told(OpenScan open, string name)
    {
        var (scan, info) = (open.Scan, open.Scan.Scan.Info);
        var axes = open.Calibration?.Of(info, scan.Scan.Shape, open.Request.DetectorBinning.Factor) ?? info.Axes;
        return new JsonObject
        {
            ["id"] = open.Id,
            ["name"] = name,
            ["path"] = open.Request.Path,
            ["request"] = OpenRequests.ToJson(open.Request),
            ["options"] = new JsonArray([.. open.Request.Arguments.ToOptions(leftOut: "path").Select(static option => (JsonNode)option)]),
            ["program"] = open.Request.Arguments.ToInitializer(),
            ["format"] = info.Format,
            ["scanShape"] = Lengths(scan.Scan.ShapeSoFar.Scan),
            ["detectorShape"] = Lengths(scan.Scan.Shape.Detector),
            ["dtype"] = scan.Scan.ElementType.Name(),
            ["heldAs"] = scan.FormName,
            ["heldBecause"] = scan.Reason,
            ["bytes"] = scan.BytesUsed,
            ["binning"] = open.Request.DetectorBinning.Factor,
            ["isComplete"] = scan.IsComplete,
            ["growth"] = scan.Arrivals is { } arrivals ? Told(arrivals.OfData, open.IsOpenEnded) : null,
            ["axes"] = Axes(axes),
            ["places"] = Axes(scan.Scan.Places),
            ["disk"] = scan.DiskNumbers is [var row, var column, var radius]
                ? new JsonObject { ["row"] = row, ["column"] = column, ["radius"] = radius }
                : null,
            ["hotPixels"] = Places(scan.HotPixels, scan),
            ["maskedPixels"] = scan.Scan.Source.Validity.MaskedPixels?.Count ?? 0,
            ["masked"] = Places(scan.Scan.Source.Validity.MaskedPixels, scan),
            ["kilovolts"] = info.Kilovolts,
            ["calibration"] = open.Calibration is { } calibration ? JsonNode.Parse(calibration.ToJson()) : null,
            ["notes"] = new JsonArray([.. info.Notes.Select(static note => (JsonNode)note)]),
            ["scanShapes"] = info.UnknownScanShape is null
                ? null
                : new JsonArray([.. new ScanOutline(info, scan.Scan.Shape, scan.Scan.ElementType).ScanShapes()
                    .Select(static shape => (JsonNode)new JsonArray(shape.Rows, shape.Columns))]),
            ["document"] = open.Document.DeepClone(),
            ["signals"] = new JsonArray([.. open.Tree.All.Select(static signal => (JsonNode)Told(signal))]),
        };
    }

    private static JsonObject Told(Arrivals arrivals, bool isOpenEnded) => new()
    {
        ["arrived"] = arrivals.Arrived.Count,
        ["total"] = arrivals.Total,
        ["lost"] = arrivals.Lost.Count,
        ["isOpenEnded"] = isOpenEnded,
        ["end"] = arrivals.End is var (isComplete, reason) ? new JsonObject { ["isComplete"] = isComplete, ["reason"] = reason } : null,
        ["states"] = new JsonArray([.. arrivals.States.Select(static state => (JsonNode)state)]),
    };

    /// <summary>What a call would give, without computing it; what its parameters take from other signals is computed.</summary>
    /// <param name="request">Names the frames and the operation.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="FormatException">No operation is named, or there is none of that name.</exception>
    /// <exception cref="ArgumentException">The operation cannot work on these frames.</exception>
    internal async Task<JsonObject> DeclareAsync(ViewRequest request, CancellationToken cancellationToken)
    {
        if (request.Call is null)
            throw new FormatException("name the \"operation\" that is asked about.");
        var open = Opened(request.Scan);
        await open.Tree.Frames(request.Of).PrepareAsync(cancellationToken).ConfigureAwait(false);
        var signal = open.Tree.Make(request);
        if (signal is Scan frames)
        {
            await frames.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return new() { ["gives"] = "frames", ["frames"] = Told(frames), ["results"] = null };
        }

        var shape = signal.Parent!.Shape;
        var declared = await ((ResultSignal)signal).DeclareAsync(cancellationToken).ConfigureAwait(false);
        return new()
        {
            ["gives"] = "results",
            ["frames"] = null,
            ["results"] = new JsonArray([.. SignalShape.All(declared, shape).Select(result => (JsonNode)Told(result, shape))]),
        };
    }

    private static JsonObject Told(TreeSignal signal)
    {
        var json = signal.Said?.ToJson() ?? CallOf(signal);
        json["region"] ??= null;
        json["gives"] = signal.Stored is not null ? null : signal.Signal is Scan ? "frames" : "results";
        json["stored"] = signal.Stored?.DeepClone();
        json["file"] = signal.File;
        json["state"] = signal.State.ToString().ToLowerInvariant();
        json["part"] = signal.Part;
        json["error"] = signal.Error;
        json["frames"] = signal.Signal is Scan { IsPrepared: true } frames ? Told(frames) : null;
        json["results"] = signal.Declared is { } declared
            ? new JsonArray([.. declared.Select(result => (JsonNode)Told(result, signal))])
            : null;
        json["notes"] = new JsonArray([.. (signal.Context?.Notes ?? []).Select(static note => (JsonNode)note)]);
        json["found"] = signal.Context?.UsedDisk is var (row, column, radius)
            ? new JsonObject { ["center_row"] = row, ["center_column"] = column, ["radius"] = radius }
            : null;
        return json;
    }

    // Of what a program makes, and of what cannot be read.
    private static JsonObject CallOf(TreeSignal signal)
    {
        var call = new JsonObject { ["name"] = signal.Name };
        foreach (var member in new[] { "of", "operation", "version", "parameters" })
            call[member] = signal.Stored?[member]?.DeepClone();
        call["of"] = call["of"] is JsonValue of && of.TryGetValue(out string? _) ? of : Pipeline.Data;
        return call;
    }

    private static JsonObject Told(Scan frames) => new()
    {
        ["scanShape"] = Lengths(frames.ShapeSoFar.Scan),
        ["detectorShape"] = Lengths(frames.Shape.Detector),
        ["dtype"] = frames.ElementType.Name(),
        ["axes"] = Axes(frames.Info.Axes),
        ["places"] = Axes(frames.Places),
    };

    private static JsonObject Told(SignalShape result, TreeSignal signal)
    {
        var json = Told(result, signal.Shape);
        if (signal.State == SignalState.Kept && result.Kind == ResultKind.Single
            && signal.Newest?.FirstOrDefault(values => values.Name == result.Name) is { } values
            && values.Values.Length <= MostValues && !values.ElementType.IsComplex()
            && values.ElementType is not (ElementType.Object or ElementType.Bool))
            json["values"] = Numbers(values);
        return json;
    }

    private static JsonObject Told(SignalShape result, DataShape? data)
    {
        var names = result.ExtraNames is [var only] ? only.Split(", ") : [];
        var components = result.Components(data);
        return new()
        {
            ["name"] = result.Name,
            ["kind"] = result.Kind.ToString().ToLowerInvariant(),
            ["shape"] = Lengths(result.Shape),
            ["dtype"] = result.Type.Name(),
            ["unit"] = result.Unit,
            ["components"] = components,
            ["rows"] = result.RowCount,
            ["rowType"] = result.Rows?.Type.Name(),
            ["columns"] = result.Rows is { } rows
                ? new JsonArray([.. rows.Columns.Select(static column =>
                    (JsonNode)new JsonObject { ["name"] = column.Name, ["unit"] = column.Unit })])
                : null,
            ["componentNames"] = names.Length == components ? new JsonArray([.. names.Select(static name => (JsonNode)name)]) : null,
            ["values"] = null,
        };
    }

    // What a call of an analysis is answered with.
    private static JsonObject Told(OpenScan open, TreeSignal signal)
    {
        var results = signal.Results!;
        var json = results.Call.ToJson();
        json["signal"] = signal.Name;
        json["options"] = new JsonArray([.. results.Call.Arguments.ToOptions().Select(static option => (JsonNode)option)]);
        json["region"] = signal.Said!.ToJson()["region"]?.DeepClone();
        // Of data that a program opened in its own way there is none.
        json["pipeline"] = open.Scan.Scan.Request is null ? null : Pipeline.Of(results).ToJson();
        var told = Told(signal);
        foreach (var name in new[] { "found", "notes", "results" })
            json[name] = told[name]?.DeepClone();
        return json;
    }

    // JSON has no NaN and no infinity: null stands for them.
    private static JsonArray Numbers(ResultArray result) =>
        new([.. result.ToDoubles().Select(static value => double.IsFinite(value) ? (JsonNode)value : null)]);

    // Of very long axes without equal steps the values are no part of the state: they are told in pixels.
    private static JsonArray Axes(IEnumerable<Axis> axes) => new([.. axes.Select(static axis => (JsonNode)(axis.Values switch
    {
        null => Told(axis, axis.Unit, values: null),
        { Count: <= MostCoordinates } values => Told(axis, axis.Unit, new([.. values.Select(static value => (JsonNode)value)])),
        _ => Told(axis with { Scale = 1, Offset = 0 }, "px", values: null),
    }))]);

    private static JsonObject Told(Axis axis, string unit, JsonArray? values) => new()
    {
        ["name"] = axis.Name,
        ["scale"] = axis.Scale,
        ["offset"] = axis.Offset,
        ["unit"] = unit,
        ["values"] = values,
    };

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
