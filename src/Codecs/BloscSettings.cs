namespace Ronchi.Codecs;

/// <summary>How a blosc container is written.</summary>
/// <param name="Compressor"><see cref="BloscCompressor.Lz4"/> or <see cref="BloscCompressor.Zstd"/>.</param>
/// <param name="Shuffle">How the elements are turned before.</param>
/// <param name="ElementBytes">Bytes of an element, 1 to 255.</param>
public sealed record BloscSettings(BloscCompressor Compressor, BloscShuffle Shuffle, int ElementBytes)
{
    // Planes and positions of a block stay in the first-level cache.
    private const int Lz4BlockBytes = 1 << 14;
    private const int ZstdBlockBytes = 1 << 17;

    /// <summary>Zstandard's level; LZ4 has none.</summary>
    public int Level { get; init; } = 3;

    /// <summary>Bytes of a block; 0: what suits the compressor.</summary>
    public int BlockBytes { get; init; }

    /// <summary>The header of a container of so many bytes, less its own length.</summary>
    internal BloscHeader HeaderFor(int contentBytes)
    {
        if (Compressor is not (BloscCompressor.Lz4 or BloscCompressor.Zstd))
            throw new InvalidOperationException($"Blosc containers are written with LZ4 or Zstandard, not with {Compressor}.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ElementBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ElementBytes, byte.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(BlockBytes);
        int block = BlockBytes > 0 ? BlockBytes : Compressor == BloscCompressor.Lz4 ? Lz4BlockBytes : ZstdBlockBytes;
        // Whole groups of eight elements, so that bits can be shuffled.
        int group = 8 * ElementBytes;
        block = Math.Max(block / group, 1) * group;
        return new BloscHeader(
            Compressor, Shuffle, IsStored: false, IsSplit: false, ElementBytes, contentBytes, Math.Min(block, contentBytes), 0);
    }
}
