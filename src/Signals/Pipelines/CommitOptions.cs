namespace Ronchi.Signals.Pipelines;

/// <summary>How frames are committed to a file.</summary>
public sealed record CommitOptions
{
    /// <summary>Files that are read by others: none of them is replaced, nor what the frames are made of.</summary>
    public IReadOnlyList<string> AlsoRead { get; init; } = [];

    /// <summary>Whether files that exist are replaced; a file that holds the same frames is taken as it is.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Bytes of frames after which what was written is saved: at most so much is written again after an interruption.</summary>
    public long PieceBytes { get; init; } = 256 << 20;
}
