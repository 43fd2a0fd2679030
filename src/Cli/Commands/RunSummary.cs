using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ronchi.Analyses.HotPixels;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Signals;

namespace Ronchi.Cli.Commands;

/// <summary>What a run found and how long it took, as text or JSON on stdout.</summary>
internal sealed class RunSummary(RunRecord run, Scan scan, ScanSelection selection)
{
    private const int PositionsShown = 5;
    private const int ValuesShown = 16;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _files = [];
    private ResultSet? _results;
    private double _seconds;

    /// <summary>What the UDF gets in place of values that are no measurement.</summary>
    public UnmeasuredValues Unmeasured { get; init; }

    /// <summary>The data in memory; null: they were read.</summary>
    public ResidentScan? Resident { get; init; }

    /// <summary>Whether the centre or the radius of the disk was given, not found.</summary>
    public bool IsDiskPartlyGiven { get; init; }

    /// <summary>Sentences on the arguments of the run.</summary>
    public IReadOnlyCollection<string> Notes { get; init; } = [];

    public void Ran(ResultSet results)
    {
        _results = results;
        _seconds = _clock.Elapsed.TotalSeconds;
    }

    public void Wrote(string path) => _files.Add(path);

    public void Print(bool json)
    {
        if (json)
            PrintJson();
        else
            PrintText();
    }

    private Arrivals? Arrivals => Resident?.Arrivals ?? scan.Arrivals;

    private void PrintText()
    {
        foreach (var note in Notes.Concat(scan.Info.Notes))
            Console.Error.WriteLine($"note: {note}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Analysis}: {Frames:N0} of "
            + $"{DataDescription.OfResults(scan.Source).Shape.FrameCount:N0} frames in {_seconds:0.00} s ({Frames / _seconds:N0} "
            + $"frames/s){(Frames == 0 ? ": nothing was recorded" : "")}"));
        if (GrowthSummary.Line(Arrivals) is { } lost)
            Console.Out.WriteLine($"  {lost}");
        if (scan.Source.Validity.MaskedPixels is { Count: > 0 } masked)
            Console.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {MaskedWord}: {Counted.Of(masked.Count, "masked pixel")} of every frame"));
        if (Unmeasured == UnmeasuredValues.Kept && scan.Source.Validity.MaximumIsNoData && scan.ElementType.IsUnsigned())
            Console.Out.WriteLine($"  kept as stored: no-data values, which are {scan.ElementType.Maximum()}");
        if (run.Found.Count > 0)
            Console.Out.WriteLine($"  bright-field disk {(IsDiskPartlyGiven ? "used" : "found")}: {UnitText.Disk(run.Found, scan)}");
        foreach (var result in _results!)
        {
            if (result.Use == BufferUse.Report)
            {
                if (ResultRange.Of(result) is { Sum: > 0 } report)
                    Console.Out.WriteLine(
                        string.Create(CultureInfo.InvariantCulture, $"  {result.Name.Replace('_', ' ')}: {report.Sum:N0}"));
                continue;
            }

            if (result.Kind == ResultKind.Single && result.Values.Length <= ValuesShown)
            {
                Console.Out.WriteLine($"  {result.Name}: {string.Join(", ", Values(result))}{UnitText.After(result, scan)}");
                continue;
            }

            if (result.Vectors is { } vectors)
            {
                Console.Out.WriteLine($"  {result.Name}: {Rows(vectors)}");
                continue;
            }

            var range = ResultRange.Of(result);
            Console.Out.WriteLine(
                $"  {result.Name}: {result.Shape} {result.ElementType.Name()}, {range.Text(UnitText.After(result, scan))}");
        }

