using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class Lz4ContainerTests
{
    [Fact]
    public void AnyLength_ComesBack_NoiseStoredAsItIs()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[RandomBytes.Length(random, 30_000)];
            if (random.Next(2) == 0)
                random.NextBytes(bytes);
            else
                RandomBytes.Mixed(random, bytes.Length).CopyTo(bytes, 0);
            int blockBytes = 1 + random.Next(random.Next(2) == 0 ? 20 : 40_000);
            byte[] container = new byte[Lz4Container.MaxEncodedLength(bytes.Length, blockBytes)];
            int length = Lz4Container.Encode(bytes, blockBytes, container);
            byte[] back = new byte[bytes.Length];
            var result = Lz4Container.Decode(container.AsSpan(0, length), back);
            Assert.True(result == new DecodeResult(DecodeStatus.Done, length, bytes.Length), $"seed {seed}: {result}");
            Assert.True(back.AsSpan().SequenceEqual(bytes), $"seed {seed}");
        }
    }

    [Fact]
    public void EveryPrefix_IsTruncated()
    {
        byte[] bytes = RandomBytes.Mixed(new Random(2), 3000);
        byte[] container = new byte[Lz4Container.MaxEncodedLength(bytes.Length, 512)];
        int length = Lz4Container.Encode(bytes, 512, container);
        for (int n = 0; n < length; n++)
            Assert.Equal(DecodeStatus.Truncated, Lz4Container.Decode(container.AsSpan(0, n), new byte[3000]).Status);
    }

    [Fact]
    public void BlockOfTheWrongLength_IsCorrupt()
    {
        byte[] container = new byte[100];
        int length = Lz4Container.Encode(new byte[64], 64, container);
        container[11] = 63;
        Assert.Equal(DecodeStatus.Corrupt, Lz4Container.Decode(container.AsSpan(0, length), new byte[64]).Status);
        container.AsSpan(8, 4).Clear();
        Assert.Equal(DecodeStatus.Corrupt, Lz4Container.Decode(container.AsSpan(0, length), new byte[64]).Status);
    }
}
