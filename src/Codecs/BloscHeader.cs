using System.Buffers.Binary;

namespace Ronchi.Codecs;

/// <summary>
/// The first 16 bytes of a blosc container (version 1 of the library; format versions 1 and 2): versions, flags, size of an element, then
/// the lengths of the content, of a block and of the container, u32 little-endian.
/// </summary>
/// <param name="Compressor">What compresses the blocks.</param>
/// <param name="Shuffle">How they are shuffled.</param>
/// <param name="IsStored">Whether the content stands there as it is, in one piece.</param>
/// <param name="IsSplit">Whether a block may be cut into a stream for each byte of an element.</param>
/// <param name="ElementBytes">Bytes of an element, 1 to 255.</param>
/// <param name="ContentBytes">Bytes of the content.</param>
/// <param name="BlockBytes">Bytes of a block; the last may be shorter.</param>
/// <param name="ContainerBytes">Bytes of the container, this header included.</param>
/// <remarks>Source: https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst.</remarks>
public readonly record struct BloscHeader(
    BloscCompressor Compressor,
    BloscShuffle Shuffle,
    bool IsStored,
    bool IsSplit,
    int ElementBytes,
    int ContentBytes,
    int BlockBytes,
    int ContainerBytes)
{
    /// <summary>Bytes of a header.</summary>
    public const int Length = 16;

    private const byte FormatVersion = 2;
    private const int ByteShuffled = 1, Stored = 2, BitShuffled = 4, Reserved = 8, NotSplit = 16, CompressorShift = 5;
    private const int MostStreams = 16;
    private const int ShortestStream = 128;

    /// <summary>Number of blocks.</summary>
    public int BlockCount => ContentBytes == 0 ? 0 : ((ContentBytes - 1) / BlockBytes) + 1;

    /// <summary>Bytes of a block.</summary>
    internal int BytesOf(int block) => (int)Math.Min(BlockBytes, ContentBytes - ((long)block * BlockBytes));

    /// <summary>Streams of a block.</summary>
    internal int StreamsOf(int block) =>
        IsSplit && ElementBytes <= MostStreams && BlockBytes / ElementBytes >= ShortestStream && BytesOf(block) == BlockBytes
            ? ElementBytes
            : 1;

    /// <summary>Reads and checks a header.</summary>
    /// <param name="container">Begins with it.</param>
    /// <param name="header">The header; undefined unless it is sound.</param>
    /// <returns><see cref="DecodeStatus.Mismatch"/> when it is one of a later format (blosc 2), or has a compressor that is not
    /// known.</returns>
    public static DecodeStatus TryRead(ReadOnlySpan<byte> container, out BloscHeader header)
    {
        header = default;
        if (container.Length < Length)
            return DecodeStatus.Truncated;
        int flags = container[2], compressor = flags >> CompressorShift;
        if (container[0] is 0 or > FormatVersion || (flags & Reserved) != 0 || compressor > (int)BloscCompressor.Zstd)
            return DecodeStatus.Mismatch;
        uint content = BinaryPrimitives.ReadUInt32LittleEndian(container[4..]);
        uint block = BinaryPrimitives.ReadUInt32LittleEndian(container[8..]);
        uint whole = BinaryPrimitives.ReadUInt32LittleEndian(container[12..]);
        if (content > int.MaxValue || whole is < Length or > int.MaxValue || container[3] == 0)
            return DecodeStatus.Corrupt;
        if (content > 0 && (block == 0 || block > content))
            return DecodeStatus.Corrupt;
        header = new BloscHeader(
            (BloscCompressor)compressor,
            (flags & ByteShuffled) != 0 ? BloscShuffle.Bytes : (flags & BitShuffled) != 0 ? BloscShuffle.Bits : BloscShuffle.None,
            (flags & Stored) != 0,
            (flags & NotSplit) == 0,
            container[3],
            (int)content,
            (int)block,
            (int)whole);
        return DecodeStatus.Done;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    internal void Write(Span<byte> destination)
    {
        int shuffle = Shuffle switch { BloscShuffle.Bytes => ByteShuffled, BloscShuffle.Bits => BitShuffled, _ => 0 };
        destination[0] = FormatVersion;
        destination[1] = 1;   // of the compressor's format: 1 for all of them
        destination[2] = (byte)(((int)Compressor << CompressorShift) | shuffle | (IsStored ? Stored : 0) | (IsSplit ? 0 : NotSplit));
        destination[3] = (byte)ElementBytes;
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], ContentBytes);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], BlockBytes);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], ContainerBytes);
    }
}
