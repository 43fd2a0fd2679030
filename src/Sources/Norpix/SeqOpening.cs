using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Norpix;

/// <summary>Opens a StreamPix sequence, or two with the halves of its frames.</summary>
internal static class SeqOpening
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is damaged, or its pixels are not read.</exception>
    /// <exception cref="ArgumentException">The scan shape, or the number of half frames, does not fit.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var file = HeaderReader.Open(path);
        var header = SeqHeader.Read(file);
        var images = header.CountIn(file.Length);
        if (images == 0)
            throw file.Fault(header.Offset, "the sequence holds no whole image; it was aborted, or the file is truncated.");
        var beside = SeqFiles.Of(path);
        var configuration = SeqConfiguration.Read(SeqFiles.Beside(beside.Configuration, options));
        if (options.Of<SeqOptions>().Prebuffer is { } prebuffer)
            return OpenPair(beside, header, images, prebuffer, configuration, options);
        var shape = ScanShape.Decide(images, options.ScanShape, told: null, triggered: null);
        var (times, recorded) = Times(file, header, images);
        var detector = new Extent(header.Rows, header.Columns);
        var stored = (int)header.ImageBytes;
        var colors = header.Samples > 1;
        return new FlatFrameSource(
            new SourceInfo("NorPix SEQ", path)
            {
                Files = [path],
                FilesBeside = [.. new[] { SeqFiles.Beside(beside.Configuration, options) }.OfType<string>()],
                Axes = times is { } step && shape.Scan.Rank == 1
                    ? [new("time", step, 0, "s"), new("detector row"), new("detector column"), .. colors ? [new("color")] : (Axis[])[]]
                    : [],
                Facts = Facts(header, configuration, recorded),
                UnknownScanShape = shape.Unknown,
                Notes =
                [
                    .. options.Remarks,
                    .. new[]
                    {
                        OtherHalf(beside, header, configuration, options), References(beside, options), configuration.Note, shape.Note,
                    }.OfType<string>(),
                ],
            },
            new(shape.Scan, colors ? detector.Append(new Extent(3)) : detector),
            header.Type,
            [new(path, new(header.Offset, stored, header.Stride, header.Type.Size(), IsBigEndian: false), images)],
            options.Of<MapOptions>().Map,
            header.Samples switch { 3 => new(stored, Rgb), 4 => new(stored / 4 * 3, RgbOfFour), _ => null });
    }

    private static SeqPairSource OpenPair(
        SeqFiles beside, SeqHeader header, long images, int prebuffer, SeqConfiguration configuration, OpenOptions options)
    {
        if (beside.IsTop is not { } isTop)
            throw new ArgumentException(
                $"--prebuffer is for pairs of files X_Top_….seq and X_Bottom_….seq; {Path.GetFileName(beside.Path)} is none of them.");
        if (header.Rows % prebuffer != 0 || header.Samples > 1)
            throw new ArgumentException(
                $"--prebuffer {prebuffer}: images of {header.Rows} rows cannot be cut into so many half frames of equal size.");
        if (beside.OtherHalves(options) is not [var other])
            throw new SourceException(
                beside.Path,
                $"the {(isTop ? "bottom" : "top")} halves of these frames must lie beside it, in one file "
                + $"{Path.GetFileNameWithoutExtension(beside.Stem)}{(isTop ? "_Bottom_" : "_Top_")}….seq; there are "
                + $"{beside.OtherHalves(options).Count} such files.");
        using var file = HeaderReader.Open(other);
        var second = SeqHeader.Read(file);
        if ((second.Rows, second.Columns, second.Bits) != (header.Rows, header.Columns, header.Bits))
            throw new SourceException(
                other,
                $"its images of {second.Rows}×{second.Columns} in {second.Bits} bits are not as those of {Path.GetFileName(beside.Path)}, "
                + $"{header.Rows}×{header.Columns} in {header.Bits} bits: they do not belong together.");
        var others = second.CountIn(file.Length);
        var frames = checked(Math.Min(images, others) * prebuffer);
        if (frames == 0)
            throw new SourceException(other, "the sequence holds no whole image; it was aborted, or the file is truncated.");
        var shape = ScanShape.Decide(frames, options.ScanShape, told: null, triggered: null);
        var info = new SourceInfo("NorPix SEQ", beside.Path)
        {
            Files = [beside.Path, other],
            FilesBeside = [.. new[] { SeqFiles.Beside(beside.Configuration, options) }.OfType<string>()],
            Facts = Facts(header, configuration, recorded: null),
            UnknownScanShape = shape.Unknown,
            Notes =
            [
                .. options.Remarks,
                .. new[]
                {
                    images == others
                        ? null
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"the files hold {images:N0} and {others:N0} images; those that both have are read."),
                    References(beside, options),
                    configuration.Note,
                    shape.Note,
                }.OfType<string>(),
            ],
        };
        var (topPath, topHeader, bottomPath, bottomHeader) =
            isTop ? (beside.Path, header, other, second) : (other, second, beside.Path, header);
        var top = new SeqHalf(RegularFile.OpenHandle(topPath), topPath, topHeader, prebuffer);
        try
        {
            return new(info, shape.Scan, top, new(RegularFile.OpenHandle(bottomPath), bottomPath, bottomHeader, prebuffer), frames);
        }
        catch
        {
            top.File.Dispose();
            throw;
        }
    }

    // The mean step between images, and when the first one was recorded.
    private static (double? Step, long? First) Times(HeaderReader file, SeqHeader header, long images)
    {
        var (first, last) = (header.TimeOf(file, 0), header.TimeOf(file, images - 1));
        return (last > first ? (last - first) / 1e6 / (images - 1) : null, first);
    }

    private static ImmutableArray<Fact> Facts(SeqHeader header, SeqConfiguration configuration, long? recorded)
    {
        var facts = configuration.Facts.ToList();
        if (header.FramesPerSecond > 0 && !facts.Exists(static fact => fact.Name == "frame_rate"))
            facts.Add(new("frame_rate", header.FramesPerSecond.ToString("R", CultureInfo.InvariantCulture), "Hz"));
        if (header.RealBits is > 0 and <= 32)
            facts.Add(new("bit_depth_readout", header.RealBits.ToString(CultureInfo.InvariantCulture)));
        if (recorded is > 0 and { } microseconds)
            facts.Add(new(
                "recorded",
                DateTimeOffset.FromUnixTimeMilliseconds(microseconds / 1000).UtcDateTime
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        if (header.Description.Length > 0)
            facts.Add(new("description", header.Description));
        return [.. facts];
    }

    private static string? References(SeqFiles beside, OpenOptions options)
    {
        var (dark, gain) = (SeqFiles.Beside(beside.References.Dark, options), SeqFiles.Beside(beside.References.Gain, options));
        var uses = new List<string>();
        if (dark is not null)
            uses.Add($"--dark {Path.GetFileName(dark)}");
        if (gain is not null)
            uses.Add($"--gain {Path.GetFileName(gain)}");
        return uses.Count == 0
            ? null
            : $"the {(dark is null ? "gain map" : gain is null ? "dark frame" : "dark frame and gain map")} beside the sequence "
                + $"{(uses.Count == 1 ? "is" : "are")} not applied: use {string.Join(" ", uses)}.";
    }

    private static string? OtherHalf(SeqFiles beside, SeqHeader header, SeqConfiguration configuration, OpenOptions options)
    {
        if (beside.IsTop is not { } isTop || beside.OtherHalves(options) is not [var other])
            return null;
        var fits = configuration.Prebuffer is > 0 and { } prebuffer && header.Rows % prebuffer == 0;
        return $"these are the {(isTop ? "top" : "bottom")} halves of frames whose {(isTop ? "bottom" : "top")} halves are in "
            + $"{Path.GetFileName(other)}: --prebuffer "
            + (fits ? configuration.Prebuffer!.Value.ToString(CultureInfo.InvariantCulture) : "N")
            + " reads whole frames" + (fits ? "." : ", N being the number of half frames in each image.");
    }

    private static void Rgb(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        for (var i = 0; i < stored.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (stored[i + 2], stored[i + 1], stored[i]);
    }

    private static void RgbOfFour(ReadOnlySpan<byte> stored, Span<byte> pixels)
    {
        for (int from = 0, to = 0; from < stored.Length; from += 4, to += 3)
            (pixels[to], pixels[to + 1], pixels[to + 2]) = (stored[from + 2], stored[from + 1], stored[from]);
    }
}
