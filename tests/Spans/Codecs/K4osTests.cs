using CsCheck;
using K4os.Compression.LZ4;
using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>
/// LZ4 blocks exchanged with K4os.Compression.LZ4, an implementation that shares no code with ours or with liblz4's decoder.
/// </summary>
public sealed class K4osTests
{
    private static readonly LZ4Level[] Levels = [LZ4Level.L00_FAST, LZ4Level.L03_HC, LZ4Level.L09_HC, LZ4Level.L12_MAX];

    [Fact]
    public void OurBlocks_AreDecodedByK4os() => ByteGen.Compressible.Sample(
        static bytes =>
        {
            var room = new byte[Lz4Block.MaxEncodedLength(bytes.Length)];
            var length = Lz4Block.Encode(bytes, room);
            // K4os takes a block of nothing, which is one token, for a damaged one.
            if (bytes.Length == 0)
                return;
            var back = new byte[bytes.Length + 1];
            Assert.Equal(bytes.Length, LZ4Codec.Decode(room.AsSpan(0, length), back));
            Assert.Equal(bytes, back[..^1]);
        },
        iter: 2000);

    [Fact]
    public void BlocksOfEveryLevelOfK4os_AreDecodedByUs() => Gen.Select(ByteGen.Compressible, Gen.Int[0, Levels.Length - 1]).Sample(
        static (bytes, level) =>
        {
            var block = new byte[LZ4Codec.MaximumOutputSize(bytes.Length)];
            var length = LZ4Codec.Encode(bytes, block, Levels[level]);
            // K4os encodes nothing as no block at all; an LZ4 block of nothing is one token.
            if (bytes.Length == 0)
                return;
            var back = new byte[bytes.Length];
            Assert.Equal(new DecodeResult(DecodeStatus.Done, length, bytes.Length), Lz4Block.Decode(block.AsSpan(0, length), back));
            Assert.Equal(bytes, back);
        },
        iter: 1000);

    [Fact]
    public void DamagedBlock_ThatBothAccept_IsTheSameToBoth() =>
        Gen.Select(ByteGen.Compressible, Gen.Int[0, int.MaxValue], Gen.Byte).Sample(
            static (bytes, at, value) =>
            {
                var room = new byte[Lz4Block.MaxEncodedLength(bytes.Length)];
                var block = room[..Lz4Block.Encode(bytes, room)];
                block[at % block.Length] = value;
                byte[] ours = new byte[bytes.Length + 300], theirs = new byte[ours.Length];
                var result = Lz4Block.Decode(block, ours);
                var written = LZ4Codec.Decode(block, theirs);
                if (!result.IsDone || written < 0)
                    return;
                Assert.Equal(written, result.BytesWritten);
                Assert.Equal(theirs.AsSpan(0, written), ours.AsSpan(0, written));
            },
            iter: 5000);
}
