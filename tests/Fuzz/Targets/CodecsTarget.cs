using System.Buffers.Binary;
using System.Numerics;
using Ronchi.Codecs;

namespace Ronchi.Fuzz.Targets;

/// <summary>
/// LZ4 blocks, LZ4 containers and bitshuffle containers, between guard pages: a read or write outside the spans kills the process.
/// </summary>
internal sealed class CodecsTarget : IFuzzTarget
{
    private const int FirstBlock = BitshuffleLz4Header.Length + sizeof(uint);
    private const int LargestOutput = 1 << 14;
    private const int ReusedBlock = 4096;
    private const int FewElements = 128;

    private readonly GuardedMemory _from;
    private readonly GuardedMemory _to = new(LargestOutput);
    private readonly GuardedMemory _encoded = new(2 * LargestOutput);
    private readonly Lz4Paths _paths = new(ReusedBlock);
    private readonly PlaneBuffer _planes = new();

    public CodecsTarget()
    {
        Seeds = [.. MakeSeeds()];
        _from = new(Mutation.Room(Seeds));
    }

    public string Name => "codecs";

    public IReadOnlyList<byte[]> Seeds { get; }

    public void Run(ReadOnlySpan<byte> input, ref FuzzRandom random)
    {
        var container = _from.Copy(input, atEnd: !random.OneIn(4));
        var elementBytes = 1 << random.Below(4);
        var declared = (long)random.Below(LargestOutput);
        if (BitshuffleLz4Header.TryRead(container, out var header) == DecodeStatus.Done)
        {
            declared = header.TotalBytes;
            // Most seeds have blocks of 128 elements: the element that fits gets deepest.
            if (header.BlockBytes is 128 or 256 or 512 or 1024 && !random.OneIn(4))
                elementBytes = header.BlockBytes / FewElements;
        }

        var length = declared <= LargestOutput && !random.OneIn(8) ? (int)declared : random.Below(LargestOutput);
        var destination = random.OneIn(4) ? _to.AtStart(length) : _to.AtEnd(length);
        switch (random.Below(7))
        {
            case 0:
                var block = container[Math.Min(FirstBlock, container.Length)..];
                Check(Lz4Block.Decode(block, destination), block, destination);
                break;
            case 4:
                // Seeds whose first block is the last end with it; of others the rest is noise behind a block, which is refused late.
                _paths.Run(
                    container[Math.Min(FirstBlock, container.Length)..],
                    Math.Min(length, ReusedBlock),
                    atEnd: random.OneIn(2),
                    reuse: random.OneIn(2));
                break;
            case 5:
                RoundTrip(container, ref random);
                break;
            case 6:
                // Most seeds are no Zstandard: the framing is refused at the first block. Those that are get into the decoder.
                Check(BitshuffleZstd.Decode(container, elementBytes, destination), container, destination);
                var frame = container[Math.Min(FirstBlock, container.Length)..];
                Check(ZstdFrame.Decode(frame, destination), frame, destination);
                break;
            case 1:
                Check(Lz4Container.Decode(container, destination), container, destination);
                break;
            case 2:
                Check(BitshuffleLz4.Decode(container, elementBytes, destination), container, destination);
                break;
            default:
                Planes(container, elementBytes, destination, ref random);
                break;
        }
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _encoded.Dispose();
        _paths.Dispose();
        _planes.Dispose();
    }

    // Any bytes are pixels: they come back, and an encoder without room says so and stays inside.
    private void RoundTrip(ReadOnlySpan<byte> bytes, ref FuzzRandom random)
    {
        var room = random.OneIn(2) ? Lz4Block.MaxEncodedLength(bytes.Length) : random.Below(bytes.Length + 20);
        var encoded = random.OneIn(2) ? _encoded.AtEnd(room) : _encoded.AtStart(room);
        var length = Lz4Block.Encode(bytes, encoded);
        if (length == 0)
        {
            if (room >= Lz4Block.MaxEncodedLength(bytes.Length))
                throw new InvalidOperationException("The encoder found too little room where any block fits.");
            return;
        }

        var back = _to.AtEnd(bytes.Length);
        if (Lz4Block.Decode(encoded[..length], back) != new DecodeResult(DecodeStatus.Done, length, bytes.Length)
            || !back.SequenceEqual(bytes))
            throw new InvalidOperationException("Encoded bytes did not come back.");
    }

    // Planes and pixels of whatever both accept must add up to the same.
    private void Planes(ReadOnlySpan<byte> container, int elementBytes, Span<byte> pixels, ref FuzzRandom random)
    {
        if (BitshuffleLz4Header.TryRead(container, out var header) != DecodeStatus.Done
            || header.TryGetGeometry(elementBytes, out var geometry) != DecodeStatus.Done
            || elementBytes == 8 || header.TotalBytes > LargestOutput)
            return;
        var all = !random.OneIn(3);
        var keep = random.Next();
        int[] blocks = [.. Enumerable.Range(0, geometry.BlockCount).Where(block => all || (keep >> (block & 63) & 1) != 0)];
        _planes.Prepare(geometry, frames: 1, blocks.Length);
        var decoded = BitshuffleLz4.DecodePlanes(container, geometry, blocks, _planes, 0);
        if (decoded.Status != DecodeStatus.Done || !all || pixels.Length != header.TotalBytes)
            return;
        var whole = BitshuffleLz4.Decode(container, elementBytes, pixels);
        if (whole.Status != DecodeStatus.Done)
            throw new InvalidOperationException($"Bit planes were accepted, pixels were {whole.Status}.");
        if (SumOfPlanes(geometry, blocks) != SumOfPixels(pixels[..whole.BytesWritten], elementBytes))
            throw new InvalidOperationException("Bit planes and pixels add up to different sums.");
    }

