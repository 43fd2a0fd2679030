using System.Buffers.Binary;

namespace Ronchi.Codecs;

/// <summary>
/// Containers of HDF5 filter 32008 with Zstandard: as <see cref="BitshuffleLz4"/>, with a Zstandard frame for each block of bit planes.
/// </summary>
/// <remarks>Source: https://github.com/kiyo-masui/bitshuffle (bshuf_compress_zstd).</remarks>
public static class BitshuffleZstd
{
    private const int LengthBytes = 4;

    /// <summary>Decodes to elements.</summary>
    /// <param name="container">The container; bytes behind it are ignored.</param>
    /// <param name="elementBytes">1, 2, 4 or 8. The container does not say.</param>
    /// <param name="destination">Receives the elements, little-endian; may be longer. Undefined after a failure.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elementBytes"/> is another number.</exception>
    public static DecodeResult Decode(ReadOnlySpan<byte> container, int elementBytes, Span<byte> destination)
    {
        Bitshuffle.CheckElement(elementBytes);
        var status = BitshuffleLz4Header.TryRead(container, out var header);
        if (status != DecodeStatus.Done)
            return new DecodeResult(status, 0, 0);
        status = header.TryGetGeometry(elementBytes, out var geometry);
        if (status != DecodeStatus.Done)
            return new DecodeResult(status, 0, 0);
        if (header.TotalBytes > destination.Length)
            return new DecodeResult(DecodeStatus.DestinationTooSmall, 0, 0);
        int read = BitshuffleLz4Header.Length, written = 0;
        var workspace = BlockWorkspace.ForThread(geometry.LargestBlockElements * elementBytes);
        for (int block = 0; block < geometry.BlockCount; block++)
        {
            if (container.Length - read < LengthBytes)
                return new DecodeResult(DecodeStatus.Truncated, read, written);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(container[read..]);
            if (length > (uint)(container.Length - read - LengthBytes))
                return new DecodeResult(DecodeStatus.Truncated, read, written);
            int bytes = geometry.BlockBytes(block);
            var planes = workspace.Overwrite(bytes);
            var result = ZstdFrame.Decode(container.Slice(read + LengthBytes, (int)length), planes);
            if (!result.IsDone || result.BytesWritten != bytes)
                return new DecodeResult(DecodeStatus.Corrupt, read, written);
            Bitshuffle.Unshuffle(planes, destination.Slice(written, bytes), elementBytes);
            read += LengthBytes + (int)length;
            written += bytes;
        }
        var tail = container[read..];
        if (tail.Length < geometry.TailBytes)
            return new DecodeResult(DecodeStatus.Truncated, read, written);
        tail[..geometry.TailBytes].CopyTo(destination[written..]);
        return new DecodeResult(DecodeStatus.Done, read + geometry.TailBytes, (int)header.TotalBytes);
    }
}
