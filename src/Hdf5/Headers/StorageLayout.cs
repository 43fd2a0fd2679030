namespace Ronchi.Hdf5.Headers;

/// <summary>How a dataset's elements lie in the file.</summary>
public enum StorageLayout
{
    /// <summary>In the object header.</summary>
    Compact = 0,

    /// <summary>In one block.</summary>
    Contiguous = 1,

    /// <summary>In chunks of equal shape.</summary>
    Chunked = 2,

    /// <summary>Assembled from other datasets; such datasets are refused when read.</summary>
    Virtual = 3,
}
