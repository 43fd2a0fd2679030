using CsCheck;
using Ronchi.Codecs;
using Ronchi.Fuzz;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class Lz4BlockTests
{
    [Fact]
    public void EncodedBytes_DecodeToThemselves_AlsoByTheReference() => ByteGen.Compressible.Sample(
        static bytes =>
        {
            byte[] block = Encode(bytes);
            byte[] back = new byte[bytes.Length];
            Assert.Equal(new DecodeResult(DecodeStatus.Done, block.Length, bytes.Length), Lz4Block.Decode(block, back));
            Assert.Equal(bytes, back);
            Assert.Equal(bytes, ReferenceLz4.Decode(block, bytes.Length));
        },
        iter: 3000);

    [Fact]
    public void EncoderWithTooLittleRoom_ReportsItAndTouchesNothingOutside()
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with mmap.");
        using var from = new GuardedMemory(1 << 16);
        using var to = new GuardedMemory(1 << 17);
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            bool atEnd = random.Next(2) == 0;
            var bytes = from.Copy(RandomBytes.Mixed(random, RandomBytes.Length(random, 5000)), atEnd);
            int needed = Lz4Block.Encode(bytes, to.AtEnd(Lz4Block.MaxEncodedLength(bytes.Length)));
            Assert.True(needed > 0, $"seed {seed}");
            var room = atEnd ? to.AtEnd(random.Next(needed + 20)) : to.AtStart(random.Next(needed + 20));
            int length = Lz4Block.Encode(bytes, room);
            // Close to the limit the encoder may give up early: it reserves the last sequence before it writes one.
            Assert.True(
                length == (room.Length < needed ? 0 : length) && (length == needed || room.Length < needed + 12),
                $"seed {seed}: {length} of {needed} in {room.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(Lz4Path.Names), MemberType = typeof(Lz4Path))]
    public void MutatedBlocks_AcceptedAndRefusedLikeTheReference_WithinGuardPages(string path)
    {
        Lz4Path.Require(path);
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are made with mmap.");
        using var from = new GuardedMemory(1 << 16);
        using var to = new GuardedMemory(1 << 16);
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = RandomBytes.Mixed(random, RandomBytes.Length(random, 3000));
            byte[] block = Encode(bytes);
            int capacity = bytes.Length;
            if (random.Next(3) > 0)
                Mutate(random, ref block);
            if (random.Next(4) == 0)
                capacity = random.Next(capacity + 100);
            byte[]? expected = ReferenceLz4.Decode(block, capacity);
            bool atEnd = random.Next(2) == 0;
            var source = from.Copy(block, atEnd);
            bool slack = random.Next(2) == 0;
            int room = capacity + (slack ? 2 * Lz4Path.Slack : 0);
            var destination = random.Next(2) == 0 ? to.AtEnd(room) : to.AtStart(room);
            destination.Fill(0xA5);
            int dirty = capacity;
            int written = Lz4Path.Decode(path, source, destination, slack, ref dirty);
            Assert.True(
                written == (expected?.Length ?? written) && written < 0 == expected is null,
                $"seed {seed}: wrote {written}, expected {expected?.Length}");
            if (expected is not null)
                Assert.True(destination.Slice(slack ? Lz4Path.Slack : 0, written).SequenceEqual(expected), $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Lz4Path.Names), MemberType = typeof(Lz4Path))]
    public void ReusedDestination_HoldsEachBlockExactly_AndKnowsItsZeros(string path)
    {
        Lz4Path.Require(path);
        const int Length = 8192;
        byte[] room = new byte[Length + (2 * Lz4Path.Slack)];
        new Random(1).NextBytes(room);
        int dirty = Length;
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            byte[] planes = new byte[Length];
            RandomBytes.Mixed(random, random.Next(Length + 1)).CopyTo(planes, 0);
            if (random.Next(3) == 0)
                planes[random.Next(Length)] = 1;
            byte[] block = Encode(planes);
            int written = Lz4Path.Decode(path, block, room, slack: true, ref dirty);
            if (path == "scalar")
                dirty = written;
            var decoded = room.AsSpan(Lz4Path.Slack, Length);
            Assert.True(written == Length && decoded.SequenceEqual(planes), $"seed {seed}");
            Assert.True(dirty is >= 0 and <= Length && !decoded[dirty..].ContainsAnyExcept((byte)0), $"seed {seed}: zeros from {dirty}?");
        }
    }

    [Fact]
    public void DistanceZero_IsCorrupt()
    {
        // One literal, then a match 0 bytes back, then five literals. liblz4 1.9 would repeat what the destination held.
        byte[] block = [0x10, (byte)'a', 0, 0, 0x50, 1, 2, 3, 4, 5];
        Assert.Equal(DecodeStatus.Corrupt, Lz4Block.Decode(block, new byte[100]).Status);
    }

    [Fact]
    public void Failures_AreToldApart()
    {
        Assert.Equal(DecodeStatus.Truncated, Lz4Block.Decode([], new byte[10]).Status);
        Assert.Equal(DecodeStatus.Truncated, Lz4Block.Decode([0x50, 1, 2], new byte[10]).Status);
        Assert.Equal(DecodeStatus.DestinationTooSmall, Lz4Block.Decode([0x50, 1, 2, 3, 4, 5], new byte[4]).Status);
        Assert.Equal(DecodeStatus.Corrupt, Lz4Block.Decode([0x10, 1, 2, 0, 0x50, 1, 2, 3, 4, 5], new byte[40]).Status);
        Assert.Equal(new DecodeResult(DecodeStatus.Done, 1, 0), Lz4Block.Decode([0], []));
    }

    private static byte[] Encode(byte[] bytes)
    {
        byte[] block = new byte[Lz4Block.MaxEncodedLength(bytes.Length)];
        int length = Lz4Block.Encode(bytes, block);
        Assert.True(length > 0);
        return block[..length];
    }

    private static void Mutate(Random random, ref byte[] block)
    {
        for (int n = 1 + random.Next(3); n > 0 && block.Length > 0; n--)
        {
            int at = random.Next(block.Length);
            switch (random.Next(4))
            {
                case 0: block[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: block[at] = (byte)random.Next(256); break;
                case 2: block[at] = random.Next(2) == 0 ? (byte)0 : (byte)255; break;
                default: block = block[..at]; break;
            }
        }
    }
}
