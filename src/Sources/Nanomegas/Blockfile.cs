using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Nanomegas;

/// <summary>Opens the patterns of a blockfile, or the image beside them.</summary>
/// <remarks>Every pattern lies behind a mark of two bytes and its number of four.</remarks>
internal static class Blockfile
{
    private const string Format = "NanoMegas BLO";
    private const string Image = "vbf";
    private const string Patterns = "patterns";
    private const int MarkBytes = 6;
    private const int MostFrameBytes = 1 << 30;
    private static readonly byte[] Mark = [0xAA, 0x55];

    /// <exception cref="SourceException">The file is damaged, or holds no pattern.</exception>
    /// <exception cref="ArgumentException">What is asked for is not in it.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        using var file = HeaderReader.Open(path);
        var header = BloHeader.Read(file);
        return options.Of<DatasetOptions>().Dataset switch
        {
            null or Patterns => OpenPatterns(file, header, options),
            Image => OpenImage(file, header, options),
            var other => throw new ArgumentException(
                $"--dataset: there is no dataset '{other}' in {path}; there are {Patterns} and {Image} (the virtual bright-field image)."),
        };
    }

    private static FlatFrameSource OpenPatterns(HeaderReader file, BloHeader header, OpenOptions options)
    {
        var frameBytes = (long)header.Side * header.Side;
        if (frameBytes > MostFrameBytes)
            throw file.Fault(20, $"patterns of {header.Side}×{header.Side} are declared; a frame may have up to 1 GiB.");
        var stride = frameBytes + MarkBytes;
        var frames = Math.Min((file.Length - header.PatternOffset) / stride, header.Scan.Count);
        if (frames == 0)
            throw file.Fault(
                header.PatternOffset,
                $"the file ends within the first pattern of {header.Side}×{header.Side}; it is truncated: copy it again.");
        var scan = ScanShape.Decide(frames, options.ScanShape, header.Scan, header.Scan.Count);
        var shape = new DataShape(scan.Scan, new Extent(header.Side, header.Side));
        var pixel = FrameAxes.Step(header.PixelMillimetres, "mm");
        var info = new SourceInfo(Format, file.Path)
        {
            Files = [file.Path],
            Axes = FrameAxes.Of(
                shape,
                header.Scan,
                [FrameAxes.Step(header.StepNanometres.Row, "nm"), FrameAxes.Step(header.StepNanometres.Column, "nm")],
                pixel,
                pixel),
            Facts = [.. header.Facts, new("calibration", "recorded: steps of the scan, and the size of a pixel on the screen")],
            Notes =
            [
                .. options.Remarks,
                .. scan.Note is { } note ? [note] : (string[])[],
                .. IsMarked(file, header, stride, frames)
                    ? (string[])[]
                    : ["the patterns do not begin with the mark of a blockfile (AA 55): check the frames, the file may be damaged."],
                .. HasImage(file, header)
                    ? [$"the file also holds the virtual bright-field image of its program: --dataset {Image}."]
                    : (string[])[],
            ],
        };
        return new(
            info,
            shape,
            ElementType.U8,
            [new(file.Path, new(header.PatternOffset + MarkBytes, (int)frameBytes, stride, 1, IsBigEndian: false), frames)]);
    }

    private static FlatFrameSource OpenImage(HeaderReader file, BloHeader header, OpenOptions options)
    {
        if (!HasImage(file, header))
            throw file.Fault(header.ImageOffset, "the file does not hold the virtual bright-field image: leave --dataset out.");
        if (options.ScanShape is { Count: not 1 } asked)
            throw new ArgumentException($"--scan-shape {asked}: the virtual bright-field image is a single frame; leave the option out.");
        var shape = new DataShape(options.ScanShape ?? new Extent(), header.Scan);
        var info = new SourceInfo(Format, file.Path)
        {
            Files = [file.Path],
            Axes = FrameAxes.Of(
                shape,
                shape.Scan,
                [.. Enumerable.Repeat(FrameAxes.Unknown, shape.Scan.Rank)],
                FrameAxes.Step(header.StepNanometres.Row, "nm"),
                FrameAxes.Step(header.StepNanometres.Column, "nm")),
            Facts = [new("dataset", Image), .. header.Facts, new("calibration", "recorded: steps of the scan")],
            Notes = [.. options.Remarks],
        };
        var bytes = (int)header.Scan.Count;
        return new(info, shape, ElementType.U8, [new(file.Path, new(header.ImageOffset, bytes, bytes, 1, IsBigEndian: false), 1)]);
    }

    private static bool HasImage(HeaderReader file, BloHeader header) =>
        header.ImageOffset > 0 && header.Scan.Count <= MostFrameBytes && header.ImageOffset <= file.Length - header.Scan.Count
            && (header.ImageOffset >= header.PatternOffset || header.ImageOffset <= header.PatternOffset - header.Scan.Count);

    private static bool IsMarked(HeaderReader file, BloHeader header, long stride, long frames) =>
        file.Bytes(header.PatternOffset, Mark.Length).SequenceEqual(Mark)
            && file.Bytes(header.PatternOffset + ((frames - 1) * stride), Mark.Length).SequenceEqual(Mark);
}
