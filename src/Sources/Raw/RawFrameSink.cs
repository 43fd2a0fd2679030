using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Raw;

/// <summary>
/// Writes frames one behind the other, without a header, in native (little-endian) byte order; shape, type and all else go into
/// <c>NAME.ronchi.json</c>.
/// </summary>
/// <remarks>Without the file beside it, opening needs <c>--scan-shape</c>, <c>--frame-shape</c> and <c>--dtype</c>.</remarks>
public sealed class RawFrameSink : IResumableSink
{
    private const string Beside = "`NAME.ronchi.json`";

    private readonly FlatFileSink _file;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="data">What it will hold.</param>
    /// <param name="overwrite">Whether files of these names are replaced.</param>
    /// <param name="isResumable">Whether writing can go on where it is interrupted.</param>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written.</exception>
    public RawFrameSink(string path, SinkDescription data, bool overwrite = false, bool isResumable = false) =>
        _file = new(path, data, overwrite, header: [], isSelfContained: false, isResumable);

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "raw",
        FileNames = ".raw",
        Takes = static name => name.EndsWith(".raw", StringComparison.OrdinalIgnoreCase),
        Begin = static (path, data, overwrite, isResumable) => new RawFrameSink(path, data, overwrite, isResumable),
        Parts =
        [
            new(ScanPart.Shape, Keeping.Beside, Beside),
            new(ScanPart.MaskedPixels, Keeping.Beside, Beside),
            new(ScanPart.NoData, Keeping.Beside, $"{Beside}, with `--masked keep`"),
            new(ScanPart.Axes, Keeping.Beside, Beside),
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
