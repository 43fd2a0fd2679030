using System.Collections.Immutable;
using Ronchi.Frames;
using Ronchi.Sources;

namespace Ronchi.Signals.Conversion;

/// <summary>What became of a scan in a file.</summary>
/// <param name="Kind">The kind of file.</param>
/// <param name="Shape">Scan and detector axes.</param>
/// <param name="ElementType">Type of the values.</param>
public sealed record ConversionReport(SinkKind Kind, DataShape Shape, ElementType ElementType)
{
    /// <summary>What was written for values that are no measurement.</summary>
    public required MaskedValues Masked { get; init; }

    /// <summary>Masked pixels of every frame.</summary>
    public int MaskedPixels { get; init; }

    /// <summary>"No data" values that were written as another value.</summary>
    public long NoDataValues { get; init; }

    /// <summary>Positions of which a frame was recorded.</summary>
    public long RecordedFrames { get; init; }

    /// <summary>What the scan has and the file keeps: the part, and where.</summary>
    public ImmutableArray<(ScanPart Part, string Name, string Where)> Kept { get; init; } = [];

    /// <summary>What the scan has and the file does not keep: the part (null: a detail), and the sentence.</summary>
    public ImmutableArray<(ScanPart? Part, string Name, string Why)> Dropped { get; init; } = [];

    /// <summary>Sentences on what was done that was not asked for: a wider type, facts that changed.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Files that were written, with their bytes; the one that was asked for first.</summary>
    public ImmutableArray<(string Path, long Bytes)> Files { get; init; } = [];
}
