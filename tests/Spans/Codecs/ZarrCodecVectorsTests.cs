using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Ronchi.Codecs;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>What numcodecs encoded, in the data folder: each with the hash of its content.</summary>
public sealed class ZarrCodecVectorsTests
{
    private const int ContentBytes = 8000;

    [Theory]
    [InlineData("blosc")]
    [InlineData("gzip")]
    [InlineData("lz4")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public void Vectors_HaveTheirContent(string codec)
    {
        var folder = Path.Combine(DataFolder.Path, "formats", "zarr-codecs", codec, "codec.00");
        Assert.SkipUnless(Directory.Exists(folder), $"the test data folder {folder} is missing (RONCHI_TESTDATA)");
        foreach (var file in Directory.GetFiles(folder, "*.dat"))
        {
            var encoded = File.ReadAllBytes(file);
            var content = new byte[ContentBytes];
            var result = codec switch
            {
                "blosc" => BloscContainer.Decode(encoded, content),
                "gzip" => Inflation.Gzip(encoded, content),
                "lz4" => Lz4Block.Decode(encoded.AsSpan(sizeof(int)), content),
                "zlib" => Inflation.Zlib(encoded, content),
                _ => ZstdFrame.Decode(encoded, content),
            };
            Assert.True(result.IsDone && result.BytesWritten == content.Length, $"{file}: {result}");
            if (codec == "lz4")
                Assert.Equal(ContentBytes, BinaryPrimitives.ReadInt32LittleEndian(encoded));
            using var expected = JsonDocument.Parse(File.ReadAllBytes(file + ".expect.json"));
            Assert.Equal(
                expected.RootElement.GetProperty("sha256_c_order_le").GetString(), Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    [Fact]
    public void CutDeflatedBytes_AreNotTakenForMore()
    {
        var folder = Path.Combine(DataFolder.Path, "formats", "zarr-codecs");
        Assert.SkipUnless(Directory.Exists(folder), $"the test data folder {folder} is missing (RONCHI_TESTDATA)");
        var zlib = File.ReadAllBytes(Path.Combine(folder, "zlib", "codec.00", "encoded.05.dat"));
        var content = new byte[ContentBytes];
        for (var length = 0; length < zlib.Length; length += 97)
        {
            var result = Inflation.Zlib(zlib.AsSpan(0, length), content);
            Assert.False(result.IsDone && result.BytesWritten == ContentBytes);
        }

        Assert.Equal(DecodeStatus.DestinationTooSmall, Inflation.Zlib(zlib, content.AsSpan(1)).Status);
        zlib[0] ^= 0xFF;
        Assert.Equal(DecodeStatus.Corrupt, Inflation.Zlib(zlib, content).Status);
    }

    [Fact]
    public void ZstdFrames_ComeBack_OrSayThatThereIsNoRoom()
    {
        const int seed = 171;
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var content = RandomBytes.Mixed(random, RandomBytes.Length(random, 20_000));
            var frame = new byte[ZstdFrame.MaxEncodedLength(content.Length)];
            var length = ZstdFrame.Encode(content, random.Next(6), frame);
            var decoded = new byte[content.Length];
            Assert.Equal(
                new DecodeResult(DecodeStatus.Done, length, content.Length), ZstdFrame.Decode(frame.AsSpan(0, length), decoded));
            Assert.Equal(content, decoded);
            Assert.Equal(0, ZstdFrame.Encode(content, 1, frame.AsSpan(0, random.Next(5))));
        }
    }
}
