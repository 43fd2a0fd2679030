using Ronchi.Hdf5.Filters;

namespace Ronchi.Hdf5;

/// <summary>How files are opened.</summary>
public sealed record Hdf5OpenOptions
{
    /// <summary>Filters that can be undone.</summary>
    public ChunkFilters Filters { get; init; } = ChunkFilters.BuiltIn;

    /// <summary>Which files external links may open; null = all that the process may read.</summary>
    public ExternalFilePolicy? ExternalFiles { get; init; }

    /// <summary>False to read metadata whose checksums do not match.</summary>
    public bool VerifyChecksums { get; init; } = true;
}
