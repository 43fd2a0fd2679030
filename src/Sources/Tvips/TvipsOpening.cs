using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Tvips;

/// <summary>Opens a series of frames.</summary>
internal static class TvipsOpening
{
    private const int LargestReciprocal = 100;   // 1/nm for a pixel; more can only be the size of a pixel of the camera

    /// <summary>Opens the series that a file belongs to.</summary>
    /// <exception cref="SourceException">It is damaged, or a file is missing.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var first = TvipsFiles.FirstOf(path);
        TvipsHeader header;
        using (var file = HeaderReader.Open(first))
            header = TvipsHeader.Read(file);
        var (files, cut) = TvipsFiles.Of(first, header, options);
        using var headers = new TvipsFrameHeaders(header, files);
        var frames = files.Sum(static one => one.Frames);
        var atFirst = headers.Read(0);
        var scan = header.HasScan ? TvipsScan.Find(frames, headers.Read) : null;
        // Who names a shape for all frames means all of them; another one begins where the scan does.
        var start = scan is null || options.ScanShape?.Count == frames ? 0 : scan.Start;
        var shape = options.ScanShape is { } asked && asked.Count < frames - start
            ? ScanShape.Decide(frames - start, asked: null, told: asked, triggered: null)
            : ScanShape.Decide(frames - start, options.ScanShape, scan?.Shape, triggered: null);
        double? step = scan is null && shape.Scan.Rank == 1 && frames > 1
            ? (headers.Read(frames - 1).Seconds - atFirst.Seconds) / (frames - 1)
            : null;
        return new FlatFrameSource(
            new SourceInfo("TVIPS", first)
            {
                Files = [.. files.Select(static one => one.Path)],
                Axes = Axes(header, atFirst, shape.Scan, step),
                Facts = [.. Facts(header, atFirst)],
                UnknownScanShape = shape.Unknown,
                Notes =
                [
                    .. options.Remarks,
                    .. new[] { cut, Estimated(), start > 0 ? Skipped(start) : null, shape.Note }.OfType<string>(),
                ],
            },
            new(shape.Scan, header.Detector),
            header.Type,
            Behind(files, start));

        string? Estimated() => scan is null || options.ScanShape is not null
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the scan of {shape.Scan} is estimated: the positions that are recorded with {scan.Sampled} of {frames:N0} frames agree "
                + $"with it; --scan-shape RxC sets another.");
    }

    private static string Skipped(long start) => string.Create(
        CultureInfo.InvariantCulture, $"{Counted.Of(start, "frame")} before the scan {(start == 1 ? "is" : "are")} left out.");

    // The files without the frames before the scan.
    private static List<FlatFile> Behind(IReadOnlyList<FlatFile> files, long start)
    {
        var rest = new List<FlatFile>();
        foreach (var file in files)
        {
            var skipped = Math.Min(start, file.Frames);
            start -= skipped;
            rest.Add(file with
            {
                Frames = file.Frames - skipped,
                Layout = file.Layout with { Offset = file.Layout.Offset + (skipped * file.Layout.Stride) },
            });
        }

        return rest;
    }

    private static ImmutableArray<Axis> Axes(TvipsHeader header, TvipsFrame frame, Extent scan, double? step)
    {
        var unit = frame.IsDiffraction switch { true => "1/nm", false => "nm", null => null };
        var isKnown = unit is not null && header.PixelSize > 0 && (unit == "nm" || header.PixelSize <= LargestReciprocal);
        if (!isKnown && step is not > 0)
            return [];
        var ofScan = scan.Rank switch
        {
            1 when step is > 0 and { } seconds => [new Axis("time", seconds, 0, "s")],
            2 => [new Axis("scan row"), new Axis("scan column")],
            _ => Enumerable.Repeat(new Axis("scan"), scan.Rank),
        };
        return
        [
            .. ofScan,
            isKnown ? new("detector row", header.PixelSize, 0, unit!) : new("detector row"),
            isKnown ? new("detector column", header.PixelSize, 0, unit!) : new("detector column"),
        ];
    }

    private static IEnumerable<Fact> Facts(TvipsHeader header, TvipsFrame frame)
    {
        if (header.Kilovolts > 0)
            yield return Number("high_tension", header.Kilovolts * 1000.0, "V");
        if (header.Magnification > 0)
            yield return Number("magnification", header.Magnification, null);
        if (frame.IsDiffraction is { } isDiffraction)
            yield return new("mode", isDiffraction ? "diffraction" : "imaging");
        if (header.BinningRows > 0 && header.BinningColumns > 0)
            yield return new("binning", string.Create(CultureInfo.InvariantCulture, $"{header.BinningRows}×{header.BinningColumns}"));
        if (header.PixelSize > 0)
            yield return Number("pixel_size", header.PixelSize, frame.IsDiffraction == true ? null : "nm");
        var names = (ReadOnlyMemory<string>)new[] { "stage_x", "stage_y", "stage_z", "stage_alpha", "stage_beta" };
        for (var i = 0; i < frame.Stage.Length; i++)
        {
            if (float.IsFinite(frame.Stage[i]) && frame.Stage[i] != 0)
                yield return Number(names.Span[i], frame.Stage[i], i < 3 ? "nm" : "deg");
        }

        if (frame.Seconds >= 1)
            yield return new(
                "recorded",
                DateTimeOffset.FromUnixTimeMilliseconds((long)(frame.Seconds * 1000)).UtcDateTime
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static Fact Number(string name, double value, string? unit) =>
        new(name, value.ToString("R", CultureInfo.InvariantCulture), unit);
}
