using Ronchi.Engine;

namespace Ronchi.Signals.Conversion;

/// <summary>How a scan is written to a file.</summary>
public sealed record ConversionOptions
{
    /// <summary>Scan positions to keep. Null: all.</summary>
    public ScanSelection? Selection { get; init; }

    /// <summary>
    /// What is written for values that are no measurement. Null: as they are where the file says which they are, else zeros.
    /// </summary>
    public MaskedValues? Masked { get; init; }

    /// <summary>How the frames are made and of which files, which the file keeps; null: it is not said.</summary>
    public string? Provenance { get; init; }

    /// <summary>Files that are read beside the data and what their opening names: none of them is replaced.</summary>
    public IReadOnlyList<string> AlsoRead { get; init; } = [];

    /// <summary>Whether files that exist are replaced.</summary>
    public bool Overwrite { get; init; }
}
