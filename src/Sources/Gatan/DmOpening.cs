using System.Globalization;
using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Gatan;

/// <summary>Opens an image of a DigitalMicrograph file as frames.</summary>
internal static class DmOpening
{
    private const long MostFrameBytes = 1 << 30;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceException">It is damaged, or holds no image that is read.</exception>
    /// <exception cref="ArgumentException">The scan shape does not fit the frames.</exception>
    public static IFrameSource Open(string path, OpenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var file = HeaderReader.Open(path);
        var (about, root) = DmTagReader.Read(file);
        var images = DmImages.In(root);
        if (images.Count == 0 && about.CutAt is { } cut)
            throw file.Fault(
                cut, "the file is truncated before it says what its pixels are; copy it again, or save it again in DigitalMicrograph.");
        var (image, others) = DmImages.Choose(path, images, options.Of<DatasetOptions>().Dataset);
        var order = DmOrder.Of(image, options.Of<DmOptions>().StoredOrder);
        if (order.IsPixelMajor && image.Lengths.Rank > order.DetectorAxes + 2)
            throw new SourceException(
                path,
                $"image {image.Description} has {image.Lengths.Rank} axes, those of the scan in between; read it with "
                + "--stored-order frames if frames lie in one piece, else save its members as images of their own.");
        var stored = ShapeOf(image, order);
        var frameBytes = stored.FrameElements * image.Pixels.Type!.Value.Size();
        var storedFrameBytes = image.Count / Math.Max(stored.FrameCount, 1) * image.Pixels.StoredBytes;
        if (frameBytes > MostFrameBytes)
            throw new SourceException(
                path, $"image {image.Description}: a frame of {stored.Detector} has more than 1 GiB; such frames are not read.");
        if (image.Bytes < image.Count * image.Pixels.StoredBytes)
            throw file.Fault(
                image.Offset,
                $"image {image.Description} needs {image.Count * image.Pixels.StoredBytes} bytes, but {image.Bytes} are said to be there: "
                + "the file is damaged; copy it again.");
        var frames = Math.Min(stored.FrameCount, (file.Length - image.Offset) / storedFrameBytes);
        if (frames == 0 || (order.IsPixelMajor && frames < stored.FrameCount))
            throw file.Fault(
                image.Offset,
                $"image {image.Description} begins here, but the file is truncated at {file.Length} bytes; copy it again.");
        var scan = options.ScanShape is { } asked
            ? ScanShape.Decide(stored.FrameCount, asked, told: null, triggered: null)
            : new ScanShape(stored.Scan);
        var shape = stored with { Scan = scan.Scan };
        var (unit, valueFacts) = DmCalibration.ValuesOf(image);
        var info = new SourceInfo($"Gatan DM{about.Version}", path)
        {
            Files = [path],
            Storage = order.IsPixelMajor ? "uncompressed, pixel by pixel" : "uncompressed",
            Axes = DmCalibration.AxesOf(image, order, shape.Scan == stored.Scan, shape.Scan.Rank),
            ValueUnit = unit,
            Facts = [.. DmFacts.Of(image), .. valueFacts],
            Notes =
            [
                .. options.Remarks,
                .. (string[])[.. new[] { others, scan.Note, order.IsPixelMajor ? PixelMajorSource.Note : null, Cut(frames, stored) }
                    .OfType<string>()],
            ],
        };
        return order.IsPixelMajor
            ? new PixelMajorSource(
                info,
                shape,
                image.Pixels.Type.Value,
                path,
                new(image.Offset, checked((int)stored.FrameElements), stored.FrameCount, image.Pixels.ElementBytes, about.IsBigEndian))
            : new FlatFrameSource(
                info,
                shape,
                image.Pixels.Type.Value,
                [new(
                    path,
                    new(image.Offset, (int)storedFrameBytes, storedFrameBytes, image.Pixels.ElementBytes, about.IsBigEndian),
                    frames)],
                options.Of<MapOptions>().Map,
                image.Pixels.Colors switch
                {
                    4 => new((int)frameBytes, DmPixels.Rgba),
                    3 => new((int)frameBytes, DmPixels.Rgb),
                    _ => null,
                });
    }

    // The format has the fastest axis first.
    private static DataShape ShapeOf(DmImage image, DmOrder order)
    {
        var lengths = image.Lengths.Lengths.Reverse().ToList();
        var slow = order.IsPixelMajor ? order.DetectorAxes : lengths.Count - order.DetectorAxes;
        var (first, second) = (lengths[..slow], lengths[slow..]);
        var (scan, detector) = order.IsPixelMajor ? (second, first) : (first, second);
        return new(new Extent([.. scan]), new Extent([.. detector, .. image.Pixels.Colors > 0 ? [image.Pixels.Colors] : (long[])[]]));
    }

    private static string? Cut(long frames, DataShape stored) => frames == stored.FrameCount
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the file is truncated: {frames:N0} of {stored.FrameCount:N0} frames are present; the others are invalid.");
}
