using System.Buffers.Binary;
using System.Globalization;
using Ronchi.Codecs;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Codecs;

public sealed class BloscContainerTests
{
    [Fact]
    public void Containers_GiveBackTheirContent()
    {
        const int seed = 151;
        var random = new Random(seed);
        foreach (var settings in AllSettings())
        {
            for (var round = 0; round < 12; round++)
            {
                var content = round % 3 == 0
                    ? RandomBytes.Mixed(random, RandomBytes.Length(random, 50_000))
                    : RandomBytes.Counts(random, random.Next(20_000), Math.Min(settings.ElementBytes, 8));
                var asked = settings with { BlockBytes = random.Next(3) == 0 ? 0 : random.Next(1, 9000) };
                var container = new byte[BloscContainer.MaxEncodedLength(content.Length)];
                var length = BloscContainer.Encode(content, asked, container);
                Assert.InRange(length, BloscHeader.Length, container.Length);
                var decoded = new byte[content.Length + random.Next(2)];
                var result = BloscContainer.Decode(container, decoded);
                Assert.True(
                    result == new DecodeResult(DecodeStatus.Done, length, content.Length)
                    && decoded.AsSpan(0, content.Length).SequenceEqual(content),
                    $"{asked}: {result}, seed {seed}, round {round}");
            }
        }
    }

    [Fact]
    public void TooLittleRoom_IsSaid_AndTheLeastIsEnough()
    {
        var random = new Random(152);
        var content = RandomBytes.Counts(random, 5000, 2);
        var settings = new BloscSettings(BloscCompressor.Lz4, BloscShuffle.Bits, 2);
        var whole = new byte[BloscContainer.MaxEncodedLength(content.Length)];
        var length = BloscContainer.Encode(content, settings, whole);
        Assert.Equal(length, BloscContainer.Encode(content, settings, whole.AsSpan(0, length + 64)));
        for (var room = 0; room < length; room += 7)
            Assert.Equal(0, BloscContainer.Encode(content, settings, new byte[room]));
    }

    [Fact]
    public void Noise_IsStored()
    {
        var content = new byte[40_000];
        new Random(153).NextBytes(content);
        var container = new byte[BloscContainer.MaxEncodedLength(content.Length)];
        Assert.Equal(
            container.Length, BloscContainer.Encode(content, new BloscSettings(BloscCompressor.Zstd, BloscShuffle.None, 1), container));
        Assert.Equal(DecodeStatus.Done, BloscHeader.TryRead(container, out var header));
        Assert.True(header.IsStored);
        Assert.Equal(content, container[BloscHeader.Length..]);
    }

    [Fact]
    public void DamagedContainers_AreRefusedOrDecodedWithinTheirRoom()
    {
        const int seed = 154;
        var random = new Random(seed);
        foreach (var settings in AllSettings())
        {
            var content = RandomBytes.Counts(random, 3000, Math.Min(settings.ElementBytes, 8));
            var container = new byte[BloscContainer.MaxEncodedLength(content.Length)];
            var length = BloscContainer.Encode(content, settings with { BlockBytes = 2048 }, container);
            var decoded = new byte[content.Length];
            for (var cut = 0; cut < length; cut += 1 + (length / 60))
                Assert.Equal(DecodeStatus.Truncated, BloscContainer.Decode(container.AsSpan(0, cut), decoded).Status);
            for (var round = 0; round < 300; round++)
            {
                var damaged = container.AsSpan(0, length).ToArray();
                damaged[random.Next(round % 2 == 0 ? 40 : length)] ^= (byte)(1 << random.Next(8));
                var result = BloscContainer.Decode(damaged, decoded);
                Assert.True(result.BytesRead <= length && result.BytesWritten <= decoded.Length, $"{settings}: {result}, seed {seed}");
            }

            Assert.Equal(
                DecodeStatus.DestinationTooSmall, BloscContainer.Decode(container.AsSpan(0, length), decoded.AsSpan(1)).Status);
        }
    }

    [Theory]
    [InlineData(0, 5, DecodeStatus.Mismatch)]      // blosc 2
    [InlineData(2, 0xE0, DecodeStatus.Mismatch)]   // a compressor that does not exist
    [InlineData(3, 0, DecodeStatus.Corrupt)]       // elements of no bytes
    [InlineData(7, 0x80, DecodeStatus.Corrupt)]    // content above 2 GiB
    [InlineData(11, 0x7F, DecodeStatus.Corrupt)]   // blocks longer than the content
    [InlineData(15, 0x7F, DecodeStatus.Truncated)] // longer than what is there
    public void ImpossibleHeaders_AreRefused(int at, byte value, DecodeStatus status)
    {
        var container = new byte[BloscContainer.MaxEncodedLength(4000)];
        var length = BloscContainer.Encode(new byte[4000], new BloscSettings(BloscCompressor.Lz4, BloscShuffle.Bytes, 2), container);
        container[at] = value;
        Assert.Equal(status, BloscContainer.Decode(container.AsSpan(0, length), new byte[4000]).Status);
    }