        if (_results.Any(static result => result.ElementType.IsFloat() && ResultRange.Of(result).NotFinite > 0)
            && scan.ElementType.IsFloat() && !scan.Source.Validity.MaximumIsNoData)
            Console.Out.WriteLine(
                "  results that are not finite usually come from NaN or infinite values in the data: --nan ignore leaves those out");
        if (HotPixels() is { Count: > 0 } hot)
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Counted.Of(hot.Count, "pixel")} look{(hot.Count == 1 ? "s" : "")} hot ({Positions(hot)}): mask "
                + $"{(hot.Count == 1 ? "it" : "them")} with --hot-pixels fix"));
        foreach (var file in _files)
            Console.Out.WriteLine($"  wrote {file}");
        if (_files.Count == 0 && NextStep() is { } next)
            Console.Out.WriteLine($"  next: {next}");
    }

    private static string Rows(Vectors vectors)
    {
        var counts = vectors.Counts().Where((_, position) => vectors.IsRecorded(position)).ToList();
        return counts.Count == 0
            ? $"{vectors}, no measurement"
            : string.Create(CultureInfo.InvariantCulture, $"{vectors}, {counts.Min():N0} to {counts.Max():N0} at a position");
    }

    private string MaskedWord => Unmeasured switch
    {
        // A value that is no measurement is NaN in a result that has it.
        UnmeasuredValues.Kept when _results!.Any(static result => result.OwnMask is not null && result.ElementType.IsFloat()) =>
            "NaN in the results",
        UnmeasuredValues.Kept => "kept as stored",
        UnmeasuredValues.Zero => "given to the UDF as 0",
        _ => "left out",
    };

    // Somebody who wrote nothing may not know how.
    private string? NextStep()
    {
        var name = Path.GetFileNameWithoutExtension(run.Analysis);
        var images = _results!.Where(static result => result.Use != BufferUse.Report && result.Kind != ResultKind.Single).ToList();
        // Vectors and rings are several pictures.
        var picture = images.Find(result => result.Shape == (result.Kind == ResultKind.Scan ? scan.Shape.Scan : scan.Shape.Detector))?.Name;
        return images switch
        {
            [] => null,
            _ when images.Find(static result => result.Vectors is not null) is { } rows =>
                $"save {(images.Count == 1 ? "it" : "all results")} with -o {name}.npz, or the rows as text with "
                + $"{(images.Count == 1 ? "" : $"--result {rows.Name} ")}-o {rows.Name}.csv",
            [_] when picture is null => $"save it with -o {name}.npz, or as a stack of pictures with -o {name}.tif",
            [_] => $"save it with -o {name}.png, or with .npy, .npz or .tif for the numbers",
            _ =>
                "save all results with -o "
                + $"{name}.npz{(picture is null ? "" : $", or one as a picture with --result {picture} -o {picture}.png")}",
        };
    }

    // A sum pattern shows them at no cost.
    private PixelSet? HotPixels() =>
        _results!
            .FirstOrDefault(static result => result is { Name: Sum.Result, ElementType: ElementType.U64 }) is { Kind: ResultKind.Detector,
                Shape.Rank: 2 } sum
            ? HotPixelSearch.Find(sum.Span<ulong>(), sum.Shape, scan.Source.Validity.MaskedPixels)
            : null;

    private string Positions(PixelSet pixels)
    {
        var columns = (int)scan.Shape.Detector[1];
        var found = Enumerable.Range(0, pixels.Pixels)
            .Where(pixel => pixels[pixel])
            .Take(PositionsShown)
            .Select(pixel => string.Create(CultureInfo.InvariantCulture, $"{pixel / columns},{pixel % columns}"));
        return string.Join(" ", found) + (pixels.Count > PositionsShown ? " …" : "");
    }

    private void PrintJson()
    {
        using var stdout = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(stdout, CommandJson.Options);
        writer.WriteStartObject();
        writer.WriteString("analysis", run.Analysis);
        writer.WriteString("path", scan.Info.Path);
        WriteRun(writer);
        writer.WriteNumber("frames", Frames);
        GrowthSummary.Write(writer, Arrivals);
        writer.WriteNumber("seconds", _seconds);
        writer.WriteNumber("masked_pixels", scan.Source.Validity.MaskedPixels?.Count ?? 0);
        writer.WriteString(
            "unmeasured_values", Unmeasured switch { UnmeasuredValues.Kept => "kept", UnmeasuredValues.Zero => "zero", _ => "left_out" });
        writer.WriteNumber("no_data_values_left_out", NoDataLeftOut);
        if (Resident is { } resident)
        {
            writer.WriteStartObject("resident");
            writer.WriteString("form", ResidenceArguments.NameOf(resident.Form));
            writer.WriteString("reason", resident.Reason);
            writer.WriteNumber("bytes_used", resident.Memory.Used);
            writer.WriteNumber("bytes_reserved", resident.Memory.Reserved);
            writer.WriteNumber("load_seconds", resident.LoadTime.Total.TotalSeconds);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("results");
        foreach (var result in _results!)
        {
            var range = ResultRange.Of(result);
            writer.WriteStartObject();
            writer.WriteString("name", result.Name);
            writer.WriteString("kind", result.Kind.ToString().ToLowerInvariant());
            writer.WriteString("dtype", result.ElementType.Name());
            writer.WriteString("unit", result.Unit);
            writer.WriteStartArray("shape");
            foreach (var length in result.Shape.Lengths)
                writer.WriteNumberValue(length);
            writer.WriteEndArray();
            if (result.Vectors is { } vectors)
            {
                writer.WriteNumber("rows", vectors.RowCount);
                VectorFiles.WriteColumns(writer, vectors.Layout);
            }

            WriteFinite(writer, "min", range.Minimum);
            WriteFinite(writer, "max", range.Maximum);
            WriteFinite(writer, "mean", range.Mean);
            writer.WriteNumber("nan", range.NaNs);
            writer.WriteNumber("infinite", range.Infinities);
            writer.WriteNumber("unmeasured", range.Unmeasured);
            if (result.Kind == ResultKind.Single && result.Values.Length <= ValuesShown)
            {
                writer.WriteStartArray("values");
                foreach (var value in result.Values)
                    WriteValue(writer, value);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("hot_pixels", HotPixels()?.Count ?? 0);
        WriteStrings(writer, "files", _files);
        WriteStrings(writer, "notes", Notes.Concat(scan.Info.Notes));
        writer.WriteEndObject();
        writer.Flush();
        stdout.WriteByte((byte)'\n');
    }

    private void WriteRun(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("parameters");
        foreach (var (name, texts) in run.Parameters)
        {
            if (texts.Count == 1)
                writer.WriteString(name, texts[0]);
            else
                WriteStrings(writer, name, texts);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("found");
        foreach (var (name, value) in run.Found)
            writer.WriteNumber(name, value);
        writer.WriteEndObject();
    }

    private static IEnumerable<string> Values(ResultArray result) =>
        result.Values.Cast<object>().Select(static value => string.Create(CultureInfo.InvariantCulture, $"{value:G7}"));

    // Of several virtual detectors the sum, each with its own.
    private double NoDataLeftOut =>
        _results!
            .Where(static result => result.Use == BufferUse.Report
                && result.Name.StartsWith("no_data_values_left_out", StringComparison.Ordinal))
            .Sum(static result => ResultRange.Of(result).Sum);

    // Selected, and there.
    private long Frames => selection.Recorded(scan.Source.Validity).FrameCount;

    // JSON has no NaN and no infinity: null stands for them.
    private static void WriteFinite(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        WriteFinite(writer, value);
    }

    private static void WriteFinite(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteNullValue();
    }

    // Complex numbers as pairs.
    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case Complex64 or System.Numerics.Complex:
                var number = value is Complex64 single ? single : (System.Numerics.Complex)value;
                writer.WriteStartArray();
                WriteFinite(writer, number.Real);
                WriteFinite(writer, number.Imaginary);
                writer.WriteEndArray();
                break;
            case IConvertible:
                WriteFinite(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
