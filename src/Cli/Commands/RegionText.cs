using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using System.Globalization;
using Ronchi.Engine.Plan;
using Ronchi.Frames;
using Ronchi.Signals;
using Ronchi.Sources;

namespace Ronchi.Cli.Commands;

/// <summary>The text form of a region of interest: <c>rect:…</c>, <c>disk:…</c> and other shapes of detectors, <c>list:FILE</c>, <c>mask:FILE</c>.</summary>
internal static class RegionText
{
    public const string Grammar = "rect:ROW0,COL0,ROW1,COL1 | disk:ROW,COL,R | polygon:ROW,COL,ROW,COL,… | line:ROW0,COL0,ROW1,COL1 | list:FILE | mask:FILE.npy";

    private const long MaximumListBytes = 1 << 30;

    /// <param name="text">What was written; places and radii may have a unit of the scan axes.</param>
    /// <param name="data">The data: shape and axes of the scan.</param>
    /// <exception cref="FormatException">The text or the list does not follow the grammar.</exception>
    /// <exception cref="ArgumentException">The region does not fit the scan.</exception>
    public static ScanSelection Parse(string text, DataDescription data)
    {
        var scan = data.Shape.Scan;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var rest = text[(colon + 1)..];
        var selection = (colon < 0 ? "" : text[..colon]) switch
        {
            "rect" when Numbers(rest) is [var row0, var column0, var row1, var column1] => ScanSelection.Rectangle(scan, row0, column0, row1, column1),
            "list" when rest.Length > 0 => List(rest, scan),
            "mask" when rest.Length > 0 => Mask(rest, scan),
            "rect" or "disk" or "annulus" or "sector" or "polygon" or "line" or "point" => Shape(text, data),
            _ => throw new FormatException($"--roi: '{text}' is not a region: expected {Grammar}, as in rect:0,0,31,63."),
        };
        return selection.FrameCount > 0 ? selection : throw new ArgumentException($"--roi: '{text}' selects no position of the scan of {scan}.");
    }

    // As virtual detectors are written; of a series, of each member.
    private static ScanSelection Shape(string text, DataDescription data)
    {
        var scan = data.Shape.Scan;
        VirtualDetector detector;
        try
        {
            detector = VirtualDetectorText.ParseAll([text], static file => throw new FormatException($"'{file}' is a file; write mask:FILE.npy."), static () => default, PlaneAxes.OfScan(data))[0];
        }
        catch (FormatException e)
        {
            throw new FormatException($"--roi: {e.Message.Replace("is not a detector", "is not a region", StringComparison.Ordinal).Replace(VirtualDetectorText.Grammar, Grammar, StringComparison.Ordinal)}", e);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"--roi: '{text}': {e.Message}", e);
        }

        // An empty region is told with the others.
        return ScanSelection.FromPlane(scan, detector.PixelsOn(ScanSelection.PlaneOf(scan)));
    }

    private static ScanSelection List(string path, Extent scan)
    {
        RegularFile.Require(path);
        if (RegularFile.Behind(path).Length > MaximumListBytes)
            throw new SourceException(path, "a list of positions cannot be larger than 1 GiB; use mask:FILE.npy.");
        var indices = new List<long>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var text = line.AsSpan().Trim();
            if (text.IsEmpty || text[0] == '#')
                continue;
            if (Numbers(text.ToString()) is not { } position || position.Length != scan.Rank)
                throw new SourceException(path, $"line {number} is not a position in a scan of {scan}: expected {scan.Rank} whole numbers separated by commas, as in 12,40.");
            indices.Add(scan.IndexOf(position));
        }

        return ScanSelection.FromIndices(scan, [.. indices]);
    }

    private static ScanSelection Mask(string path, Extent scan)
    {
        var (marked, shape) = WeightsFile.ReadMask(path);
        if (shape != scan)
            throw new ArgumentException($"--roi: the mask {path} has shape {shape}, but the scan is {scan}.");
        return ScanSelection.FromMask(scan, marked);
    }

    private static long[]? Numbers(string text)
    {
        var parts = text.Split(',');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return numbers;
    }
}
