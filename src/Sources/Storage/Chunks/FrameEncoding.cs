namespace Ronchi.Sources.Storage;

/// <summary>How one stored frame is compressed.</summary>
internal enum FrameEncoding
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Bitshuffle, then LZ4 block by block (HDF5 filter 32008).</summary>
    BitshuffleLz4,

    /// <summary>LZ4 block by block (HDF5 filter 32004).</summary>
    Lz4,
}
