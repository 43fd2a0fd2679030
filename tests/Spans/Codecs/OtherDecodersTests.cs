using System.Globalization;
using Ronchi.Codecs;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>What we encode, others decode, and the other way round.</summary>
public sealed class OtherDecodersTests
{
    // Around multiples of 8 elements, of a block, and of several blocks.
    private static readonly int[] Counts = [1, 7, 8, 9, 127, 128, 4095, 4096, 4097, 9216, 36864, 70_003];

    [Fact]
    public void Bitshuffle_DecodesWhatWeEncode_AndWeWhatItEncodes()
    {
        DebianPython.Require("bitshuffle", "numpy");
        using var folder = new TemporaryFolder();
        const int seed = 41;
        var random = new Random(seed);
        var originals = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var size in (int[])[1, 2, 4, 8])
        {
            foreach (var count in Counts)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{size}-{count}");
                var pixels = Pixels(random, size, count);
                var encoded = new byte[BitshuffleLz4.MaxEncodedLength(pixels.Length, size)];
                var length = BitshuffleLz4.Encode(pixels, size, 0, encoded);
                File.WriteAllBytes(folder.File(name + ".pixels"), pixels);
                File.WriteAllBytes(folder.File(name + ".ours"), encoded[..length]);
                originals.Add(name, pixels);
            }
        }

        DebianPython.Run(
            """
            import sys, glob, os, struct, numpy as np, bitshuffle
            for path in glob.glob(f'{sys.argv[1]}/*.pixels'):
                size, count = map(int, os.path.basename(path)[:-7].split('-'))
                pixels = np.fromfile(path, f'<u{size}')
                ours = np.fromfile(path[:-7] + '.ours', np.uint8)
                total, block = struct.unpack('>QI', ours[:12].tobytes())
                assert total == pixels.nbytes, path
                assert (bitshuffle.decompress_lz4(ours[12:], (count,), pixels.dtype, block // size) == pixels).all(), path
                theirs = bitshuffle.compress_lz4(pixels, block // size)
                open(path[:-7] + '.theirs', 'wb').write(struct.pack('>QI', total, block) + theirs.tobytes())
            """,
            folder.Path);

        foreach (var (name, pixels) in originals)
        {
            var decoded = new byte[pixels.Length];
            var result = BitshuffleLz4.Decode(File.ReadAllBytes(folder.File(name + ".theirs")), name[0] - '0', decoded);
            Assert.True(
                result.Status == DecodeStatus.Done && decoded.AsSpan().SequenceEqual(pixels), $"{name}: {result.Status}, seed {seed}");
        }
    }

    [Fact]
    public void Lz4_DecodesWhatWeEncode_AndWeWhatItEncodes()
    {
        DebianPython.Require("lz4.block");
        using var folder = new TemporaryFolder();
        const int seed = 43;
        var random = new Random(seed);
        var originals = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var count in (int[])[1, 4, 12, 13, 100, 8192, 65_536, 300_001])
        {
            foreach (var size in (int[])[1, 2, 4])
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{size}-{count}");
                var bytes = Pixels(random, size, count);
                var encoded = new byte[Lz4Block.MaxEncodedLength(bytes.Length)];
                var length = Lz4Block.Encode(bytes, encoded);
                File.WriteAllBytes(folder.File(name + ".pixels"), bytes);
                File.WriteAllBytes(folder.File(name + ".ours"), encoded[..length]);
                originals.Add(name, bytes);
            }
        }

        DebianPython.Run(
            """
            import sys, glob, lz4.block
            for path in glob.glob(f'{sys.argv[1]}/*.pixels'):
                pixels = open(path, 'rb').read()
                ours = open(path[:-7] + '.ours', 'rb').read()
                assert lz4.block.decompress(ours, uncompressed_size=len(pixels)) == pixels, path
                mode = 'high_compression' if len(pixels) % 2 else 'default'
                open(path[:-7] + '.theirs', 'wb').write(lz4.block.compress(pixels, mode=mode, store_size=False))
            """,
            folder.Path);

        foreach (var (name, bytes) in originals)
        {
            var decoded = new byte[bytes.Length];
            var result = Lz4Block.Decode(File.ReadAllBytes(folder.File(name + ".theirs")), decoded);
            Assert.True(
                result.Status == DecodeStatus.Done && decoded.AsSpan().SequenceEqual(bytes), $"{name}: {result.Status}, seed {seed}");
        }
    }

    // Debian's hdf5plugin has no LZ4 filter: its framing is read here, its blocks by liblz4.
    [Theory]
    [InlineData(8192, false)]
    [InlineData(8192, true)]
    [InlineData(73_728, false)]
    [InlineData(30_000, true)]
    public void Lz4Container_OfOurs_IsDecodedBlockByBlock(int blockBytes, bool isNoise)
    {
        DebianPython.Require("lz4.block");
        using var folder = new TemporaryFolder();
        const int seed = 47;
        var random = new Random(seed);
        var pixels = Pixels(random, 2, 36_864);
        if (isNoise)
            random.NextBytes(pixels);   // does not compress: blocks are stored raw
        var encoded = new byte[Lz4Container.MaxEncodedLength(pixels.Length, blockBytes)];
        var length = Lz4Container.Encode(pixels, blockBytes, encoded);
        File.WriteAllBytes(folder.File("pixels"), pixels);
        File.WriteAllBytes(folder.File("ours"), encoded[..length]);
        DebianPython.Run(
            """
            import sys, struct, lz4.block
            folder = sys.argv[1]
            pixels = open(f'{folder}/pixels', 'rb').read()
            ours = open(f'{folder}/ours', 'rb').read()
            total, block = struct.unpack('>QI', ours[:12])
            at, out = 12, b''
            while len(out) < total:
                size = min(block, total - len(out))
                stored, = struct.unpack('>I', ours[at:at + 4])
                data = ours[at + 4:at + 4 + stored]
                out += data if stored == size else lz4.block.decompress(data, uncompressed_size=size)
                at += 4 + stored
            assert at == len(ours) and out == pixels
            """,
            folder.Path);
    }

    // Counts as a detector gives them: mostly small, some runs of nothing, a few large.
    private static byte[] Pixels(Random random, int size, int count)
    {
        var pixels = new byte[count * size];
        for (var i = 0; i < count; i++)
        {
            var value = (i / 97 % 3) switch
            {
                0 => 0,
                1 => random.Next(6),
                _ => random.Next(random.Next(20) == 0 ? 1 << 24 : 30),
            };
            for (var b = 0; b < Math.Min(size, 4); b++)
                pixels[(i * size) + b] = (byte)(value >> (8 * b));
        }

        return pixels;
    }
}
