using System.Buffers.Binary;

namespace Ronchi.Codecs;

/// <summary>
/// Containers of HDF5 filter 32004, and of DECTRIS <c>lz4</c> messages: a <see cref="BitshuffleLz4Header"/>, then for each block its u32
/// big-endian length and an LZ4 block. A length equal to the block's size means that it is stored as it is. The last block may be short; a
/// block may be a whole image.
/// </summary>
/// <remarks>
/// Source: https://github.com/HDFGroup/hdf5_plugins/blob/master/docs/RegisteredFilterPlugins.md (LZ4). DECTRIS' first stream sends a bare
/// <see cref="Lz4Block"/> under the same name.
/// </remarks>
public static class Lz4Container
{
    private const int LengthBytes = 4;

    /// <summary>Bytes that hold any container.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the block size zero.</exception>
    public static long MaxEncodedLength(int sourceBytes, int blockBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockBytes);
        long blocks = (sourceBytes + (long)blockBytes - 1) / blockBytes;
        return BitshuffleLz4Header.Length + sourceBytes + (blocks * LengthBytes);
    }

    /// <summary>Encodes a container.</summary>
    /// <param name="source">Bytes of any meaning.</param>
    /// <param name="blockBytes">Bytes of a block; at least one.</param>
    /// <param name="destination">Where it goes.</param>
    /// <returns>Bytes written; 0 when <paramref name="destination"/> is too short.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="blockBytes"/> is not positive.</exception>
    public static int Encode(ReadOnlySpan<byte> source, int blockBytes, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockBytes);
        if (destination.Length < BitshuffleLz4Header.Length)
            return 0;
        new BitshuffleLz4Header(source.Length, blockBytes).Write(destination);
        int written = BitshuffleLz4Header.Length;
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(blockBytes, source.Length)];
            source = source[block.Length..];
            if (destination.Length - written < LengthBytes)
                return 0;
            var room = destination[(written + LengthBytes)..];
            // One byte less than the block, or it is stored as it is.
            int length = Lz4Block.Encode(block, room[..Math.Min(block.Length - 1, room.Length)]);
            if (length == 0)
            {
                if (!block.TryCopyTo(room))
                    return 0;
                length = block.Length;
            }
            BinaryPrimitives.WriteInt32BigEndian(destination[written..], length);
            written += LengthBytes + length;
        }
        return written;
    }

    /// <summary>Decodes a container.</summary>
    /// <param name="container">The container; bytes behind it are ignored.</param>
    /// <param name="destination">Receives the bytes; may be longer. Undefined after a failure.</param>
    public static DecodeResult Decode(ReadOnlySpan<byte> container, Span<byte> destination)
    {
        var status = BitshuffleLz4Header.TryRead(container, out var header);
        if (status != DecodeStatus.Done)
            return new DecodeResult(status, 0, 0);
        if (header.BlockBytes == 0 && header.TotalBytes > 0)
            return new DecodeResult(DecodeStatus.Corrupt, 0, 0);
        if (header.TotalBytes > destination.Length)
            return new DecodeResult(DecodeStatus.DestinationTooSmall, 0, 0);
        int read = BitshuffleLz4Header.Length;
        int written = 0;
        while (written < header.TotalBytes)
        {
            if (container.Length - read < LengthBytes)
                return new DecodeResult(DecodeStatus.Truncated, read, written);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(container[read..]);
            var rest = container[(read + LengthBytes)..];
            if (length > (uint)rest.Length)
                return new DecodeResult(DecodeStatus.Truncated, read, written);
            var block = rest[..(int)length];
            var to = destination.Slice(written, (int)Math.Min(header.BlockBytes, header.TotalBytes - written));
            if (block.Length == to.Length)
            {
                block.CopyTo(to);
            }
            else
            {
                var result = Lz4Block.Decode(block, to);
                if (result.Status is not (DecodeStatus.Done or DecodeStatus.DestinationTooSmall))
                    return new DecodeResult(result.Status, read, written);
                if (result.BytesWritten != to.Length)
                    return new DecodeResult(DecodeStatus.Corrupt, read, written);
            }
            read += LengthBytes + block.Length;
            written += to.Length;
        }
        return new DecodeResult(DecodeStatus.Done, read, written);
    }
}
