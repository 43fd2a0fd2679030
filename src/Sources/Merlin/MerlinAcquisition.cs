using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Merlin;

/// <summary>Opens the frames of an acquisition.</summary>
internal static class MerlinAcquisition
{
    private const int LeastSquare = 256;

    /// <param name="path">A file with frames, or the description of the acquisition.</param>
    /// <param name="isHdr">Which of them.</param>
    /// <param name="options">The scan's shape, and how frames are turned.</param>
    /// <exception cref="SourceException">A file is damaged or missing, or holds what is not read.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static IFrameSource Open(string path, bool isHdr, OpenOptions options)
    {
        var flips = options.Of<MerlinOptions>().Flip;
        var series = MibSeries.Of(isHdr ? MibSeries.FirstOf(path, options) : path, flips, options);
        var hdr = isHdr ? MerlinHdr.Read(path) : HdrOf(path, options);
        var first = series.Files[0];
        var frames = series.Files.Sum(static file => file.Frames);
        var (told, by) = options.ScanShape is null ? ScanOf(series.Files, frames, hdr) : (null, null);
        var scan = ScanShape.Decide(frames, options.ScanShape, told, hdr?.Frames >= frames ? hdr.Frames : null);
        var info = new SourceInfo("Merlin MIB", path)
        {
            Files = [.. (string[])[path, .. series.Files.Select(static file => file.Path).Where(file => file != path)]],
            FilesBeside = hdr is not null && !isHdr ? [hdr.Path] : [],
            Storage = first.Header.IsRaw
                ? string.Create(CultureInfo.InvariantCulture, $"raw counters of {first.Header.CounterBits} bits")
                : "uncompressed",
            ValueUnit = "counts",
            Facts =
            [
                .. FactsOf(first.Header),
                .. hdr?.Facts ?? [],
                .. by is null ? (Fact[])[] : [new("scan_shape_from", by)],
            ],
            Notes =
            [
                .. options.Remarks,
                .. series.Note is { } alone ? [alone] : (string[])[],
                .. scan.Note is { } note ? [note] : (string[])[],
                .. series.Files.Where(static file => file.IsCut)
                    .Select(static file => $"the last frame of {Path.GetFileName(file.Path)} is cut off and left out."),
            ],
            UnknownScanShape = scan.Unknown,
        };
        return new FlatFrameSource(
            info,
            new(scan.Scan, first.Pixels.Detector),
            first.Pixels.Type,
            [.. series.Files.Select(static file => file.Flat)],
            decoder: first.Pixels.Decoder);
    }

    // What the description says, then the times of frames; null: neither tells.
    private static (Extent? Scan, string? By) ScanOf(IReadOnlyList<MibFile> files, long frames, MerlinHdr? hdr)
    {
        if (frames == 1 && hdr?.Frames is null or 1)
            return (new Extent(), null);
        if (hdr?.Scan is { } scan && scan.Count >= frames)
            return (scan, "the description (.hdr)");
        var all = hdr?.Frames is { } set && set >= frames ? set : frames;
        if (hdr?.FramesPerTrigger is > 1 and var line && all % line == 0)
            return (line == all ? new Extent(all) : new Extent(all / line, line), "frames per trigger of the description (.hdr)");
        if (ScanLines.LengthIn(files) is { } length)
            return (new Extent(frames / length, length), "times of the frames, which are longer from line to line");
        return hdr is { IsFreeRunning: true } || frames < LeastSquare ? (new Extent(all), null) : (null, null);
    }

    private static MerlinHdr? HdrOf(string path, OpenOptions options)
    {
        var name = Path.ChangeExtension(Path.GetFullPath(path), null);
        var series = name.TrimEnd([.. "0123456789"]);
        foreach (var candidate in (string[])[name, series, series.TrimEnd('_', '-')])
        {
            var hdr = candidate + ".hdr";
            if (File.Exists(hdr) && options.MayRead?.Invoke(Path.GetFullPath(hdr)) != false && FileHead.Read(hdr).Has("HDR,"u8))
                return MerlinHdr.Read(hdr);
        }

        return null;
    }

    private static IEnumerable<Fact> FactsOf(MibHeader header)
    {
        if (header.Ticks is { } ticks)
            yield return new("recorded", new DateTime(ticks, DateTimeKind.Utc).ToString("s", CultureInfo.InvariantCulture));
        if (header.ExposureSeconds is { } seconds)
            yield return new("count_time", seconds.ToString("R", CultureInfo.InvariantCulture), "s");
        if (header.CounterBits is { } bits)
            yield return new("bit_depth_image", bits.ToString(CultureInfo.InvariantCulture));
        yield return new("chips", header.Layout);
    }
}
