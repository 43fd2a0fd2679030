using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Tiff;

/// <summary>
/// Writes frames to a TIFF stack, a page for each, uncompressed and in one piece; a BigTIFF above 4 GB. ImageJ opens it as a hyperstack;
/// what belongs to the scan besides goes into <c>NAME.ronchi.json</c>.
/// </summary>
public sealed class TiffFrameSink : IResumableSink
{
    private const string Beside = "`NAME.ronchi.json`";

    private readonly FlatFileSink _file;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether files of these names are replaced.</param>
    /// <param name="isResumable">Whether writing can go on where it is interrupted.</param>
    /// <exception cref="ArgumentException">The frames are no pictures, or there are too many.</exception>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written.</exception>
    public TiffFrameSink(string path, SinkDescription data, bool overwrite = false, bool isResumable = false) =>
        _file = new(path, data, overwrite, TiffHead.Of(path, data), isResumable: isResumable);

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "TIFF",
        FileNames = ".tif",
        Takes = static name => name.EndsWith(".tif", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase),
        Begin = static (path, data, overwrite, isResumable) => new TiffFrameSink(path, data, overwrite, isResumable),
        Parts =
        [
            new(
                ScanPart.Shape,
                Keeping.InFile,
                "pages, and a line `scan` in the description; up to three axes also as those of an ImageJ hyperstack"),
            new(ScanPart.MaskedPixels, Keeping.Beside, Beside),
            new(ScanPart.NoData, Keeping.Beside, $"{Beside}, with `--masked keep`"),
            new(ScanPart.Axes, Keeping.Beside, $"resolution and unit of the detector's, for ImageJ; all: {Beside}"),
            new(ScanPart.Facts, Keeping.Beside, Beside),
            new(ScanPart.SourceObjects, Keeping.Dropped, "no place for them: keep the original file"),
            new(ScanPart.Recorded, Keeping.Beside, Beside),
            new(ScanPart.Notes, Keeping.Beside, Beside),
        ],
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => _file.Files;

    /// <inheritdoc/>
    public IReadOnlyList<string> Losses => _file.Losses;

    /// <inheritdoc/>
    public FrameSet Saved => _file.Saved;

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels) => _file.Write(frame, pixels);

    /// <inheritdoc/>
    public void Save() => _file.Save();

    /// <inheritdoc/>
    public void Complete() => _file.Complete();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