    private UInt128 SumOfPlanes(PlaneGeometry geometry, int[] blocks)
    {
        var sum = (UInt128)SumOfPixels(_planes.Tails, geometry.ElementBytes);
        for (var i = 0; i < blocks.Length; i++)
        {
            var bytes = geometry.PlaneBytes(blocks[i]);
            var block = _planes.Slab.Slice(i * _planes.SlotStride, bytes * geometry.PlaneCount);
            for (var at = 0; at < block.Length; at++)
                sum += (UInt128)BitOperations.PopCount(block[at]) << (at / bytes);
        }

        return sum;
    }

    private static UInt128 SumOfPixels(ReadOnlySpan<byte> pixels, int elementBytes)
    {
        UInt128 sum = 0;
        for (var at = 0; at < pixels.Length; at++)
            sum += (UInt128)pixels[at] << (8 * (at % elementBytes));
        return sum;
    }

    private static void Check(DecodeResult result, ReadOnlySpan<byte> container, ReadOnlySpan<byte> destination)
    {
        if (result.BytesRead < 0 || result.BytesRead > container.Length
            || result.BytesWritten < 0 || result.BytesWritten > destination.Length)
            throw new InvalidOperationException($"{result} of {container.Length} bytes into {destination.Length}.");
    }

    // Small frames of all element sizes and kinds of content: with a raw tail, a short block, stored blocks, long runs.
    private static IEnumerable<byte[]> MakeSeeds()
    {
        var random = new Random(20200);
        foreach (var elements in new[] { 1, 7, 8, 100, 531, 1024 })
        {
            for (var elementBytes = 1; elementBytes <= 8; elementBytes *= 2)
            {
                var pixels = new byte[elements * elementBytes];
                for (var i = 0; i < pixels.Length; i += elementBytes)
                    pixels[i] = (byte)(elements % 3 == 0 ? random.Next(256) : random.Next(4) * random.Next(2));
                yield return Bitshuffled(pixels, elementBytes, FewElements * elementBytes);
                yield return Compressed(pixels, 256);
            }
        }

        foreach (var elementBytes in (int[])[1, 2, 4])
        {
            var counts = new byte[FewElements * elementBytes];
            for (var i = 0; i < counts.Length; i += elementBytes)
                counts[i] = (byte)(random.Next(40) * random.Next(2));
            yield return OneZstdBlock(counts);
        }

        // One block each: sparse planes that end in zeros, and repeats at all distances.
        for (var n = 0; n < 6; n++)
        {
            var counts = new byte[ReusedBlock];
            for (var i = 0; i < counts.Length; i += 2)
                counts[i] = (byte)(random.Next(n + 1) * random.Next(n + 2) / (n + 1));
            yield return Bitshuffled(counts, 2, ReusedBlock);
            yield return Compressed(Repeats(random, ReusedBlock), ReusedBlock);
        }
    }

    private static byte[] Repeats(Random random, int length)
    {
        var bytes = new byte[length];
        for (int i = 0, run; i < length; i += run)
        {
            run = Math.Min(1 + random.Next(random.Next(8) == 0 ? 700 : 40), length - i);
            var distance = 1 + random.Next(random.Next(3) == 0 ? 2000 : 70);
            for (var k = i; k < i + run; k++)
                bytes[k] = distance <= k && run > 5 ? bytes[k - distance] : (byte)random.Next(run > 500 ? 1 : 256);
        }

        return bytes;
    }

    private static byte[] Bitshuffled(byte[] pixels, int elementBytes, int blockBytes)
    {
        var room = new byte[BitshuffleLz4.MaxEncodedLength(pixels.Length, elementBytes, blockBytes)];
        return room[..BitshuffleLz4.Encode(pixels, elementBytes, blockBytes, room)];
    }

    private static byte[] OneZstdBlock(byte[] planes)
    {
        using var zstd = new ZstdSharp.Compressor();
        var frame = zstd.Wrap(planes);
        var container = new byte[FirstBlock + frame.Length];
        new BitshuffleLz4Header(planes.Length, planes.Length).Write(container);
        BinaryPrimitives.WriteInt32BigEndian(container.AsSpan(BitshuffleLz4Header.Length), frame.Length);
        frame.CopyTo(container.AsSpan(FirstBlock));
        return container;
    }

    private static byte[] Compressed(byte[] bytes, int blockBytes)
    {
        var room = new byte[Lz4Container.MaxEncodedLength(bytes.Length, blockBytes)];
        return room[..Lz4Container.Encode(bytes, blockBytes, room)];
    }
}
