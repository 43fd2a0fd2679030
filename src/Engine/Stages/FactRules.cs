using System.Collections.Immutable;
using System.Globalization;
using Ronchi.Frames;

namespace Ronchi.Engine.Stages;

/// <summary>What cropping, binning and correcting do to the facts of an experiment: some get another value, some no longer hold.</summary>
internal static class FactRules
{
    // They tell of single stored values; sums and corrected values are others.
    private static readonly string[] OfStoredValues = ["saturation_value", "bit_depth_image"];

    /// <summary>Squares of so many detector pixels a side are summed.</summary>
    public static SourceInfo OfBinnedDetector(this SourceInfo info, int factor) => factor == 1 ? info : info
        .Without(OfStoredValues)
        .Changed(["pixel_size_row", "pixel_size_column"], size => size * factor)
        .Changed(["beam_center_row", "beam_center_column"], centre => ((centre + 0.5) / factor) - 0.5);

    /// <summary>Frames of squares of so many scan positions a side are summed.</summary>
    public static SourceInfo OfBinnedScan(this SourceInfo info, int factor) => factor == 1 ? info : info
        .Without([.. OfStoredValues, "ntrigger", "nimages"])
        .Changed(["count_time", "frame_time", "scan_dwell_time"], time => time * factor * factor);

    /// <summary>Frames begin at another pixel.</summary>
    public static SourceInfo OfCroppedDetector(this SourceInfo info, int row0, int column0) => info
        .Changed(["beam_center_row"], row => row - row0)
        .Changed(["beam_center_column"], column => column - column0);

    /// <summary>Values are corrected.</summary>
    public static SourceInfo OfCorrectedFrames(this SourceInfo info) => info.Without(OfStoredValues);

    private static SourceInfo Without(this SourceInfo info, ReadOnlySpan<string> names)
    {
        ImmutableArray<string> gone = [.. names];
        return info with
        {
            Facts = info.Facts.RemoveAll(fact => gone.Contains(fact.Name)),
            FactChanges = [
                .. info.FactChanges,
                .. info.Facts.Where(fact => gone.Contains(fact.Name)).Select(static fact => $"{fact.Name} ({fact.Value}) no longer holds")],
        };
    }

    // A value of 0 is how instruments write "not known", and stays.
    private static SourceInfo Changed(this SourceInfo info, ReadOnlySpan<string> names, Func<double, double> change)
    {
        var (facts, changes) = (info.Facts, info.FactChanges);
        foreach (var name in names)
        {
            for (var i = 0; i < facts.Length; i++)
            {
                var fact = facts[i];
                if (fact.Name != name || !double.TryParse(fact.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    || value == 0 || change(value) == value)
                    continue;
                facts = facts.SetItem(i, fact with { Value = change(value).ToString("R", CultureInfo.InvariantCulture) });
                changes = changes.Add($"{name} is {facts[i].Value}{(fact.Unit is null ? "" : $" {fact.Unit}")} instead of {fact.Value}");
            }
        }

        return info with { Facts = facts, FactChanges = changes };
    }
}
