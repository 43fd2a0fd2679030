using System.Buffers.Binary;

namespace Ronchi.Codecs;

/// <summary>
/// The twelve bytes before the blocks of HDF5 filters 32008 (bitshuffle + LZ4) and 32004 (LZ4), and of DECTRIS <c>bslz4</c> and <c>lz4</c>
/// messages: u64 and u32, big-endian.
/// </summary>
/// <param name="TotalBytes">Bytes of the decompressed data.</param>
/// <param name="BlockBytes">Bytes of a full block, decompressed. Authoritative: whatever else says the block size is wrong.</param>
public readonly record struct BitshuffleLz4Header(long TotalBytes, int BlockBytes)
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 12;

    // The reference aims at blocks of 8192 bytes and makes none shorter than 128 elements.
    private const int TargetBlockBytes = 8192;
    private const int FewestBlockElements = 128;

    /// <summary>Reads a header.</summary>
    /// <returns><see cref="DecodeStatus.Truncated"/> for fewer than twelve bytes; <see cref="DecodeStatus.Corrupt"/> for sizes no array can
    /// have.</returns>
    public static DecodeStatus TryRead(ReadOnlySpan<byte> container, out BitshuffleLz4Header header)
    {
        header = default;
        if (container.Length < Length)
            return DecodeStatus.Truncated;
        ulong total = BinaryPrimitives.ReadUInt64BigEndian(container);
        uint block = BinaryPrimitives.ReadUInt32BigEndian(container[8..]);
        if (total > (ulong)Array.MaxLength || block > int.MaxValue)
            return DecodeStatus.Corrupt;
        header = new BitshuffleLz4Header((long)total, (int)block);
        return DecodeStatus.Done;
    }

    /// <summary>Elements of a block when nobody chose: 8192 bytes' worth, a multiple of 8, at least 128.</summary>
    public static int DefaultBlockElements(int elementBytes) =>
        Math.Max(TargetBlockBytes / elementBytes & ~7, FewestBlockElements);

    /// <summary>
    /// How the header cuts a frame of elements of <paramref name="elementBytes"/> bytes. A block size of 0 means the default, as in the
    /// reference implementation.
    /// </summary>
    /// <returns><see cref="DecodeStatus.Corrupt"/> when the sizes are no multiples of the element, or a block no multiple of 8
    /// elements.</returns>
    public DecodeStatus TryGetGeometry(int elementBytes, out PlaneGeometry geometry)
    {
        geometry = default;
        if (TotalBytes % elementBytes != 0 || BlockBytes % elementBytes != 0)
            return DecodeStatus.Corrupt;
        int blockElements = BlockBytes == 0 ? DefaultBlockElements(elementBytes) : BlockBytes / elementBytes;
        geometry = new PlaneGeometry(elementBytes, (int)(TotalBytes / elementBytes), blockElements);
        return geometry.IsValid ? DecodeStatus.Done : DecodeStatus.Corrupt;
    }

    /// <summary>Writes the twelve bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is shorter.</exception>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, (ulong)TotalBytes);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], (uint)BlockBytes);
    }
}
