using System.Numerics;
using CsCheck;
using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class BitshuffleLz4Tests
{
    private static readonly int[] ElementSizes = [1, 2, 4, 8];

    [Fact]
    public void AnyShape_ComesBack_AndBytesReadEndsTheContainer() => Gen.Select(ByteGen.Counts, Gen.Int[0, 300]).Sample(
        static (counts, blockEights) =>
        {
            var (elementBytes, values) = counts;
            byte[] container = Encode(values, elementBytes, blockEights * 8 * elementBytes);
            byte[] longer = [.. container, 1, 2, 3];
            byte[] back = new byte[values.Length + 5];
            Assert.Equal(
                new DecodeResult(DecodeStatus.Done, container.Length, values.Length), BitshuffleLz4.Decode(longer, elementBytes, back));
            Assert.Equal(values, back[..values.Length]);
        },
        iter: 1500);

    [Fact]
    public void EveryPrefix_IsTruncatedOrDone_NeverMore()
    {
        byte[] values = RandomBytes.Counts(new Random(5), 1003, 2);
        byte[] container = Encode(values, 2, 512);
        for (int length = 0; length < container.Length; length++)
            Assert.Equal(DecodeStatus.Truncated, BitshuffleLz4.Decode(container.AsSpan(0, length), 2, new byte[values.Length]).Status);
    }

    [Fact]
    public void EncoderWithTooLittleRoom_ReturnsZero()
    {
        byte[] values = RandomBytes.Counts(new Random(5), 1003, 2);
        int needed = Encode(values, 2, 512).Length;
        for (int room = 0; room < needed; room++)
            Assert.Equal(0, BitshuffleLz4.Encode(values, 2, 512, new byte[room]));
    }

    [Fact]
    public void Headers_ThatNoFrameHas_AreRefusedByName()
    {
        byte[] values = new byte[4096];
        byte[] container = Encode(values, 2, 0);
        Assert.Equal(DecodeStatus.DestinationTooSmall, BitshuffleLz4.Decode(container, 2, new byte[4095]).Status);

        byte[] huge = [.. container];
        huge.AsSpan(0, 8).Fill(0xFF);
        Assert.Equal(DecodeStatus.Corrupt, BitshuffleLz4.Decode(huge, 2, new byte[4096]).Status);

        byte[] odd = [.. container];
        odd[11] = 3;
        Assert.Equal(DecodeStatus.Corrupt, BitshuffleLz4.Decode(odd, 2, new byte[4096]).Status);
        odd[11] = 2;
        Assert.Equal(DecodeStatus.Corrupt, BitshuffleLz4.Decode(odd, 2, new byte[4096]).Status);

        Assert.Throws<ArgumentOutOfRangeException>(() => BitshuffleLz4.Decode(container, 3, new byte[4096]));
    }

    [Fact]
    public void BlockSizeZero_MeansTheDefault()
    {
        byte[] values = RandomBytes.Counts(new Random(3), 10_000, 2);
        byte[] container = Encode(values, 2, 0);
        container.AsSpan(8, 4).Clear();
        byte[] back = new byte[values.Length];
        Assert.True(BitshuffleLz4.Decode(container, 2, back).IsDone);
        Assert.Equal(values, back);
    }

    [Fact]
    public void ChosenPlanes_AreTheReferencePlanes_InAReusedBuffer()
    {
        using var buffer = new PlaneBuffer();
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            int elementBytes = ElementSizes[random.Next(4)];
            int elements = RandomBytes.Length(random, 12_000);
            int blockElements = random.Next(3) == 0 ? 8192 / elementBytes : 8 * (1 + random.Next(200));
            var geometry = new PlaneGeometry(elementBytes, elements, blockElements);
            int[] chosen = [.. Enumerable.Range(0, geometry.BlockCount).Where(_ => random.Next(3) > 0)];
            int frames = 1 + random.Next(3);
            buffer.Prepare(geometry, frames, chosen.Length);
            for (int round = 0; round < 3; round++)
            {
                for (int frame = 0; frame < frames; frame++)
                {
                    byte[] values = RandomBytes.Counts(random, elements, elementBytes);
                    byte[] container = Encode(values, elementBytes, blockElements * elementBytes);
                    var result = BitshuffleLz4.DecodePlanes(container, geometry, chosen, buffer, frame);
                    Assert.True(result.Status == DecodeStatus.Done && result.BytesRead == container.Length, $"seed {seed}: {result}");
                    CheckPlanes(values, geometry, chosen, buffer, frame, seed);
                }
            }
        }
    }

    [Fact]
    public void PlanesOfAnotherGeometry_AreAMismatch_AndACallersErrorThrows()
    {
        using var buffer = new PlaneBuffer();
        byte[] container = Encode(new byte[4096], 2, 512);
        var geometry = new PlaneGeometry(2, 2048, 128);
        buffer.Prepare(geometry, 1, 2);
        Assert.Equal(DecodeStatus.Mismatch, BitshuffleLz4.DecodePlanes(container, geometry, [0, 1], buffer, 0).Status);
        Assert.Throws<ArgumentException>(() => BitshuffleLz4.DecodePlanes(container, geometry, [0], buffer, 0));
        Assert.Throws<ArgumentException>(() => BitshuffleLz4.DecodePlanes(container, geometry, [1, 0], buffer, 0));
        Assert.Throws<ArgumentException>(() => BitshuffleLz4.DecodePlanes(container, geometry, [0, 16], buffer, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitshuffleLz4.DecodePlanes(container, geometry, [0, 1], buffer, 1));
        Assert.Throws<ArgumentException>(() => buffer.Prepare(new PlaneGeometry(3, 100, 8), 1, 0));
        Assert.Throws<ArgumentException>(() => buffer.Prepare(geometry, int.MaxValue, 2));
    }

    private static void CheckPlanes(byte[] values, PlaneGeometry geometry, int[] chosen, PlaneBuffer buffer, int frame, int seed)
    {
        for (int i = 0; i < chosen.Length; i++)
        {
            int block = chosen[i];
            int start = block * geometry.BlockElements * geometry.ElementBytes;
            byte[] planes = ReferenceBitshuffle.Shuffle(values.AsSpan(start, geometry.BlockBytes(block)), geometry.ElementBytes);
            int slot = (frame * chosen.Length) + i;
            Assert.True(
                buffer.Slab.Slice(slot * buffer.SlotStride, planes.Length).SequenceEqual(planes),
                $"seed {seed}, frame {frame}, block {block}");
            int live = (Array.FindLastIndex(planes, static b => b != 0) / geometry.PlaneBytes(block)) + 1;
            if (!planes.AsSpan().ContainsAnyExcept((byte)0))
                live = 0;
            Assert.True(buffer.LivePlanes[slot] == live, $"seed {seed}, block {block}: {buffer.LivePlanes[slot]} live planes, not {live}");
            Assert.Equal(live * geometry.PlaneBytes(block), buffer.Live(frame, i, geometry.PlaneBytes(block)).Length);
        }
        int tail = geometry.TailBytes;
        Assert.True(buffer.Tails.Slice(frame * tail, tail).SequenceEqual(values.AsSpan(values.Length - tail)), $"seed {seed}: tail");
    }

    private static byte[] Encode(byte[] values, int elementBytes, int blockBytes)
    {
        byte[] container = new byte[BitshuffleLz4.MaxEncodedLength(values.Length, elementBytes, blockBytes)];
        int length = BitshuffleLz4.Encode(values, elementBytes, blockBytes, container);
        Assert.True(length > 0);
        return container[..length];
    }
}
