using System.Runtime.InteropServices;
using Ronchi.Codecs;
using Xunit;

namespace Ronchi.Tests.Codecs;

/// <summary>Where we accept and refuse what liblz4 does, and where on purpose not.</summary>
public sealed unsafe partial class LibLz4Tests
{
    private const string Library = "liblz4.so.1";

    // A match must end this far before the end of liblz4's destination, and its literals begin so far; an encoder's rules.
    private const int EndMargin = 12;

    [Fact]
    public void MutatedBlocks_AreAcceptedAsByLibLz4_ButForDistanceZeroAndItsEndMargins()
    {
        Assert.SkipUnless(
            NativeLibrary.TryLoad(Library, out _), $"{Library} is not installed (./test installs it through apt, as root or with sudo).");
        int both = 0, neither = 0, distanceZero = 0;
        for (int seed = 0; seed < 60_000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = RandomBytes.Mixed(random, RandomBytes.Length(random, 2000));
            byte[] room = new byte[Lz4Block.MaxEncodedLength(bytes.Length)];
            byte[] block = room[..Lz4Block.Encode(bytes, room)];
            for (int n = random.Next(4); n > 0; n--)
                block[random.Next(block.Length)] = random.Next(3) == 0 ? (byte)0 : (byte)random.Next(256);
            // Room behind the data, so that liblz4's end margins do not matter unless the block runs into them.
            byte[] theirs = new byte[bytes.Length + 300];
            byte[] ours = new byte[theirs.Length];
            int written;
            fixed (byte* from = block, to = theirs)
                written = DecompressSafe(from, to, block.Length, theirs.Length);
            var result = Lz4Block.Decode(block, ours);
            bool reachesTheEnd = result.IsDone && result.BytesWritten > theirs.Length - EndMargin;
            if (written >= 0 && result.Status == DecodeStatus.Corrupt)
            {
                Assert.True(ReferenceLz4.HasDistanceZero(block), $"seed {seed}: refused, though liblz4 accepts it and no distance is zero");
                distanceZero++;
            }
            else if (written >= 0)
            {
                Assert.True(
                    result == new DecodeResult(DecodeStatus.Done, block.Length, written), $"seed {seed}: {result}, liblz4 wrote {written}");
                Assert.True(ours.AsSpan(0, written).SequenceEqual(theirs.AsSpan(0, written)), $"seed {seed}");
                both++;
            }
            else
            {
                neither += result.IsDone ? 0 : 1;
                Assert.True(
                    !result.IsDone || reachesTheEnd || EndsUnlikeAnEncoder(block),
                    $"seed {seed}: accepted ({result}), though liblz4 refuses it");
            }
        }
        Assert.True(
            both > 10_000 && neither > 10_000 && distanceZero > 10,
            $"{both} accepted, {neither} refused, {distanceZero} with distance zero: the test has lost its edge");
    }

    // liblz4 refuses literals that end fewer than eight bytes before the block does and are not the last.
    private static bool EndsUnlikeAnEncoder(byte[] block) => ReferenceLz4.LastLiterals(block) < 8;

    [LibraryImport(Library, EntryPoint = "LZ4_decompress_safe")]
    private static partial int DecompressSafe(byte* from, byte* to, int length, int capacity);
}
