using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Tiff;

/// <summary>
/// Writes frames to a TIFF stack, a page for each, uncompressed and in one piece; a BigTIFF above 4 GB. ImageJ opens it as a hyperstack;
/// what belongs to the scan besides goes into <c>NAME.ronchi.json</c>.
/// </summary>
public static class TiffFrameSink
{
    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "TIFF",
        FileNames = ".tif",
        Takes = static name => name.EndsWith(".tif", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase),
        Begin = Begin,
        Parts = FlatFileSink.Parts(
            new(
                ScanPart.Shape,
                Keeping.InFile,
                "pages, and a line `scan` in the description; up to three axes also as those of an ImageJ hyperstack"),
            "resolution and unit of the detector's, for ImageJ; all: "),
    };

    private static FlatFileSink Begin(string path, SinkDescription data, bool overwrite, bool isResumable) =>
        new(path, data, overwrite, TiffHead.Of(path, data), isResumable: isResumable);
}
