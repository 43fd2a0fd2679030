using System.Globalization;
using Ronchi.Engine;
using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Signals.Conversion;

/// <summary>What a file of frames does not say of them, in sentences.</summary>
public static class ConversionLosses
{
    /// <summary>
    /// What is dropped, and what is kept where other programs do not see it; each sentence begins with <c>note:</c> or <c>dropped:</c>.
    /// </summary>
    /// <param name="scan">The frames that were written.</param>
    /// <param name="path">The file.</param>
    /// <param name="report">What became of them.</param>
    public static IEnumerable<string> Of(Scan scan, string path, ConversionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Written(scan, report) is { } written)
            yield return $"note: {written}";
        foreach (var (_, _, why) in report.Dropped)
            yield return $"dropped: {why}.";
        string[] beside = [.. report.Kept.Where(kept => kept.Part != ScanPart.Shape && report.Kind[kept.Part].Keeping == Keeping.Beside)
            .Select(static kept => kept.Name)];
        if (beside.Length > 0)
            yield return $"note: {string.Join(", ", beside)}: kept in {Path.GetFileName(path)}{SidecarName.Suffix}, "
                + "which only Ronchi reads.";
    }

    /// <summary>What became of values that are no measurement, where other programs would count them; null: there are none.</summary>
    /// <param name="scan">The frames that were written.</param>
    /// <param name="report">What became of them.</param>
    public static string? Written(Scan scan, ConversionReport report)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(report);
        var positions = report.Shape.FrameCount - report.RecordedFrames;
        string[] what =
        [
            .. report.MaskedPixels > 0
                ? (string[])[string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.MaskedPixels:N0} masked {(report.MaskedPixels == 1 ? "pixel" : "pixels")} of every frame")]
                : [],
            .. scan.Source.Validity.MaximumIsNoData ? (string[])["no-data values"] : [],
            .. positions > 0
                ? (string[])[string.Create(
                    CultureInfo.InvariantCulture,
                    $"{positions:N0} {(positions == 1 ? "position that was" : "positions that were")} not recorded")]
                : [],
        ];
        if (what.Length == 0)
            return null;
        return report.Masked.Fill is { } fill
            ? $"{string.Join(", ", what)}: written as {fill} (--masked {report.Masked})."
            : $"{string.Join(", ", what)}: "
                + (report.Kind.TellsNoData ? "marked in the file" : "stored unchanged; other programs read them as counts")
                + " (--masked keep).";
    }
}
