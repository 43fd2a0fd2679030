using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Mrc;

/// <summary>Opens the images of a file.</summary>
internal static class MrcStack
{
    private const double NanometresPerAngstrom = 0.1;

    /// <exception cref="SourceException">The file is damaged, or holds what is not read.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the images.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        using var file = HeaderReader.Open(path);
        var header = MrcHeader.Read(file);
        var pixels = MrcPixels.Of(header, file);
        var frames = Math.Min((file.Length - header.DataOffset) / pixels.StoredBytes, header.Sections);
        if (frames == 0)
            throw file.Fault(
                header.DataOffset,
                $"the file ends within its first image of {header.Rows}×{header.Columns}; it is truncated: copy it again.");
        var (declared, isCounted) = (header.Sections, frames == header.Sections || header.IsCountConfirmed);
        if (!isCounted)
            header = header with { Sections = (int)frames };
        var info = DirectElectronInfo.Beside(path, options);
        var told = MrcScan.Of(frames, header, info);
        if (options.ScanShape is not null)
            told = told with { FramesPerPoint = 1, Note = null };
        var scan = ScanShape.Decide(frames, options.ScanShape, told.Told, header.Sections);
        var shape = new DataShape(scan.Scan, new Extent(header.Rows, header.Columns));
        var layout = new FlatLayout(header.DataOffset, pixels.StoredBytes, pixels.StoredBytes, pixels.ElementBytes, header.IsBigEndian);
        return new FlatFrameSource(
            new SourceInfo("MRC", path)
            {
                Files = [path],
                FilesBeside = info is null ? [] : [info.Path],
                Storage = string.Create(
                    CultureInfo.InvariantCulture, $"mode {header.Mode}, {(header.IsBigEndian ? "big" : "little")}-endian"),
                Axes = AxesOf(shape, told, header, info),
                Facts =
                [
                    .. info?.Facts ?? [],
                    .. header.Facts,
                    new("calibration", info is null ? "recorded: cell of the header" : "recorded: the file of settings beside the movie"),
                ],
                Notes =
                [
                    .. options.Remarks,
                    .. isCounted
                        ? (string[])[]
                        : [$"the header declares {Counted.Of(declared, "image")}, the file holds {frames}: these are read."],
                    .. told.Note is { } misfit ? [misfit] : (string[])[],
                    .. scan.Note is { } note ? [note] : (string[])[],
                ],
                UnknownScanShape = scan.Unknown,
            },
            shape,
            pixels.Type,
            told.Files(path, layout, frames),
            decoder: pixels.Decoder);
    }

    // Frames of a scan are no pictures: the cell of their header is not theirs.
    private static ImmutableArray<Axis> AxesOf(DataShape shape, MrcScan told, MrcHeader header, DirectElectronInfo? info)
    {
        if (info is not null && told.Told is { Rank: >= 2 } scan)
        {
            var (row, column) = info.StepNanometres;
            Axis[] steps = [FrameAxes.Step(row, "nm"), FrameAxes.Step(column, "nm")];
            return FrameAxes.Of(
                shape,
                scan,
                [.. Enumerable.Repeat(FrameAxes.Unknown, scan.Rank - 2), .. steps],
                FrameAxes.Unknown,
                FrameAxes.Unknown);
        }

        var (x, y, z) = header.StepAngstrom;
        var rank = shape.Scan.Rank;
        return FrameAxes.Of(
            shape,
            shape.Scan,
            [
                .. Enumerable.Repeat(FrameAxes.Unknown, Math.Max(rank - 1, 0)),
                .. rank == 0 ? (Axis[])[] : [header.IsVolume ? FrameAxes.Step(z * NanometresPerAngstrom, "nm") : FrameAxes.Unknown],
            ],
            FrameAxes.Step(y * NanometresPerAngstrom, "nm"),
            FrameAxes.Step(x * NanometresPerAngstrom, "nm"));
    }
}
