using Ronchi.Hdf5.Filters;

namespace Ronchi.Hdf5;

/// <summary>Decides whether an external link may be followed.</summary>
/// <param name="linkingFile">Full path of the file that holds the link.</param>
/// <param name="candidate">Full path of the file that would be opened.</param>
/// <returns>False to refuse.</returns>
public delegate bool ExternalFilePolicy(string linkingFile, string candidate);

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
