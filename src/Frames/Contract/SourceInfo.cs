using System.Collections.Immutable;
using System.Globalization;

namespace Ronchi.Frames;

/// <summary>What a source is and what is known of the experiment.</summary>
/// <param name="Format">Name of the format: <c>DECTRIS HDF5</c>, <c>NumPy</c>, …</param>
/// <param name="Path">The file that was opened, or a name for what is no file.</param>
public sealed record SourceInfo(string Format, string Path)
{
    /// <summary>Files that the data come from, the opened one first.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Files that were read beside these: what scan software wrote about them. Nothing that is made of the data replaces
    /// them.</summary>
    public ImmutableArray<string> FilesBeside { get; init; } = [];

    /// <summary>How the values are stored: <c>bitshuffle+LZ4</c>, <c>deflate</c>, <c>uncompressed</c>, …</summary>
    public string Storage { get; init; } = "uncompressed";

    /// <summary>Bytes that the values take in storage, compressed as they are. Null: not known, or as many as they have.</summary>
    public long? StoredBytes { get; init; }

    /// <summary>One calibrated axis for each axis of the shape, scan first; empty when nothing is known.</summary>
    public ImmutableArray<Axis> Axes { get; init; } = [];

    /// <summary>
    /// Unit of the values, where the data say one or a stage of the read path knows it: <c>counts</c>, <c>electrons</c>, …; null: not
    /// known.
    /// </summary>
    public string? ValueUnit { get; init; }

    /// <summary>Facts about the experiment in the order in which people want to read them.</summary>
    public ImmutableArray<Fact> Facts { get; init; } = [];

    /// <summary>
    /// Acceleration voltage in kV, as the facts say it (<c>high_tension</c> in V, <c>incident_energy</c> in eV); null: they do not.
    /// </summary>
    public double? Kilovolts =>
        Facts.Where(static fact => fact.Name is "high_tension" or "incident_energy")
            .Select(static fact => double.TryParse(fact.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double volts)
                && volts is >= 100 and <= 1e7
                ? volts / 1000
                : (double?)null)
            .FirstOrDefault(static kilovolts => kilovolts is not null);

    /// <summary>Sentences on what is unusual: a scan that was aborted, frames left out, a shape that was guessed.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>
    /// Facts that cropping, binning or correcting changed or made void, a phrase each: <c>pixel_size_row is 0.0002 m instead of 0.0001</c>.
    /// </summary>
    public ImmutableArray<string> FactChanges { get; init; } = [];

    /// <summary>
    /// How the frames were made and of which files, where the file itself says it (docs/pipelines.md); null: it does not.
    /// </summary>
    public string? Provenance { get; init; }

    /// <summary>Whether the data leave open how many frames there will be: more may be put behind the last one along the first
    /// axis.</summary>
    public bool IsOpenEnded { get; init; }

    /// <summary>Whether the files say that a program has them open for writing; null: such files do not say it.</summary>
    public bool? IsBeingWritten { get; init; }

    /// <summary>Set when the data do not say how frames lie in the scan: what to do about it, in a sentence.</summary>
    public string? UnknownScanShape { get; init; }
}
