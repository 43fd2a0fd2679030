using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Ripple;

/// <summary>Opens the values that a Ripple file describes: frames one after the other, or a scan of spectra.</summary>
internal static class RippleFile
{
    private const int MostBytes = 1 << 16;
    private const long MostFrameBytes = 1 << 30;

    /// <summary>Opens it.</summary>
    /// <exception cref="SourceException">The description is wanting, or the file with the values is missing or too short.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        var keys = Keys(path);
        var (columns, rows, depth) = (Length("width"), Length("height"), Length("depth"));
        var offset = Whole("offset", 0);
        var type = TypeOf(Text("data-type"), Whole("data-length", 1))
            ?? throw Fault($"data-type {Text("data-type")} of {Whole("data-length", 1)} bytes is not known.");
        var isVector = Text("record-by") is "vector" || (Text("record-by") is not "image" && rows == 1 && columns == 1);
        var shape = isVector
            ? new DataShape(new Extent(rows, columns), new Extent(depth))
            : new DataShape(depth == 1 ? new Extent([]) : new Extent(depth), new Extent(rows, columns));
        if ((Int128)shape.FrameElements * type.Size() > MostFrameBytes || offset < 0)
            throw Fault($"frames of {shape.Detector} {type.Name()} behind {offset} bytes: a frame must have 1 byte to 1 GiB.");
        var values = ValuesBeside(path, options);
        var frameBytes = (int)(shape.FrameElements * type.Size());
        var there = Math.Max(RegularFile.Behind(values).Length - offset, 0) / frameBytes;
        if (there == 0)
            throw new SourceException(
                values, $"the file is too short for one frame of {shape.Detector} {type.Name()}, as {path} describes it.");
        var decided = ScanShape.Decide(Math.Min(there, shape.FrameCount), options.ScanShape, shape.Scan, triggered: null);
        var info = new SourceInfo("Ripple", path)
        {
            Files = [path, values],
            Axes = options.ScanShape is null ? [.. Axes()] : [],
            Facts = Real("beam-energy") is > 0 and var kilovolts
                ? [new("high_tension", (kilovolts * 1000).ToString("R", CultureInfo.InvariantCulture), "V")]
                : [],
            Notes = [.. options.Remarks, .. decided.Note is { } note ? [note] : (string[])[]],
        };
        var layout = new FlatLayout(offset, frameBytes, frameBytes, type.Size(), Text("byte-order") == "big-endian");
        return new FlatFrameSource(
            info,
            new(decided.Scan, shape.Detector),
            type,
            [new(values, layout, Math.Min(there, shape.FrameCount))],
            options.Of<MapOptions>().Map);

        string Text(string key) => keys.GetValueOrDefault(key, "").ToLowerInvariant();

        long Whole(string key, long otherwise) =>
            long.TryParse(keys.GetValueOrDefault(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : otherwise;

        long Length(string key) => Whole(key, 1) is > 0 and <= int.MaxValue and var length
            ? length
            : throw Fault($"{key} is {keys.GetValueOrDefault(key)}: it must be 1 or more.");

        double? Real(string key) =>
            double.TryParse(keys.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value) ? value : null;

        IEnumerable<Axis> Axes()
        {
            var (row, column, deep) = (Of("height", "row"), Of("width", "column"), Of("depth", isVector ? "channel" : "image"));
            if (!row.IsCalibrated && !column.IsCalibrated && !deep.IsCalibrated)
                return [];
            if (isVector)
                return [row with { Name = "scan row" }, column with { Name = "scan column" }, deep];
            Axis[] frame = [row with { Name = "detector row" }, column with { Name = "detector column" }];
            return depth == 1 ? frame : frame.Prepend(deep);
        }

        Axis Of(string key, string name) =>
            LengthUnit.Normal(keys.GetValueOrDefault($"{key}-units")) is { } unit && Real($"{key}-scale") is { } scale and not 0
                ? new(name, scale, Real($"{key}-origin") ?? 0, unit)
                : name == "channel" && Real("ev-per-chan") is { } volts and not 0 ? new(name, volts, 0, "eV") : new(name);

        SourceException Fault(string sentence) => new(path, $"{sentence} Correct the description.");
    }

    private static Dictionary<string, string> Keys(string path)
    {
        using var file = HeaderReader.Open(path);
        if (file.Length > MostBytes)
            throw new SourceException(path, "a description of more than 64 KB: this is no Ripple file.");
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in System.Text.Encoding.UTF8.GetString(file.Bytes(0, (int)file.Length)).Split('\n'))
        {
            var end = line.AsSpan().IndexOfAny('\t', ' ');
            if (end > 0 && line[0] != ';')
                keys.TryAdd(line[..end].Trim(), line[end..].Split(';')[0].Trim());
        }

        return keys;
    }

    private static string ValuesBeside(string path, OpenOptions options)
    {
        var values = Path.GetFullPath(Path.ChangeExtension(path, ".raw"));
        if (!File.Exists(values))
            throw new SourceException(
                path, $"the values that this file describes are missing: there is no {Path.GetFileName(values)} beside it.");
        if (options.MayRead?.Invoke(values) == false)
            throw new SourceException(path, $"the file with its values, {values}, may not be read here.");
        RegularFile.Require(values);
        return values;
    }

    private static ElementType? TypeOf(string kind, long bytes) => (kind, bytes) switch
    {
        ("unsigned", 1) => ElementType.U8,
        ("unsigned", 2) => ElementType.U16,
        ("unsigned", 4) => ElementType.U32,
        ("unsigned", 8) => ElementType.U64,
        ("signed", 1) => ElementType.I8,
        ("signed", 2) => ElementType.I16,
        ("signed", 4) => ElementType.I32,
        ("signed", 8) => ElementType.I64,
        ("float", 4) => ElementType.F32,
        ("float", 8) => ElementType.F64,
        _ => null,
    };
}
