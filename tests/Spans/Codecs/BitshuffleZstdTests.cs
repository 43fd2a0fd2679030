using System.Buffers.Binary;
using Ronchi.Codecs;
using Xunit;
using ZstdSharp;

namespace Ronchi.Tests.Codecs;

public sealed class BitshuffleZstdTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Containers_GiveTheirElements(int elementBytes)
    {
        foreach (var count in (int[])[1, 7, 8, 9, 127, 128, 1000, 4097])
        {
            var elements = Elements(count * elementBytes);
            var container = Encode(elements, elementBytes, 128);
            var decoded = new byte[elements.Length];
            Assert.Equal(
                new DecodeResult(DecodeStatus.Done, container.Length, elements.Length),
                BitshuffleZstd.Decode(container, elementBytes, decoded));
            Assert.Equal(elements, decoded);
        }
    }

    [Fact]
    public void DamagedContainers_AreRefused()
    {
        var elements = Elements(2000);
        var container = Encode(elements, 2, 128);
        var decoded = new byte[elements.Length];
        for (var length = 0; length < container.Length; length++)
            Assert.NotEqual(DecodeStatus.Done, BitshuffleZstd.Decode(container.AsSpan(0, length), 2, decoded).Status);
        Assert.Equal(DecodeStatus.DestinationTooSmall, BitshuffleZstd.Decode(container, 2, decoded.AsSpan(1)).Status);
        container[BitshuffleLz4Header.Length + 4] ^= 0xFF;
        Assert.Equal(DecodeStatus.Corrupt, BitshuffleZstd.Decode(container, 2, decoded).Status);
    }

    private static byte[] Elements(int bytes)
    {
        var random = new Random(bytes);
        return [.. Enumerable.Range(0, bytes).Select(_ => (byte)(random.Next(5) * random.Next(2)))];
    }

    // As bshuf_compress_zstd writes: a length and a frame for each block of planes, then what is left of eight elements.
    private static byte[] Encode(byte[] elements, int elementBytes, int blockElements)
    {
        using var zstd = new Compressor();
        using var container = new MemoryStream();
        var header = new byte[BitshuffleLz4Header.Length];
        new BitshuffleLz4Header(elements.Length, blockElements * elementBytes).Write(header);
        container.Write(header);
        var shuffled = elements.Length / (8 * elementBytes) * (8 * elementBytes);
        for (var at = 0; at < shuffled; at += blockElements * elementBytes)
        {
            var block = elements.AsSpan(at, Math.Min(blockElements * elementBytes, shuffled - at));
            var planes = new byte[block.Length];
            Bitshuffle.Shuffle(block, planes, elementBytes);
            var frame = zstd.Wrap(planes);
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, frame.Length);
            container.Write(length);
            container.Write(frame);
        }

        container.Write(elements.AsSpan(shuffled));
        return container.ToArray();
    }
}
