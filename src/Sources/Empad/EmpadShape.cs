using Ronchi.Frames;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Empad;

/// <summary>The scan of a file of frames, and how far they lie apart.</summary>
/// <param name="Scan">Scan axes.</param>
/// <param name="Stride">Bytes from one frame to the next.</param>
/// <param name="Frames">Frames that are there.</param>
/// <param name="Told">The scan as the description or the name says it; null: they say none that fits.</param>
/// <param name="Notes">What else they say, and what is missing.</param>
internal sealed record EmpadShape(ScanShape Scan, int Stride, long Frames, Extent? Told, IReadOnlyList<string> Notes)
{
    /// <summary>Decides: the first size that the length of the file fits.</summary>
    /// <exception cref="SourceException">There are sizes, and none fits.</exception>
    /// <exception cref="ArgumentException">The scan that was asked for does not fit.</exception>
    public static EmpadShape Decide(HeaderReader file, EmpadDescription? description, OpenOptions options)
    {
        if (file.Length < EmpadFrames.PlainBytes)
            throw file.Fault(
                0, $"the file has {file.Length} bytes, too few for a frame of 128×128 float32; it is truncated: copy it again.");
        var said = new List<(string By, Extent Scan)>();
        Add("pix_x and pix_y of the description", description?.Written);
        Add("the name of the file", EmpadName.ScanOf(file.Path));
        Add("scan_parameters of the description", description?.Acquired);
        var fitting = said.Find(size => EmpadFrames.Fitting(file.Length, size.Scan.Count) is not null);
        if (fitting.By is null && options.ScanShape is null && said.Count > 0)
        {
            var longer = said.Find(size => size.Scan.Count > file.Length / EmpadFrames.FooterBytes);
            fitting = options.TakesWhatIsThere && longer.By is not null ? longer : throw Misfit(file, said);
        }

        var told = fitting.By is null ? (Extent?)null : fitting.Scan;
        var step = ((options.ScanShape ?? told) is { } known ? EmpadFrames.Fitting(file.Length, known.Count) : null)
            ?? EmpadFrames.Fitting(file.Length) ?? EmpadFrames.FooterBytes;
        // The last frame may lack what is no image.
        var frames = (file.Length + step - EmpadFrames.PlainBytes) / step;
        var scan = ScanShape.Decide(frames, options.ScanShape, told, told?.Count);
        var unused = said.Where(size => size.Scan != scan.Scan).Select(size =>
            $"the scan is {size.Scan} by {size.By}, which "
            + $"{(EmpadFrames.Fitting(file.Length, size.Scan.Count) is null ? "does not fit the length of the file" : "is not used")}.");
        return new(scan, step, frames, told, [.. scan.Note is { } note ? [note] : (string[])[], .. unused]);

        void Add(string by, Extent? scan)
        {
            if (scan is { } known)
                said.Add((by, known));
        }
    }

    private static SourceException Misfit(HeaderReader file, List<(string By, Extent Scan)> said)
    {
        var frames = file.Length / EmpadFrames.FooterBytes;
        return file.Fault(
            0,
            $"the file has {file.Length} bytes, {Counted.Of(frames, "frame")}; no size that is said of the scan fits: "
            + $"{string.Join(", ", said.Select(static size => $"{size.Scan} ({size.By})"))}. Set --scan-shape RxC, or use --leave-out to "
            + "read the frames that are present.");
    }
}
