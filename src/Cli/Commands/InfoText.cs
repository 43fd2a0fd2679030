using System.Globalization;
using Ronchi.Analyses.Statistics;
using Ronchi.Engine;
using Ronchi.Engine.Stages;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Store;

namespace Ronchi.Cli.Commands;

/// <summary>What a file holds, for people.</summary>
internal static class InfoText
{
    public static void Print(
        Scan scan, StoredStatistics? statistics, IReadOnlyList<(long[] Index, StoredNumber Value)> probes, ResultOrigin? made)
    {
        var shape = scan.Shape;
        var raw = shape.FrameCount * shape.FrameElements * scan.ElementType.Size();
        Console.Out.WriteLine(AsGiven(scan.Info.Path));
        Line("format", $"{scan.Info.Format}, {scan.Info.Storage}");
        if (scan.Source.Growth?.Now is { } now)
            Line("scan", $"{(now.Total is null ? "as long as frames come" : $"{now.ScanOf(shape.Scan)}")}; {now.Extent} "
                + $"{(now.End is null ? "there, more may come" : "came")}");
        else
            Line("scan", $"{shape.Scan} ({Counted.Of(shape.FrameCount, "frame")})");
        if (shape.Detector.Rank == 1)
            Line("detector", $"spectra of {Counted.Of(shape.FrameElements, "channel")} {scan.ElementType.Name()}");
        else if (shape.Detector.Rank == 3)
            Line("detector", $"frames of {FrameColors.Plane(shape.Detector)} in {Counted.Of(shape.Detector[2], "color")} "
                + scan.ElementType.Name());
        else
            Line("detector", $"{shape.Detector} {scan.ElementType.Name()}");
        Line(
            "size",
            $"{Bytes(raw)}, stored in {Bytes(scan.Info.StoredBytes ?? scan.Source.StoredFrameBytes * shape.FrameCount)}, "
            + $"{Counted.Of(scan.Info.Files.Length, "file")}");
        if (scan.Source.Validity.MaskedPixels is { Count: > 0 } masked)
            Line("masked", Invariant($"{masked.Count:N0} of {masked.Pixels:N0} pixels"));
        if (scan.Source.Validity.MaximumIsNoData)
            Line("no data", Invariant($"values of {LargestOf(scan.ElementType)} are left out of every sum"));
        foreach (var axis in scan.Info.Axes)
        {
            if (axis.Values is { } values)
                Line(axis.Name, $"{values}{(axis.IsCalibrated ? $" in {axis.Unit}" : "")} ({OriginText.Of(axis)})");
            else
                Line(
                    axis.Name,
                    axis.IsCalibrated ? Invariant($"{axis.Scale:G6} {axis.Unit} ({OriginText.Of(axis)})") : OriginText.Of(axis));
        }

        foreach (var fact in scan.Info.Facts)
            Line(
                fact.Name.Replace('_', ' '),
                (fact.Unit is null ? Short(fact.Value) : $"{Short(fact.Value)} {fact.Unit}")
                    + (fact.Origin == CalibrationOrigin.Recorded ? "" : $" ({OriginText.Of(fact.Origin)})"));
        Memory(scan);
        if (statistics is not null)
        {
            Line("sum", statistics.Sum.ToString());
            Line("min, max", $"{statistics.Minimum}, {statistics.Maximum}");
            if (scan.ElementType.IsFloat())
                Line("NaN", Invariant($"{statistics.NanCount:N0}"));
            Line("sha256", statistics.Sha256);
        }

        foreach (var (index, value) in probes)
            Line($"[{string.Join(", ", index)}]", value.ToString());
        foreach (var note in scan.Info.Notes)
            Console.Out.WriteLine($"  note: {note}");
        if (scan.Info.UnknownScanShape is { } unknown)
            Console.Out.WriteLine($"  note: {unknown}");
        made?.Print(scan.Info.Path);
    }

    // What the data would take in memory, before anything is loaded.
    private static void Memory(Scan scan)
    {
        if (scan.ElementType.IsComplex() || scan.Shape.FrameCount == 0)
            return;
        var budget = MemoryBudget.ForData();
        var rows = new List<(string Name, DataShape Shape, int ScanBin)> { ("", scan.Shape, 1) };
        if (scan.Shape.Scan.Rank >= 2 && scan.Shape.Scan[scan.Shape.Scan.Rank - 2] >= 2 && scan.Shape.Scan[scan.Shape.Scan.Rank - 1] >= 2)
            rows.Add(("scan-bin 2: ", scan.Shape, 2));
        if (scan.Shape.Scan.Rank == 3)
            rows.Add(("one of the series: ", scan.Shape with { Scan = new Extent(scan.Shape.Scan.Lengths.AsSpan()[1..]) }, 1));
        foreach (var (name, shape, scanBin) in rows)
        {
            var sizes = new[] { 1, 2, 4, 8 }
                .Where(bin => bin == 1 || bin <= BinDetector.Largest(shape.Detector))
                .Select(bin => (
                    Bin: bin,
                    Bytes: ResidenceEstimate.BytesBinned(shape, bin, scanBin, BinDetector.TypeOf(scan.ElementType, bin * scanBin))));
            Line(
                name.Length == 0 ? "in memory" : "",
                name + string.Join(", ", sizes.Select(size => (size.Bin == 1 ? "" : $"det-bin {size.Bin} ") + Bytes(size.Bytes))));
        }

        Line("", $"{Bytes(budget)} memory limit for data");
    }

    // Below the working folder people write paths from there.
    private static string AsGiven(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    // Files often keep single-precision numbers in double precision: the digits behind the sixth are noise.
    private static string Short(string value) =>
        value.Length > 9 && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("G6", CultureInfo.InvariantCulture)
            : value;

    private static void Line(string name, string value) => Console.Out.WriteLine($"  {name,-33} {value}");

    private static string LargestOf(ElementType type) => type switch
    {
        ElementType.F32 => Invariant($"{float.MaxValue}"),
        ElementType.F64 => Invariant($"{double.MaxValue}"),
        _ => Invariant($"{type.Maximum()}"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => Invariant($"{bytes / 1e9:0.00} GB"),
        >= 1e6 => Invariant($"{bytes / 1e6:0.0} MB"),
        >= 1e3 => Invariant($"{bytes / 1e3:0.0} kB"),
        _ => Invariant($"{bytes:0} bytes"),
    };
}
