using System.Buffers.Binary;
using Ronchi.Codecs.Transposition;

namespace Ronchi.Codecs;

/// <summary>
/// Containers of HDF5 filter 32008 with LZ4, and of DECTRIS <c>bslz4</c> messages: a <see cref="BitshuffleLz4Header"/>, then for each block
/// its u32 big-endian length and an LZ4 block of bit planes, then the last 0…7 elements raw.
/// </summary>
/// <remarks>
/// Sources: https://github.com/kiyo-masui/bitshuffle (framing), https://github.com/dectris/compression. Blocks are never stored raw; the
/// block size of the header counts.
/// </remarks>
public static unsafe class BitshuffleLz4
{
    private const int LengthBytes = 4;

    /// <summary>Bytes that hold any container.</summary>
    /// <param name="sourceBytes">Bytes of the elements.</param>
    /// <param name="elementBytes">1, 2, 4 or 8.</param>
    /// <param name="blockBytes">Bytes of a block; 0 = the default of <see cref="BitshuffleLz4Header.DefaultBlockElements"/>.</param>
    /// <exception cref="ArgumentException">The sizes describe no container.</exception>
    public static long MaxEncodedLength(int sourceBytes, int elementBytes, int blockBytes = 0)
    {
        var geometry = Geometry(sourceBytes, elementBytes, ref blockBytes);
        long length = BitshuffleLz4Header.Length + geometry.TailBytes;
        if (geometry.BlockCount > 0)
        {
            int last = geometry.BlockCount - 1;
            length += LengthBytes + Lz4Block.MaxEncodedLength(geometry.BlockBytes(last));
            if (last > 0)
                length += (long)last * (LengthBytes + Lz4Block.MaxEncodedLength(geometry.BlockBytes(0)));
        }
        return length;
    }

