using System.Collections.Immutable;
using Ronchi.Frames;

namespace Ronchi.Sources;

/// <summary>
/// A kind of file for frames: which names ask for it, and what it keeps of a scan. Documentation, messages and tests are made from this.
/// </summary>
public sealed record SinkKind
{
    /// <summary>Name of the format: <c>NumPy</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The names of such files, for people: <c>.npy</c>.</summary>
    public required string FileNames { get; init; }

    /// <summary>Says of a file's name, without folder, whether it asks for this kind.</summary>
    public required Func<string, bool> Takes { get; init; }

    /// <summary>Says of two paths whether a file of this kind, of the first, has the second beside it; null: it lies alone.</summary>
    public Func<string, string, bool>? HasBeside { get; init; }

    /// <summary>What becomes of each part of a scan, each part once.</summary>
    public required ImmutableArray<KeptPart> Parts { get; init; }

    /// <summary>Whether it is a folder, not a file.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Whether the largest value of an unsigned type always means "no data" there.</summary>
    public bool MaximumIsNoData { get; init; }

    /// <summary>
    /// Begins a file: its path, what it will hold, whether files of such names are replaced, and whether one of the same frames that was
    /// not completed is gone on with.
    /// </summary>
    public required Func<string, SinkDescription, bool, bool, IResumableSink> Begin { get; init; }

    /// <summary>Whether the file itself says which values are no measurement; otherwise other programs take them for counts.</summary>
    public bool TellsNoData => this[ScanPart.MaskedPixels].Keeping == Keeping.InFile && this[ScanPart.NoData].Keeping == Keeping.InFile;

    /// <summary>What becomes of a part.</summary>
    public KeptPart this[ScanPart part] => Parts.First(kept => kept.Part == part);
}
