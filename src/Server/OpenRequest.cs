using System.Globalization;
using Ronchi.Frames;
using Ronchi.Signals;

namespace Ronchi.Server;

/// <summary>What is to be opened, as browsers and programs say it.</summary>
internal static class OpenRequest
{
    /// <summary>Reads a request.</summary>
    /// <param name="text">Gives its parameters as texts; null: not there.</param>
    /// <exception cref="FormatException">A parameter is missing, or makes no sense.</exception>
    public static ScanRequest Parse(Func<string, string?> text) => new(text("path") ?? throw new FormatException("\"path\" says what to open."))
    {
        ScanShape = Shape(text, "scanShape"),
        FrameShape = Shape(text, "frameShape"),
        DataType = text("dtype"),
        Offset = Bytes(text, "offset"),
        Gap = Bytes(text, "gap"),
        Dataset = text("dataset"),
        DetectorBinning = text("detectorBinning") is { } binning ? Binning(binning) : 1,
        FixesHotPixels = text("fixHotPixels") is "true",
    };

    private static Extent? Shape(Func<string, string?> text, string name) =>
        text(name) is not { } given ? null : Extent.TryParse(given.Replace(',', 'x'), out var shape) ? shape : throw new FormatException($"\"{name}\" is rows and columns, as in 256,256; '{given}' is not.");

    private static long Bytes(Func<string, string?> text, string name) =>
        text(name) is not { } given ? 0 : long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : throw new FormatException($"\"{name}\" is a number of bytes from 0; '{given}' is not.");

    private static int Binning(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int factor) && factor is >= 1 and <= 1024 ? factor : throw new FormatException($"\"detectorBinning\" is a whole number from 1; '{text}' is not.");
}