    /// <summary>Encodes a container.</summary>
    /// <param name="source">Elements, little-endian.</param>
    /// <param name="elementBytes">1, 2, 4 or 8.</param>
    /// <param name="blockBytes">Bytes of a block, a multiple of 8 elements; 0 = the default.</param>
    /// <param name="destination">Where it goes.</param>
    /// <returns>Bytes written; 0 when <paramref name="destination"/> is too short.</returns>
    /// <exception cref="ArgumentException">The sizes describe no container.</exception>
    public static int Encode(ReadOnlySpan<byte> source, int elementBytes, int blockBytes, Span<byte> destination)
    {
        var geometry = Geometry(source.Length, elementBytes, ref blockBytes);
        if (destination.Length < BitshuffleLz4Header.Length)
            return 0;
        new BitshuffleLz4Header(source.Length, blockBytes).Write(destination);
        int written = BitshuffleLz4Header.Length;
        var workspace = BlockWorkspace.ForThread(geometry.LargestBlockElements * elementBytes);
        for (int block = 0; block < geometry.BlockCount; block++)
        {
            int bytes = geometry.BlockBytes(block);
            var planes = workspace.Overwrite(bytes);
            Bitshuffle.Shuffle(source[..bytes], planes, elementBytes);
            source = source[bytes..];
            if (destination.Length - written < LengthBytes)
                return 0;
            int length = Lz4Block.Encode(planes, destination[(written + LengthBytes)..]);
            if (length == 0)
                return 0;
            BinaryPrimitives.WriteInt32BigEndian(destination[written..], length);
            written += LengthBytes + length;
        }
        return source.TryCopyTo(destination[written..]) ? written + source.Length : 0;
    }

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
        var workspace = BlockWorkspace.ForThread(geometry.LargestBlockElements * elementBytes);
        int read = BitshuffleLz4Header.Length;
        int written = 0;
        fixed (byte* from = container, to = destination)
        {
            int blocks = geometry.BlockCount;
            for (int block = 0; block < blocks; block++)
            {
                int length = BlockLength(container, read);
                if (length < 0)
                    return new DecodeResult(DecodeStatus.Truncated, read, written);
                int blockBytes = geometry.BlockBytes(block);
                status = workspace.Decode(from + read + LengthBytes, length, from + container.Length, blockBytes);
                if (status != DecodeStatus.Done)
                    return new DecodeResult(status, read, written);
                int planeBytes = geometry.PlaneBytes(block);
                BitTransposition.ToElements(
                    workspace.Block, planeBytes, (workspace.Dirty + planeBytes - 1) / planeBytes, to + written, elementBytes);
                read += LengthBytes + length;
                written += blockBytes;
            }
        }
        var tail = container[read..];
        if (tail.Length < geometry.TailBytes)
            return new DecodeResult(DecodeStatus.Truncated, read, written);
        tail[..geometry.TailBytes].CopyTo(destination[written..]);
        return new DecodeResult(DecodeStatus.Done, read + geometry.TailBytes, (int)header.TotalBytes);
    }

    /// <summary>
    /// Decodes chosen blocks to bit planes: LZ4 only. Blocks that are not chosen are stepped over; their contents are not looked at.
    /// </summary>
    /// <param name="container">The container; bytes behind it are ignored.</param>
    /// <param name="geometry">What the container must hold; the one that <paramref name="buffer"/> was prepared for.</param>
    /// <param name="chosenBlocks">Numbers of the blocks, ascending; as many as the buffer has slots for a frame.</param>
    /// <param name="buffer">Receives planes, live planes and the raw tail.</param>
    /// <param name="frameSlot">Which frame of the buffer.</param>
    /// <returns><see cref="DecodeStatus.Mismatch"/> when the header describes another geometry.</returns>
    /// <exception cref="ArgumentException">The buffer was prepared for something else, the slot is outside, or the blocks do not ascend
    /// within the frame.</exception>
    public static DecodeResult DecodePlanes(
        ReadOnlySpan<byte> container, PlaneGeometry geometry, ReadOnlySpan<int> chosenBlocks, PlaneBuffer buffer, int frameSlot)
    {
        CheckChoice(geometry, chosenBlocks, buffer, frameSlot);
        var status = BitshuffleLz4Header.TryRead(container, out var header);
        if (status != DecodeStatus.Done)
            return new DecodeResult(status, 0, 0);
        if (header.TryGetGeometry(geometry.ElementBytes, out var actual) != DecodeStatus.Done || !actual.CutsLike(geometry))
            return new DecodeResult(DecodeStatus.Mismatch, 0, 0);
        int read = BitshuffleLz4Header.Length;
        int written = 0;
        fixed (byte* from = container)
        {
            int next = 0;
            int blocks = geometry.BlockCount;
            for (int block = 0; block < blocks; block++)
            {
                int length = BlockLength(container, read);
                if (length < 0)
                    return new DecodeResult(DecodeStatus.Truncated, read, written);
                if (next < chosenBlocks.Length && chosenBlocks[next] == block)
                {
                    int slot = (frameSlot * chosenBlocks.Length) + next++;
                    status = buffer.DecodeSlot(slot, from + read + LengthBytes, length, from + container.Length, block);
                    if (status != DecodeStatus.Done)
                        return new DecodeResult(status, read, written);
                    written += geometry.BlockBytes(block);
                }
                read += LengthBytes + length;
            }
        }
        var tail = container[read..];
        if (tail.Length < geometry.TailBytes)
            return new DecodeResult(DecodeStatus.Truncated, read, written);
        tail[..geometry.TailBytes].CopyTo(buffer.TailOf(frameSlot));
        return new DecodeResult(DecodeStatus.Done, read + geometry.TailBytes, written + geometry.TailBytes);
    }

    // The length of the block at an offset; negative when the container ends first.
    private static int BlockLength(ReadOnlySpan<byte> container, int offset)
    {
        if (container.Length - offset < LengthBytes)
            return -1;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(container[offset..]);
        return length <= (uint)(container.Length - offset - LengthBytes) ? (int)length : -1;
    }

    private static void CheckChoice(PlaneGeometry geometry, ReadOnlySpan<int> chosenBlocks, PlaneBuffer buffer, int frameSlot)
    {
        if (buffer.Geometry != geometry || buffer.BlocksPerFrame != chosenBlocks.Length)
            throw new ArgumentException(
                $"The buffer is prepared for {buffer.BlocksPerFrame} blocks of {buffer.Geometry}, not for "
                + $"{chosenBlocks.Length} of {geometry}.",
                nameof(buffer));
        if ((uint)frameSlot >= (uint)buffer.Frames)
            throw new ArgumentOutOfRangeException(nameof(frameSlot), frameSlot, $"The buffer has room for {buffer.Frames} frames.");
        int last = -1;
        foreach (int block in chosenBlocks)
        {
            if (block <= last)
                throw new ArgumentException("Chosen blocks must ascend.", nameof(chosenBlocks));
            last = block;
        }
        if (last >= geometry.BlockCount)
            throw new ArgumentException($"Block {last} is chosen; the frame has {geometry.BlockCount}.", nameof(chosenBlocks));
    }

    private static PlaneGeometry Geometry(int sourceBytes, int elementBytes, ref int blockBytes)
    {
        Bitshuffle.CheckElement(elementBytes);
        if (blockBytes == 0)
            blockBytes = BitshuffleLz4Header.DefaultBlockElements(elementBytes) * elementBytes;
        if (sourceBytes % elementBytes != 0 || blockBytes < 8 * elementBytes || blockBytes % (8 * elementBytes) != 0)
            throw new ArgumentException(
                $"{sourceBytes} bytes in blocks of {blockBytes}: both must be whole elements of {elementBytes} "
                + "bytes, a block a multiple of eight.",
                nameof(blockBytes));
        return new PlaneGeometry(elementBytes, sourceBytes / elementBytes, blockBytes / elementBytes);
    }
}
