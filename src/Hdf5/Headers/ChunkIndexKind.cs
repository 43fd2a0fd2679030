namespace Ronchi.Hdf5.Headers;

/// <summary>How the places of chunks are stored; values 1 to 5 as in version 4 layout messages.</summary>
public enum ChunkIndexKind
{
    /// <summary>B-tree version 1 (layout messages up to version 3).</summary>
    BTree1 = 0,

    /// <summary>The one chunk's address stands in the layout message.</summary>
    Single = 1,

    /// <summary>All chunks follow each other.</summary>
    Implicit = 2,

    /// <summary>An array, where no axis is unlimited.</summary>
    FixedArray = 3,

    /// <summary>A growing array, where one axis is unlimited.</summary>
    ExtensibleArray = 4,

    /// <summary>B-tree version 2, where several axes are unlimited.</summary>
    BTree2 = 5,
}
