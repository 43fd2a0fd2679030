namespace Ronchi.Codecs;

/// <summary>What compresses the blocks of a blosc container, by its number there.</summary>
public enum BloscCompressor
{
    /// <summary>blosc's own; decoded only.</summary>
    BloscLz,

    /// <summary>LZ4, of either speed.</summary>
    Lz4,

    /// <summary>Snappy; decoded only.</summary>
    Snappy,

    /// <summary>zlib; decoded only.</summary>
    Zlib,

    /// <summary>Zstandard.</summary>
    Zstd,
}
