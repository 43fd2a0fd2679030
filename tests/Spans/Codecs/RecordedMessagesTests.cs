using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>Messages that detectors sent, against the sums and hashes that other decoders found (listed beside the messages).</summary>
public sealed partial class RecordedMessagesTests
{
    private static readonly string Folder = Path.Combine(
        DataFolder.Path,
        "dectris");

    [Fact]
    public void EveryImageOfTheStreams_DecodesToItsListedPixels()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There is no folder {Folder} (RONCHI_TESTDATA).");
        var listed = File.ReadLines(Path.Combine(Folder, "PROVENANCE.md"))
            .Select(static line => Listed().Match(line))
            .Where(static match => match.Success).ToList();
        Assert.NotEmpty(listed);
        foreach (var image in listed)
        {
            var message = File.ReadAllBytes(Path.Combine(Folder, "stream2_r500k", image.Groups["file"].Value));
            var size = image.Groups["type"].Value switch { "uint8" => 1, "uint16" => 2, _ => 4 };
            var pixels = new byte[514 * 1030 * size];
            var container = Container(message, image.Groups["channel"].Value, image.Groups["codec"].Value);

            var result = image.Groups["codec"].Value == "bslz4"
                ? BitshuffleLz4.Decode(container, size, pixels)
                : Lz4Container.Decode(container, pixels);

            Assert.Equal((DecodeStatus.Done, pixels.Length), (result.Status, result.BytesWritten));
            Assert.Equal(image.Groups["crc"].Value, Convert.ToHexStringLower(SHA256.HashData(pixels))[..12]);
            Assert.Equal(ulong.Parse(image.Groups["sum"].Value, CultureInfo.InvariantCulture), Sum(pixels, size));
            if (image.Groups["codec"].Value == "bslz4")
            {
                Assert.Equal(ulong.Parse(image.Groups["sum"].Value, CultureInfo.InvariantCulture), SumOfPlanes(container, size));
                var encoded = new byte[BitshuffleLz4.MaxEncodedLength(pixels.Length, size)];
                var length = BitshuffleLz4.Encode(pixels, size, 0, encoded);
                var again = new byte[pixels.Length];
                Assert.Equal(DecodeStatus.Done, BitshuffleLz4.Decode(encoded.AsSpan(0, length), size, again).Status);
                Assert.Equal(pixels, again);
            }
        }
    }

    [Fact]
    public void LegacyImage_ABareBlockOfTheWholeFrame_DecodesToItsListedPixels()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There is no folder {Folder} (RONCHI_TESTDATA).");
        var pixels = new byte[1062 * 1028 * sizeof(uint)];

        var result = Lz4Block.Decode(File.ReadAllBytes(Path.Combine(Folder, "stream1_legacy", "streamData.000011")), pixels);

        Assert.Equal((DecodeStatus.Done, pixels.Length), (result.Status, result.BytesWritten));
        var values = MemoryMarshal.Cast<byte, uint>(pixels).ToArray();
        Assert.Equal(39_084, values.Count(static value => value == uint.MaxValue));
        Assert.Equal(2535, values.Where(static value => value != uint.MaxValue).Sum(static value => value));
        Assert.Equal(2493u, values.Where(static value => value != uint.MaxValue).Max());
    }

    // In the CBOR of a channel: its name as text, later tag 56500 with [algorithm text, element size, byte string].
    private static ReadOnlySpan<byte> Container(byte[] message, string channel, string codec)
    {
        var name = System.Text.Encoding.ASCII.GetBytes(channel);
        var algorithm = (byte[])[(byte)(0x60 + codec.Length), .. System.Text.Encoding.ASCII.GetBytes(codec)];
        var at = message.AsSpan().IndexOf(name);
        at += message.AsSpan(at).IndexOf(algorithm) + algorithm.Length + 1;
        var (headBytes, length) = message[at] switch
        {
            0x58 => (2, message[at + 1]),
            0x59 => (3, BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 1))),
            0x5A => (5, (int)BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(at + 1))),
            var other => throw new InvalidDataException($"0x{other:X2} begins no byte string."),
        };
        return message.AsSpan(at + headBytes, length);
    }

    // Σ 2^p · popcount(plane p), and the raw pixels behind the blocks.
    private static ulong SumOfPlanes(ReadOnlySpan<byte> container, int size)
    {
        Assert.Equal(DecodeStatus.Done, BitshuffleLz4Header.TryRead(container, out var header));
        Assert.Equal(DecodeStatus.Done, header.TryGetGeometry(size, out var geometry));
        using var planes = new PlaneBuffer();
        planes.Prepare(geometry, frames: 1, geometry.BlockCount);
        int[] blocks = [.. Enumerable.Range(0, geometry.BlockCount)];
        Assert.Equal(DecodeStatus.Done, BitshuffleLz4.DecodePlanes(container, geometry, blocks, planes, 0).Status);
        Assert.Equal(514 * 1030 % 8, geometry.TailElements);
        var sum = Sum(planes.Tails, size);
        foreach (var block in blocks)
        {
            var bytes = geometry.PlaneBytes(block);
            var live = planes.Live(0, block, bytes);
            for (var at = 0; at < live.Length; at++)
                sum += (ulong)BitOperations.PopCount(live[at]) << (at / bytes);
        }

        return sum;
    }

    private static ulong Sum(ReadOnlySpan<byte> pixels, int size)
    {
        var sum = 0UL;
        for (var i = 0; i < pixels.Length; i += size)
        {
            sum += size switch
            {
                1 => pixels[i],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(pixels[i..]),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(pixels[i..]),
            };
        }

        return sum;
    }

    [GeneratedRegex(
        @"^- (?<file>r500k\S+\.cbor) img \d+ (?<channel>\w+) (?<codec>\w+) \d \(514, 1030\) (?<type>\w+) "
        + @"sum (?<sum>\d+) .* crc (?<crc>\w{12})",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Listed();
}
