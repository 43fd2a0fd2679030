using Ronchi.Hdf5.Filters;

namespace Ronchi.Hdf5;

/// <summary>How files are opened.</summary>
public sealed record Hdf5OpenOptions
{
    /// <summary>Filters that can be undone.</summary>
    public ChunkFilters Filters { get; init; } = ChunkFilters.BuiltIn;

    /// <summary>Which files external links may open; null = all that the process may read.</summary>
    public ExternalFilePolicy? ExternalFiles { get; init; }

    /// <summary>
    /// Folders in which files behind external links are looked for before anywhere else, by the name in the link and by its last part.
    /// </summary>
    public IReadOnlyList<string> ExternalFolders { get; init; } = [];

    /// <summary>
    /// Folders in which they are looked for before the folder of the linking file, as libhdf5 does with the environment variable
    /// HDF5_EXT_PREFIX.
    /// </summary>
    public IReadOnlyList<string> ExternalPrefixes { get; init; } = [];

    /// <summary>
    /// True to open a file that was cut off: a dataset then ends before the first row that is not in the file
    /// (<see cref="Hdf5Dataset.WrittenShape"/>).
    /// </summary>
    public bool AllowsTruncated { get; init; }

    /// <summary>False to read metadata whose checksums do not match.</summary>
    public bool VerifyChecksums { get; init; } = true;
}
