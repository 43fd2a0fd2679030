using System.Text.Json;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Store;

namespace Ronchi.Cli.Commands;

/// <summary>What a file holds, for programs: JSON on stdout.</summary>
internal static class InfoJson
{
    public static void Print(
        Scan scan, StoredStatistics? statistics, IReadOnlyList<(long[] Index, StoredNumber Value)> probes, ResultOrigin? made)
    {
        using var stdout = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stdout, CommandJson.Options);
        json.WriteStartObject();
        json.WriteString("file", Path.GetFileName(scan.Info.Path));
        json.WriteString("format", scan.Info.Format);
        json.WriteString("storage", scan.Info.Storage);
        Numbers(json, "shape", scan.Shape.Full.Lengths);
        Numbers(json, "scan_shape", scan.Shape.Scan.Lengths);
        Numbers(json, "detector_shape", scan.Shape.Detector.Lengths);
        json.WriteString("dtype", scan.ElementType.Name());
        json.WriteNumber("stored_bytes", scan.Info.StoredBytes ?? scan.Source.StoredFrameBytes * scan.Shape.FrameCount);
        Memory(json, scan);
        if (statistics is not null)
            Statistics(json, statistics, scan.ElementType);
        if (probes.Count > 0)
            Probes(json, probes);
        json.WriteNumber("masked_pixels", scan.Source.Validity.MaskedPixels?.Count ?? 0);
        if (!scan.Source.Validity.IsComplete(scan.Shape.FrameCount))
            json.WriteNumber("recorded_frames", scan.Source.Validity.RecordedCount(scan.Shape.FrameCount));
        if (scan.Source.Growth?.Now is { } now)
            json.WriteBoolean("is_growing", now.End is null);
        Calibration(json, scan);
        if (made is not null)
        {
            json.WritePropertyName(ResultOrigin.Member);
            made.WriteTo(json, scan.Info.Path);
        }

        json.WriteStartObject("metadata");
        foreach (var fact in scan.Info.Facts)
            json.WriteString(fact.Unit is null ? fact.Name : $"{fact.Name} ({fact.Unit})", fact.Value);
        json.WriteEndObject();
        json.WriteStartArray("notes");
        foreach (var note in scan.Info.Notes)
            json.WriteStringValue(note);
        if (scan.Info.UnknownScanShape is { } unknown)
            json.WriteStringValue(unknown);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stdout.WriteByte((byte)'\n');
    }

    private static void Memory(Utf8JsonWriter json, Scan scan)
    {
        json.WriteStartArray("memory");
        foreach (var scanBin in (ReadOnlySpan<int>)[1, 2])
        {
            foreach (var bin in (ReadOnlySpan<int>)[1, 2, 4, 8])
            {
                if (scan.ElementType.IsComplex() || (bin > 1 && bin > BinDetector.Largest(scan.Shape.Detector)))
                    continue;
                json.WriteStartObject();
                json.WriteNumber("detector_bin", bin);
                json.WriteNumber("scan_bin", scanBin);
                json.WriteNumber(
                    "bytes", ResidenceEstimate.BytesBinned(scan.Shape, bin, scanBin, BinDetector.TypeOf(scan.ElementType, bin * scanBin)));
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void Statistics(Utf8JsonWriter json, StoredStatistics statistics, ElementType type)
    {
        Number(json, "sum", statistics.Sum);
        Number(json, "min", statistics.Minimum);
        Number(json, "max", statistics.Maximum);
        if (type.IsFloat())
            json.WriteNumber("nan_count", statistics.NanCount);
        json.WriteString("sha256_c_order_le", statistics.Sha256);
    }

    private static void Probes(Utf8JsonWriter json, IReadOnlyList<(long[] Index, StoredNumber Value)> probes)
    {
        json.WriteStartArray("probes");
        foreach (var (index, value) in probes)
            json.WriteRawValue($"[{string.Join(", ", index)}, {(value.IsFinite ? value.ToString() : "null")}]");
        json.WriteEndArray();
    }

    private static void Calibration(Utf8JsonWriter json, Scan scan)
    {
        json.WriteStartArray("calibration");
        for (var i = 0; i < scan.Info.Axes.Length; i++)
        {
            var axis = scan.Info.Axes[i];
            json.WriteStartObject();
            json.WriteString("name", axis.Name);
            json.WriteNumber("size", scan.Shape.Full[i]);
            json.WriteNumber("scale", axis.Scale);
            json.WriteNumber("offset", axis.Offset);
            json.WriteString("units", axis.Unit);
            json.WriteString("origin", OriginText.Of(axis));
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
    }

    private static void Number(Utf8JsonWriter json, string name, StoredNumber number)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(number.IsFinite ? number.ToString() : "null");
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", numbers)}]");
    }
}
