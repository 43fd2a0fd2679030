using System.Buffers.Binary;
using Ronchi.Codecs.Blosc;
using Ronchi.Codecs.Transposition;

namespace Ronchi.Codecs;

/// <summary>
/// Containers of blosc 1, as Zarr and HDF5 filter 32001 have them: a <see cref="BloscHeader"/>, the place of each block, i32
/// little-endian, and the blocks: one stream, or one for each byte of an element, behind its i32 length. A stream as long as its content is
/// stored as it is.
/// </summary>
/// <remarks>Source: https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst.</remarks>
public static unsafe class BloscContainer
{
    private const int LengthBytes = 4;

    /// <summary>Bytes that hold any container: what does not become shorter is stored.</summary>
    public static long MaxEncodedLength(int sourceBytes) => BloscHeader.Length + (long)sourceBytes;

    /// <summary>Decodes a container.</summary>
    /// <param name="source">The container; bytes behind it are ignored.</param>
    /// <param name="destination">Receives the content; may be longer. Undefined after a failure.</param>
    /// <returns><see cref="DecodeStatus.Mismatch"/> for containers of blosc 2.</returns>
    public static DecodeResult Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var status = BloscHeader.TryRead(source, out var header);
        if (status != DecodeStatus.Done)
            return new DecodeResult(status, 0, 0);
        if (header.ContainerBytes > source.Length)
            return new DecodeResult(DecodeStatus.Truncated, 0, 0);
        if (header.ContentBytes > destination.Length)
            return new DecodeResult(DecodeStatus.DestinationTooSmall, 0, 0);
        source = source[..header.ContainerBytes];
        destination = destination[..header.ContentBytes];
        if (header.IsStored)
        {
            if (source.Length - BloscHeader.Length < destination.Length)
                return new DecodeResult(DecodeStatus.Truncated, 0, 0);
            source.Slice(BloscHeader.Length, destination.Length).CopyTo(destination);
            return new DecodeResult(DecodeStatus.Done, source.Length, destination.Length);
        }

        long first = BloscHeader.Length + ((long)header.BlockCount * LengthBytes);
        if (first > source.Length)
            return new DecodeResult(DecodeStatus.Truncated, 0, 0);
        for (int block = 0, written = 0; block < header.BlockCount; block++)
        {
            int place = BinaryPrimitives.ReadInt32LittleEndian(source[(BloscHeader.Length + (block * LengthBytes))..]);
            if (place < first || place > source.Length)
                return new DecodeResult(DecodeStatus.Corrupt, BloscHeader.Length + (block * LengthBytes), written);
            var to = destination.Slice(written, header.BytesOf(block));
            status = DecodeBlock(source, place, header, block, to);
            if (status != DecodeStatus.Done)
                return new DecodeResult(status, place, written);
            written += to.Length;
        }

