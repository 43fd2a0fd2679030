using Ronchi.Frames;
using Ronchi.Sources.Carrying;

namespace Ronchi.Sources.Raw;

/// <summary>
/// Writes frames one behind the other, without a header, in native (little-endian) byte order; shape, type and all else go into
/// <c>NAME.ronchi.json</c>.
/// </summary>
/// <remarks>Without the file beside it, opening needs <c>--scan-shape</c>, <c>--frame-shape</c> and <c>--dtype</c>.</remarks>
public static class RawFrameSink
{
    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "raw",
        FileNames = ".raw",
        Takes = static name => name.EndsWith(".raw", StringComparison.OrdinalIgnoreCase),
        Begin = Begin,
        Parts = FlatFileSink.Parts(new(ScanPart.Shape, Keeping.Beside, FlatFileSink.Beside)),
    };

    private static FlatFileSink Begin(string path, SinkDescription data, bool overwrite, bool isResumable) =>
        new(path, data, overwrite, header: [], isSelfContained: false, isResumable);
}
