using System.Globalization;
using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Signals.Conversion;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>What was written, what of the scan is kept and what is dropped: sentences on stderr, a summary on stdout.</summary>
internal sealed class ConvertSummary(Scan scan, string path, ConversionReport report, TimeSpan time)
{
    private static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Says on stderr what is unusual and what is dropped.</summary>
    public void PrintNotes()
    {
        foreach (var note in scan.Info.Notes.Concat(report.Notes))
            Console.Error.WriteLine($"note: {note}");
        PrintLosses();
    }

    /// <summary>Says on stderr what is dropped, and what is kept where other programs do not see it.</summary>
    public void PrintLosses()
    {
        foreach (var loss in ConversionLosses.Of(scan, path, report))
            Console.Error.WriteLine(loss);
    }

    /// <summary>Prints lines for people.</summary>
    public void PrintText()
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"convert: {Counted.Of(report.RecordedFrames, "frame")} of {report.Shape.Detector} {report.ElementType.Name()} in "
            + $"{time.TotalSeconds:0.00} s ({report.RecordedFrames / time.TotalSeconds:N0} frames/s)"));
        PrintFiles(report);
    }

    /// <summary>Prints the files with their sizes.</summary>
    public static void PrintFiles(ConversionReport report)
    {
        foreach (var (file, bytes) in report.Files)
            Console.Out.WriteLine($"  wrote {Path.GetRelativePath(Environment.CurrentDirectory, file)} ({Size(bytes)})");
    }

    /// <summary>Prints it for programs.</summary>
    public void PrintJson()
    {
        using var stdout = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stdout, CommandJson.Options);
        json.WriteStartObject();
        json.WriteString("path", scan.Info.Path);
        json.WriteString("output", path);
        json.WriteString("format", report.Kind.Name);
        Numbers(json, "shape", report.Shape.Full);
        Numbers(json, "scan_shape", report.Shape.Scan);
        Numbers(json, "detector_shape", report.Shape.Detector);
        json.WriteString("dtype", report.ElementType.Name());
        json.WriteNumber("frames", report.RecordedFrames);
        json.WriteNumber("seconds", time.TotalSeconds);
        json.WriteString("masked", report.Masked.ToString());
        json.WriteNumber("masked_pixels", report.MaskedPixels);
        json.WriteNumber("no_data_values_replaced", report.NoDataValues);
        json.WriteStartArray("kept");
        foreach (var (part, name, where) in report.Kept)
        {
            json.WriteStartObject();
            json.WriteString("part", report.Kind[part].Key);
            json.WriteString("name", name);
            json.WriteString("where", where);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("dropped");
        foreach (var (part, name, why) in report.Dropped)
        {
            json.WriteStartObject();
            json.WriteString("part", part is { } known ? report.Kind[known].Key : "detail");
            json.WriteString("name", name);
            json.WriteString("why", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var (file, bytes) in report.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file);
            json.WriteNumber("bytes", bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in scan.Info.Notes.Concat(report.Notes))
            json.WriteStringValue(note);
        if (ConversionLosses.Written(scan, report) is { } written)
            json.WriteStringValue(written);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stdout.WriteByte((byte)'\n');
    }

    private static string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < s_units.Length - 1; unit++)
            value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? value : Math.Round(value, 1))} {s_units[unit]}");
    }

    private static void Numbers(Utf8JsonWriter json, string name, Extent lengths)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", lengths.Lengths)}]");
    }
}