    [Fact]
    public void PlacesOutsideTheContainer_AreRefused()
    {
        var container = new byte[BloscContainer.MaxEncodedLength(4000)];
        var length = BloscContainer.Encode(new byte[4000], new BloscSettings(BloscCompressor.Lz4, BloscShuffle.Bytes, 2), container);
        foreach (var place in (int[])[-1, 0, BloscHeader.Length, length + 1, int.MaxValue, int.MinValue])
        {
            BinaryPrimitives.WriteInt32LittleEndian(container.AsSpan(BloscHeader.Length), place);
            Assert.Equal(DecodeStatus.Corrupt, BloscContainer.Decode(container.AsSpan(0, length), new byte[4000]).Status);
        }
    }

    // Around multiples of 8 elements, of what is split, and of blocks of its own choice.
    [Fact]
    public void Numcodecs_DecodesWhatWeEncode_AndWeWhatItEncodes()
    {
        DebianPython.Require("numcodecs", "numpy");
        using var folder = new TemporaryFolder();
        const int seed = 155;
        var random = new Random(seed);
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var size in (int[])[1, 2, 3, 4, 8, 16, 17])
        {
            foreach (var count in (int[])[1, 7, 8, 9, 127, 128, 1000, 4096, 70_003])
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{size}-{count}");
                var content = RandomBytes.Counts(random, count * size, 1);
                File.WriteAllBytes(folder.File(name + ".content"), content);
                contents.Add(name, content);
                foreach (var settings in AllSettings().Where(settings => settings.ElementBytes == size))
                {
                    var room = new byte[BloscContainer.MaxEncodedLength(content.Length)];
                    var length = BloscContainer.Encode(content, settings with { BlockBytes = count % 3 == 0 ? 1000 : 0 }, room);
                    File.WriteAllBytes(folder.File($"{name}.{settings.Compressor}{settings.Shuffle}.ours"), room[..length]);
                }
            }
        }

        DebianPython.Run(
            """
            import sys, glob, os, numpy as np
            from numcodecs import blosc
            for path in glob.glob(f'{sys.argv[1]}/*.content'):
                size, count = map(int, os.path.basename(path)[:-8].split('-'))
                content = open(path, 'rb').read()
                for ours in glob.glob(path[:-7] + '*.ours'):
                    assert blosc.decompress(open(ours, 'rb').read()) == content, ours
                elements = np.frombuffer(content, np.dtype(f'V{size}') if size > 1 else np.uint8)
                for name in blosc.list_compressors():
                    for shuffle in (0, 1, 2):
                        for block in (0, 1024):
                            theirs = blosc.compress(elements, name.encode(), 5, shuffle, block)
                            open(f'{path[:-8]}.{name}.{shuffle}.{block}.theirs', 'wb').write(theirs)
            """,
            folder.Path);

        var files = Directory.GetFiles(folder.Path, "*.theirs");
        Assert.NotEmpty(files);
        var split = 0;
        foreach (var file in files)
        {
            var container = File.ReadAllBytes(file);
            var content = contents[Path.GetFileName(file).Split('.')[0]];
            var decoded = new byte[content.Length];
            var result = BloscContainer.Decode(container, decoded);
            Assert.True(result.IsDone && decoded.AsSpan().SequenceEqual(content), $"{file}: {result}, seed {seed}");
            Assert.Equal(DecodeStatus.Done, BloscHeader.TryRead(container, out var header));
            split += !header.IsStored && header.BlockCount > 0 && header.StreamsOf(0) > 1 ? 1 : 0;
        }

        Assert.True(split > 0, "No container of theirs is split into streams.");
    }

    private static IEnumerable<BloscSettings> AllSettings() =>
        from compressor in (BloscCompressor[])[BloscCompressor.Lz4, BloscCompressor.Zstd]
        from shuffle in Enum.GetValues<BloscShuffle>()
        from size in (int[])[1, 2, 3, 4, 8, 16, 17]
        select new BloscSettings(compressor, shuffle, size);
}
