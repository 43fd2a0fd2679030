using System.Globalization;
using System.Text.RegularExpressions;
using Ronchi.Frames;

namespace Ronchi.Sources.Empad;

/// <summary>What the name of a file of frames says: <c>scan_x256_y128.raw</c>, <c>series_x100.raw</c>.</summary>
internal static partial class EmpadName
{
    /// <summary>The scan; null: the name says none.</summary>
    public static Extent? ScanOf(string path)
    {
        var name = Path.GetFileName(path);
        if (Scan().Match(name) is { Success: true } scan && Length(scan, "rows") is { } rows && Length(scan, "columns") is { } columns)
            return new Extent(rows, columns);
        return Series().Match(name) is { Success: true } series && Length(series, "frames") is { } frames ? new Extent(frames) : null;
    }

    private static int? Length(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0
            ? length
            : null;

    [GeneratedRegex(
        @"_x(?<columns>\d{1,6})_y(?<rows>\d{1,6})[^\d]",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scan();

    [GeneratedRegex(
        @"series_x(?<frames>\d{1,9})[^\d]",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Series();
}