        return new DecodeResult(DecodeStatus.Done, source.Length, destination.Length);
    }

    /// <summary>Encodes a container; its blocks are not split into streams.</summary>
    /// <param name="source">Elements, little-endian.</param>
    /// <param name="settings">How.</param>
    /// <param name="destination">Where it goes; <see cref="MaxEncodedLength"/> bytes always do.</param>
    /// <returns>Bytes written; 0 when <paramref name="destination"/> is too short.</returns>
    public static int Encode(ReadOnlySpan<byte> source, BloscSettings settings, Span<byte> destination)
    {
        var header = settings.HeaderFor(source.Length);
        if (destination.Length < BloscHeader.Length)
            return 0;
        // Not longer than the content would be, or it is stored.
        int room = (int)Math.Min(destination.Length, MaxEncodedLength(source.Length) - 1);
        int written = BloscHeader.Length + (header.BlockCount * LengthBytes);
        bool isStored = header.BlockCount == 0 || written > room;
        for (int block = 0; block < header.BlockCount && !isStored; block++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination[(BloscHeader.Length + (block * LengthBytes))..], written);
            var content = source.Slice((int)((long)block * header.BlockBytes), header.BytesOf(block));
            int length = EncodeBlock(content, header, settings.Level, destination[written..room]);
            written += length;
            isStored = length == 0;
        }

        if (isStored)
        {
            if (!source.TryCopyTo(destination[BloscHeader.Length..]))
                return 0;
            written = BloscHeader.Length + source.Length;
        }

        (header with { IsStored = isStored, ContainerBytes = written }).Write(destination);
        return written;
    }

    private static DecodeStatus DecodeBlock(ReadOnlySpan<byte> source, int place, in BloscHeader header, int block, Span<byte> to)
    {
        int elements = to.Length / header.ElementBytes;
        bool areBytes = header.Shuffle == BloscShuffle.Bytes && header.ElementBytes > 1;
        bool areBits = header.Shuffle == BloscShuffle.Bits && elements > 0 && elements % 8 == 0;
        if (!areBytes && !areBits)
            return DecodeStreams(source, place, header, block, to);
        var workspace = BlockWorkspace.ForThread(to.Length);
        if (areBits && header.Compressor == BloscCompressor.Lz4 && header.ElementBytes is 1 or 2 or 4 or 8
            && header.StreamsOf(block) == 1 && to.Length % header.ElementBytes == 0)
            return DecodePlanes(source, place, header.ElementBytes, workspace, to);
        var shuffled = workspace.Overwrite(to.Length);
        var status = DecodeStreams(source, place, header, block, shuffled);
        if (status != DecodeStatus.Done)
            return status;
        if (areBytes)
            ByteShuffle.Unshuffle(shuffled, to, header.ElementBytes);
        else
            BlockBits.Unshuffle(shuffled, to, header.ElementBytes);
        return DecodeStatus.Done;
    }

    // Bit planes in one LZ4 block, as most files have them here: planes of zeros are not looked at.
    private static DecodeStatus DecodePlanes(
        ReadOnlySpan<byte> source, int place, int elementBytes, BlockWorkspace workspace, Span<byte> to)
    {
        var status = TryStream(source, ref place, out var stream);
        if (status != DecodeStatus.Done)
            return status;
        if (stream.Length == to.Length)
        {
            Bitshuffle.Unshuffle(stream, to, elementBytes);
            return DecodeStatus.Done;
        }

        fixed (byte* from = stream, elements = to)
        {
            status = workspace.Decode(from, stream.Length, from + stream.Length + (source.Length - place), to.Length);
            if (status != DecodeStatus.Done)
                return status;
            int planeBytes = to.Length / elementBytes / 8;
            BitTransposition.ToElements(
                workspace.Block, planeBytes, (workspace.Dirty + planeBytes - 1) / planeBytes, elements, elementBytes);
        }

        return DecodeStatus.Done;
    }

    private static DecodeStatus DecodeStreams(ReadOnlySpan<byte> source, int place, in BloscHeader header, int block, Span<byte> to)
    {
        int bytes = to.Length / header.StreamsOf(block);
        if (to.Length % bytes != 0)
            return DecodeStatus.Corrupt;
        for (; !to.IsEmpty; to = to[bytes..])
        {
            var status = TryStream(source, ref place, out var stream);
            if (status != DecodeStatus.Done)
                return status;
            if (stream.Length == bytes)
                stream.CopyTo(to);
            else if (Decode(header.Compressor, stream, to[..bytes]) != bytes)
                return DecodeStatus.Corrupt;
        }

        return DecodeStatus.Done;
    }

    private static DecodeStatus TryStream(ReadOnlySpan<byte> source, ref int place, out ReadOnlySpan<byte> stream)
    {
        stream = default;
        if (source.Length - place < LengthBytes)
            return DecodeStatus.Truncated;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(source[place..]);
        place += LengthBytes;
        if (length > (uint)(source.Length - place))
            return DecodeStatus.Truncated;
        stream = source.Slice(place, (int)length);
        place += (int)length;
        return DecodeStatus.Done;
    }

    private static int Decode(BloscCompressor compressor, ReadOnlySpan<byte> stream, Span<byte> to)
    {
        if (compressor is BloscCompressor.BloscLz)
            return BloscLzDecoder.Decode(stream, to);
        if (compressor is BloscCompressor.Snappy)
            return SnappyDecoder.Decode(stream, to);
        var result = compressor switch
        {
            BloscCompressor.Lz4 => Lz4Block.Decode(stream, to),
            BloscCompressor.Zlib => Inflation.Zlib(stream, to),
            _ => ZstdFrame.Decode(stream, to),
        };
        return result.IsDone ? result.BytesWritten : -1;
    }

    // The block's one stream behind its length; 0 when there is no room.
    private static int EncodeBlock(ReadOnlySpan<byte> block, in BloscHeader header, int level, Span<byte> destination)
    {
        if (destination.Length < LengthBytes)
            return 0;
        var content = block;
        if (header.Shuffle == BloscShuffle.Bytes && header.ElementBytes > 1)
        {
            var shuffled = BlockWorkspace.ForThread(block.Length).Overwrite(block.Length);
            ByteShuffle.Shuffle(block, shuffled, header.ElementBytes);
            content = shuffled;
        }
        else if (header.Shuffle == BloscShuffle.Bits && block.Length / header.ElementBytes is > 0 and var elements && elements % 8 == 0)
        {
            var shuffled = BlockWorkspace.ForThread(block.Length).Overwrite(block.Length);
            BlockBits.Shuffle(block, shuffled, header.ElementBytes);
            content = shuffled;
        }

        var room = destination[LengthBytes..];
        var shorter = room[..Math.Min(room.Length, content.Length - 1)];
        int length = header.Compressor == BloscCompressor.Lz4
            ? Lz4Block.Encode(content, shorter)
            : ZstdFrame.Encode(content, level, shorter);
        if (length == 0)
        {
            if (!content.TryCopyTo(room))
                return 0;
            length = content.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(destination, length);
        return LengthBytes + length;
    }
}
